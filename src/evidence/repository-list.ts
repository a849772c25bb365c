/** The repositories of a bundle, followed along another file of it that has the same order: one is in memory at a time. */
import type { BundleFile } from './bundle-file.ts';
import { compareLines, type EvidenceLine } from './bundle-format.ts';
import { linesIn, recordIn } from './bundle-lines.ts';
import type { ReadEntry } from './zip-reader.ts';

const FILE = 'repositories.jsonl';

export class RepositoryList {
  readonly #lines: Iterator<Buffer>;
  #current: EvidenceLine | undefined;

  constructor(file: BundleFile, { start, size }: ReadEntry) {
    this.#lines = linesIn(file.pieces(start, size), FILE);
    this.#advance();
  }

  /** @param line with `forge` and `repositoryId`, none that comes before one that was asked about */
  has(line: EvidenceLine): boolean {
    while (this.#current && compareLines(FILE, this.#current, line) < 0) this.#advance();
    return this.#current !== undefined && compareLines(FILE, this.#current, line) === 0;
  }

  #advance(): void {
    const next = this.#lines.next();
    this.#current = next.done === true ? undefined : recordIn(next.value, FILE, 0);
  }
}
