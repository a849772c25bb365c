/** Findings -> how much of each kind there is, in all and in each repository, in one walk. */
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import { placeKey } from '../reader-index.ts';
import type { Passing } from '../tally.ts';
import { FoundSums } from './found-sums.ts';
import type { FoundAmount } from './inventory-answer.ts';
import { kindOfFinding, KINDS } from './kinds.ts';

/** One finding that the answer counts. */
export type PlacedAt = Pick<Passing, 'finding' | 'at'> & { readonly place: KnownPlace };

/** By the number of a kind. */
export interface FoundKinds {
  readonly all: readonly FoundSums[];
  /** By `placeKey`. */
  readonly repositories: ReadonlyMap<string, ReadonlyMap<number, FoundSums>>;
}

/** @param findings all of a value together */
export function foundKinds(findings: Iterable<PlacedAt>): FoundKinds {
  const sums = new KindSums();
  for (const { place, finding, at } of findings) {
    const kind = kindOfFinding(finding.label);
    if (kind >= 0) sums.add(kind, placeKey(place), { finding, at });
  }
  return sums;
}

class KindSums implements FoundKinds {
  readonly all = KINDS.map(() => new FoundSums());
  readonly repositories = new Map<string, Map<number, FoundSums>>();
  readonly #numbers = new Map<string, number>();

  add(kind: number, key: string, found: Pick<Passing, 'finding' | 'at'>): void {
    const place = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, place);
    const own = this.repositories.get(key) ?? new Map<number, FoundSums>();
    this.repositories.set(key, own);
    const sums = own.get(kind) ?? new FoundSums();
    own.set(kind, sums);
    this.all[kind]?.add({ ...found, place });
    sums.add({ ...found, place });
  }
}

/** Null for none, where a kind is not told by what stands in texts. */
export function foundOf(kind: number, sums: FoundSums | undefined): FoundAmount | null {
  const isFound = (KINDS[kind]?.found.length ?? 0) > 0;
  return isFound ? (sums ?? new FoundSums()).amount() : null;
}
