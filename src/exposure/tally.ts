/** Sums over findings as they stream by, all places of a value together: nothing is kept of them but the last. */
import type { Reach } from '../core/finding.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import type { Amount, SmallAmount } from './exposure-answer.ts';
import { type Dating, isoOf } from './introduced-at.ts';

/** From the easiest to come by to the hardest. */
const REACHES = ['tip', 'history', 'unmerged', 'unreachable', 'unknown'] as const;

export function compareReach(a: Reach | null, b: Reach | null): number {
  return REACHES.indexOf(a ?? 'unknown') - REACHES.indexOf(b ?? 'unknown');
}

/** One finding on its way. */
export interface Passing extends Dating {
  readonly finding: StoredFinding;
  /** A number for its repository. */
  readonly place: number;
}

export class Tally {
  readonly places = new Set<number>();
  #values = 0;
  #records = 0;
  #findings = 0;
  readonly #reach = { tip: 0, history: 0, unmerged: 0, unreachable: 0, unknown: 0 };
  #oldest: number | null = null;
  #secret = '';
  #best: number = REACHES.length;
  #count = 0;

  /** All findings of one value come together. */
  add({ finding: { secretId, reach, count }, place, at }: Passing): void {
    if (secretId !== this.#secret) this.#close();
    this.#secret = secretId;
    this.#findings += 1;
    this.places.add(place);
    this.#best = Math.min(this.#best, REACHES.indexOf(reach ?? 'unknown'));
    this.#count = Math.max(this.#count, count);
    if (at !== null) this.#oldest = Math.min(this.#oldest ?? at, at);
  }

  /** To be asked when the last finding has been added. */
  amount(): Omit<Amount, 'readers'> {
    this.#close();
    return {
      values: this.#values,
      records: this.#records,
      findings: this.#findings,
      repositories: this.places.size,
      reach: { ...this.#reach },
      oldest: isoOf(this.#oldest),
    };
  }

  small(): SmallAmount {
    const { values, findings } = this.amount();
    return { values, findings };
  }

  #close(): void {
    const reach = REACHES[this.#best];
    if (reach === undefined) return;
    this.#values += 1;
    this.#records += this.#count;
    this.#reach[reach] += 1;
    this.#best = REACHES.length;
    this.#count = 0;
    this.#secret = '';
  }
}
