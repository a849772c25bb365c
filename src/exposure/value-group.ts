/** The places of one value, as they stream by: the worst of them, how many there are, and what points they give together. */
import type { StoredFinding } from '../core/stored-finding.ts';
import type { ReaderCount, Reason } from './exposure-answer.ts';
import { ownReasons, pointsOf, readersReason, verifiedReason } from './rank-value.ts';
import { readerWords } from './reader-words.ts';
import { compareReach, type Passing } from './tally.ts';

export interface Weighing {
  /** Ages are counted from here, in milliseconds. */
  readonly now: number;
  readonly readersOf: (places: Iterable<number>) => ReaderCount;
}

export class ValueGroup {
  readonly places = new Set<number>();
  readonly #means: Weighing;
  #findings = 0;
  #at: number | null = null;
  #best: Passing;
  #bestPoints = -1;

  constructor(first: Passing, means: Weighing) {
    this.#means = means;
    this.#best = first;
    this.add(first);
  }

  holds({ finding }: Passing): boolean {
    return finding.secretId === this.#best.finding.secretId;
  }

  add(passing: Passing): void {
    const { finding, place, at } = passing;
    this.places.add(place);
    this.#findings += 1;
    if (at !== null) this.#at = Math.min(this.#at ?? at, at);
    const points = pointsOf(this.#reasonsOf(finding, null));
    if (!this.#isWorse(passing, points)) return;
    this.#best = passing;
    this.#bestPoints = points;
  }

  /** Places of the value. */
  get findings(): number {
    return this.#findings;
  }

  /** The oldest introduction, in milliseconds. */
  get at(): number | null {
    return this.#at;
  }

  get best(): Passing {
    return this.#best;
  }

  /** Of the worst place, at the value's age; without its readers. */
  reasons(): Reason[] {
    return this.#reasonsOf(this.#best.finding, this.#at);
  }

  readers(): ReaderCount {
    return this.#means.readersOf(this.places);
  }

  /** With those for its readers and for what its issuer said, the most points first. */
  allReasons(): Reason[] {
    const readers = this.readers();
    const all = [...this.reasons(), readersReason(readers, readerWords(readers, this.places.size))];
    const said = verifiedReason(this.#best.finding.verification?.result, pointsOf(all));
    return [...all, ...said].toSorted((a, b) => b.points - a.points);
  }

  /** Of equal places the one that more may read, so that the reason for the readers can be seen at the place that is named. */
  #isWorse({ finding, place }: Passing, points: number): boolean {
    if (points !== this.#bestPoints) return points > this.#bestPoints;
    const byReach = compareReach(finding.reach, this.#best.finding.reach);
    if (byReach !== 0 || place === this.#best.place) return byReach < 0;
    return this.#readerPoints(place) > this.#readerPoints(this.#best.place);
  }

  #readerPoints(place: number): number {
    return readersReason(this.#means.readersOf([place]), '').points;
  }

  #reasonsOf(finding: StoredFinding, at: number | null): Reason[] {
    return ownReasons({ ...finding, ageMs: at === null ? null : this.#means.now - at });
  }
}
