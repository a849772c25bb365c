/** The order of a list: sorted once, however often it is walked, because sorting is half of a walk. Of each finding 16 bytes. */
import type { Change } from '../../core/stored-finding.ts';

export interface Ordered {
  /** The number of its row. */
  readonly id: number;
  /** That of the row as it was at the earlier run; 0 where there is none, or it was not there. */
  readonly earlier: number;
  readonly change: Change | null;
}

/** By their numbers in the query. */
export const CHANGES: readonly (Change | null)[] = [null, 'new', 'changed', 'gone'];
/** Two numbers of each. */
const CELLS = 2;
const SCALE = 4;

export class KeptOrder {
  #cells = new Float64Array(CELLS * 256);
  #count = 0;

  constructor(rows: Iterable<Ordered>) {
    for (const row of rows) this.#add(row);
  }

  get length(): number {
    return this.#count;
  }

  /** @param position from 0 on, less than the length */
  at(position: number): Ordered {
    const [id = 0, more = 0] = this.#cells.subarray(CELLS * position, CELLS * (position + 1));
    return { id, earlier: Math.floor(more / SCALE), change: CHANGES[more % SCALE] ?? null };
  }

  *positions(): Generator<number> {
    for (let position = 0; position < this.#count; position += 1) yield position;
  }

  #add({ id, earlier, change }: Ordered): void {
    const at = CELLS * this.#count;
    if (at === this.#cells.length) {
      const more = new Float64Array(CELLS * at);
      more.set(this.#cells);
      this.#cells = more;
    }
    this.#cells[at] = id;
    this.#cells[at + 1] = earlier * SCALE + CHANGES.indexOf(change);
    this.#count += 1;
  }
}
