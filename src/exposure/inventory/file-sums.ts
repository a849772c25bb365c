/** Sums of files over repositories, where forks hold the same contents once more. */
import type { InventoryLine } from '../../core/inventory.ts';
import { isoOf } from '../introduced-at.ts';
import type { AllFiles } from './inventory-answer.ts';

export class FileSums {
  #contents = 0;
  #bytes = 0;
  #repositories = 0;
  #atTip = 0;
  #oldest: number | null = null;
  /** Of each family the most. */
  readonly #families = new Map<string, { contents: number; bytes: number }>();

  /** @param lines of one repository */
  add(family: string, lines: readonly InventoryLine[]): void {
    if (lines.length === 0) return;
    this.#repositories += 1;
    if (lines.some(({ atTip }) => atTip === true)) this.#atTip += 1;
    const contents = lines.reduce((sum, line) => sum + line.contents, 0);
    const bytes = lines.reduce((sum, line) => sum + line.bytes, 0);
    this.#contents += contents;
    this.#bytes += bytes;
    for (const { since } of lines) {
      const moment = since === null ? Number.NaN : Date.parse(since);
      if (!Number.isNaN(moment)) this.#oldest = Math.min(this.#oldest ?? moment, moment);
    }
    const most = this.#families.get(family) ?? { contents: 0, bytes: 0 };
    this.#families.set(family, {
      contents: Math.max(most.contents, contents),
      bytes: Math.max(most.bytes, bytes),
    });
  }

  amount(): AllFiles {
    const families = [...this.#families.values()];
    return {
      contents: this.#contents,
      bytes: this.#bytes,
      contentsWithoutForks: families.reduce((sum, { contents }) => sum + contents, 0),
      bytesWithoutForks: families.reduce((sum, { bytes }) => sum + bytes, 0),
      repositories: this.#repositories,
      atTip: this.#atTip,
      since: isoOf(this.#oldest),
    };
  }
}
