/** What of the findings concerns one who may have to be told: how much, how bad, where, and by which regimes. */
import { LEVELS, type Level } from '../../core/severity.ts';
import { type Passing, Tally } from '../tally.ts';

export class Share {
  readonly tally: Tally = new Tally();
  readonly regimes = new Set<string>();
  #level: Level = 'PUBLIC';
  #findings = 0;

  /** All findings of one value come together. */
  add(passing: Passing, regimes: readonly string[]): void {
    this.tally.add(passing);
    this.#findings += 1;
    this.#level = worse(this.#level, passing.finding.level);
    for (const regime of regimes) this.regimes.add(regime);
  }

  get level(): Level {
    return this.#level;
  }

  get findings(): number {
    return this.#findings;
  }
}

export function worse(a: Level, b: Level): Level {
  return LEVELS.indexOf(a) < LEVELS.indexOf(b) ? b : a;
}

/** The worst level first, then the most, then by name. */
export function byWeight<T extends { readonly level: Level | null }>(
  weight: (one: T) => number,
  name: (one: T) => string,
): (a: T, b: T) => number {
  const rank = ({ level }: T): number => (level === null ? -1 : LEVELS.indexOf(level));
  return (a, b) => rank(b) - rank(a) || weight(b) - weight(a) || (name(a) < name(b) ? -1 : 1);
}
