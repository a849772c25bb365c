/** Stretches that held nothing when they were decoded: the same line stands in many versions of a file, and beside many changes. */
import type { Workspace } from '../placed-text.ts';
import type { DecoderName } from './table.ts';

/** A longer one is not remembered. */
const LONGEST = 1024;
/** So many are, of each decoder; then it begins anew. */
const MOST = 2048;

export class BarrenStretches {
  readonly #known = new Map<DecoderName, Set<string>>();

  /**
   * What the bytes from `start` to `end` in the kernel's memory are remembered by.
   *
   * @returns undefined for what is too long
   */
  keyOf({ kernel }: Workspace, start: number, end: number): string | undefined {
    return end - start > LONGEST ? undefined : kernel.memory.toString('latin1', start, end);
  }

  has(by: DecoderName, key: string | undefined): boolean {
    return key !== undefined && this.#known.get(by)?.has(key) === true;
  }

  add(by: DecoderName, key: string | undefined): void {
    if (key === undefined) return;
    const known = this.#known.get(by) ?? new Set();
    if (known.size >= MOST) known.clear();
    this.#known.set(by, known.add(key));
  }
}
