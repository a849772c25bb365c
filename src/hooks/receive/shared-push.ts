/** What both threads of `hook pre-receive` see at once, whatever one of them is at: how far the scan is, its gits, and who answers. */
import { endChildren } from '../../git/git-process.ts';

/** More gits than this never run at once. */
const MOST_CHILDREN = 64;

const ANSWERED = 0;
const BEGUN = 1;
const ITEMS = 2;
const TOTAL_ITEMS = 3;
const CELLS = 4;

export interface HowFar {
  readonly items: number;
  readonly totalItems: number;
}

export class SharedPush {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array;
  /** Ids of the gits that run for the push. */
  readonly children: Int32Array;

  /** @param memory of another one: this one then shows the same push */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer((CELLS + MOST_CHILDREN) * 4)) {
    this.memory = memory;
    this.#cells = new Int32Array(memory, 0, CELLS);
    this.children = new Int32Array(memory, CELLS * 4, MOST_CHILDREN);
  }

  /** The right to answer for the push. @returns true for the first who asks, and for nobody else */
  claim(): boolean {
    return Atomics.compareExchange(this.#cells, ANSWERED, 0, 1) === 0;
  }

  reach({ items, totalItems }: HowFar): void {
    Atomics.store(this.#cells, ITEMS, items);
    Atomics.store(this.#cells, TOTAL_ITEMS, totalItems);
    Atomics.store(this.#cells, BEGUN, 1);
  }

  /** Null until the scan has begun. */
  get progress(): HowFar | null {
    if (Atomics.load(this.#cells, BEGUN) === 0) return null;
    return { items: Atomics.load(this.#cells, ITEMS), totalItems: Atomics.load(this.#cells, TOTAL_ITEMS) };
  }

  /** Ends every git that still runs for it. */
  endGits(): void {
    endChildren(this.children);
  }
}
