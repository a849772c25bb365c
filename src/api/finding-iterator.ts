/** Findings one at a time. Made when they are asked for, so that a million of them are never there at once as plain objects. */
import type { DisclosedScan } from '../report/disclosure/disclose.ts';
import type { CallersWatch } from './callers-watch.ts';
import type { Finding } from './finding.ts';

const DONE = { done: true, value: undefined } as const;

export class FindingIterator implements AsyncIterator<Finding, undefined> {
  readonly #disclosed: () => Promise<DisclosedScan>;
  readonly #watch: CallersWatch;
  #findings: Iterator<Finding> | undefined;
  #isOver = false;

  constructor(disclosed: () => Promise<DisclosedScan>, watch: CallersWatch) {
    this.#disclosed = disclosed;
    this.#watch = watch;
  }

  async next(): Promise<IteratorResult<Finding, undefined>> {
    if (this.#isOver) return DONE;
    const { findings } = await this.#disclosed();
    this.#watch.throwIfStopped();
    this.#findings ??= findings[Symbol.iterator]();
    const next = this.#isOver ? DONE : this.#findings.next();
    if (next.done !== true) return { done: false, value: next.value };
    this.#isOver = true;
    return DONE;
  }

  /** `break` comes here. Stops a scan that is still under way. */
  return(): Promise<IteratorResult<Finding, undefined>> {
    this.#isOver = true;
    this.#watch.drop();
    return Promise.resolve(DONE);
  }
}
