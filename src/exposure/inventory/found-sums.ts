/** Sums over findings of one kind as they stream by, all places of a value together. */
import { isoOf } from '../introduced-at.ts';
import type { Passing } from '../tally.ts';
import type { FoundAmount } from './inventory-answer.ts';

export class FoundSums {
  readonly #repositories = new Set<number>();
  #values = 0;
  #findings = 0;
  #atTip = 0;
  #oldest: number | null = null;
  #secret: string | null = null;
  #isAtTip = false;

  add({ finding: { secretId, atTip }, place, at }: Pick<Passing, 'finding' | 'place' | 'at'>): void {
    if (secretId !== this.#secret) {
      this.#values += 1;
      this.#isAtTip = false;
    }
    this.#secret = secretId;
    this.#findings += 1;
    this.#repositories.add(place);
    if (atTip === true && !this.#isAtTip) {
      this.#isAtTip = true;
      this.#atTip += 1;
    }
    if (at !== null) this.#oldest = Math.min(this.#oldest ?? at, at);
  }

  amount(): FoundAmount {
    return {
      values: this.#values,
      findings: this.#findings,
      repositories: this.#repositories.size,
      atTip: this.#atTip,
      since: isoOf(this.#oldest),
    };
  }
}
