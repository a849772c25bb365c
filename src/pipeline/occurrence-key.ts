/** Tells the same secret from one version of a file to the next: which detector, which value, the how-manieth in the file. */
import type { Hit } from '../detect/scan-text.ts';

export interface NumberedHit {
  readonly hit: Hit;
  readonly key: string;
}

/** Two equal secrets in one file are two occurrences, so that a second copy added later has a history of its own. */
export function numberOccurrences(hits: readonly Hit[]): NumberedHit[] {
  const seen = new Map<string, number>();
  return hits.map((hit) => {
    const secret = nameOf(hit);
    const count = seen.get(secret) ?? 0;
    seen.set(secret, count + 1);
    return { hit, key: `${count} ${secret}` };
  });
}

/** A table that grows by a row is the same table: of what is counted, the values do not tell one from the next. */
function nameOf({ detector, raw, count, inside }: Hit): string {
  const place = inside ? `${inside.join('\0')}\0` : '';
  return `${detector} ${place}${count === undefined ? raw : 'counted'}`;
}
