/** Counts findings by their level, while they pass. */
import { type Level, LEVELS } from '../core/severity.ts';
import type { EvidenceLine } from './bundle-format.ts';

export class LevelCounts {
  readonly #counts = new Map<Level, number>();

  add({ level }: EvidenceLine): void {
    const known = LEVELS.find((name) => name === level);
    if (known) this.#counts.set(known, (this.#counts.get(known) ?? 0) + 1);
  }

  clear(): void {
    this.#counts.clear();
  }

  sums(): Readonly<Record<Level, number>> {
    const of = (level: Level): number => this.#counts.get(level) ?? 0;
    return {
      PUBLIC: of('PUBLIC'),
      INTERNAL: of('INTERNAL'),
      CONFIDENTIAL: of('CONFIDENTIAL'),
      RESTRICTED: of('RESTRICTED'),
    };
  }
}
