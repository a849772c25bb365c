/**
 * The raw text of a finding. It never shows itself: toString, toJSON and inspect give the masked form.
 * Only masking and fingerprinting unwrap it (and a report, when the user asked with --show-secrets).
 */
import { inspect } from 'node:util';
import { mask } from './mask.ts';

export class SecretValue {
  readonly #raw: string;

  /** @param raw the secret, one char code per byte (latin1), exactly as it stands in the blob */
  constructor(raw: string) {
    this.#raw = raw;
  }

  /** The bytes, one char code each. Call only to mask or to fingerprint. */
  unwrapBytes(): string {
    return this.#raw;
  }

  /** The text a person would read, UTF-8 decoded. Call only where the user asked for clear text. */
  unwrapText(): string {
    return Buffer.from(this.#raw, 'latin1').toString('utf8');
  }

  get masked(): string {
    return mask(this.unwrapText());
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  [inspect.custom](): string {
    return this.masked;
  }
}
