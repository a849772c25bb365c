/** How many of the exposed values still work, as far as issuers were asked. */
import type { StoredFinding } from '../core/stored-finding.ts';
import type { VerifyResult } from '../core/verification.ts';
import type { VerifiedCounts } from './exposure-answer.ts';

/** What counts for a value that two detectors found. */
const ORDER: readonly VerifyResult[] = ['active', 'inactive', 'unknown'];

export class VerifiedTally {
  readonly #counts = { active: 0, inactive: 0, unknown: 0 };
  #secret = '';
  #best: number = ORDER.length;

  /** All findings of one value come together. */
  add({ secretId, verification }: StoredFinding): void {
    if (secretId !== this.#secret) this.#close();
    this.#secret = secretId;
    if (verification) this.#best = Math.min(this.#best, ORDER.indexOf(verification.result));
  }

  /** Null: no issuer was asked about any of them. */
  counts(): VerifiedCounts | null {
    this.#close();
    const { active, inactive, unknown } = this.#counts;
    return active + inactive + unknown === 0 ? null : { active, inactive, unknown };
  }

  #close(): void {
    const result = ORDER[this.#best];
    if (result !== undefined) this.#counts[result] += 1;
    this.#best = ORDER.length;
  }
}
