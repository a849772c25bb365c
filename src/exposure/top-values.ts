/** The values that matter most, of any number that stream by: no more than these are kept. */
import type { KnownPlace } from '../store/audit/audit-store.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import type { RankedValue, ReaderCount, Reason } from './exposure-answer.ts';
import { isoOf } from './introduced-at.ts';
import { MOST_POINTS_OF_READERS, ownReasons, pointsOf, readersReason } from './rank-value.ts';
import { readerWords } from './reader-words.ts';
import { compareReach, type Passing } from './tally.ts';

interface Means {
  readonly most: number;
  /** Ages are counted from here, in milliseconds. */
  readonly now: number;
  readonly placeOf: (place: number) => KnownPlace | undefined;
  readonly readersOf: (places: Iterable<number>) => ReaderCount;
}

type Kept = Omit<RankedValue, 'rank'>;

/** The places of one value so far. */
interface Group {
  readonly places: Set<number>;
  findings: number;
  at: number | null;
  best: Passing;
  bestPoints: number;
}

export class TopValues {
  readonly #means: Means;
  /** The most points first. */
  readonly #kept: Kept[] = [];
  #group: Group | null = null;

  constructor(means: Means) {
    this.#means = means;
  }

  /** All findings of one value come together. */
  add(passing: Passing): void {
    const { finding, place, at } = passing;
    if (this.#group?.best.finding.secretId !== finding.secretId) this.#close();
    const points = pointsOf(this.#reasonsOf(finding, null));
    const group = this.#group;
    if (group === null) {
      this.#group = { places: new Set([place]), findings: 1, at, best: passing, bestPoints: points };
      return;
    }
    group.places.add(place);
    group.findings += 1;
    if (at !== null) group.at = Math.min(group.at ?? at, at);
    if (this.#isWorse(passing, points, group)) Object.assign(group, { best: passing, bestPoints: points });
  }

  /** Of equal places the one that more may read, so that the reason for the readers can be seen at the place that is named. */
  #isWorse({ finding, place }: Passing, points: number, { best, bestPoints }: Group): boolean {
    if (points !== bestPoints) return points > bestPoints;
    const byReach = compareReach(finding.reach, best.finding.reach);
    if (byReach !== 0 || place === best.place) return byReach < 0;
    return this.#readerPoints(place) > this.#readerPoints(best.place);
  }

  #readerPoints(place: number): number {
    return readersReason(this.#means.readersOf([place]), '').points;
  }

  values(): RankedValue[] {
    this.#close();
    return this.#kept.map((value, index) => ({ rank: index + 1, ...value }));
  }

  #close(): void {
    const group = this.#group;
    this.#group = null;
    if (group === null) return;
    const own = this.#reasonsOf(group.best.finding, group.at);
    const last = this.#kept.at(this.#means.most - 1);
    // Whoever may read it is counted only where that can matter.
    if (last && pointsOf(own) + MOST_POINTS_OF_READERS <= last.points) return;
    const readers = this.#means.readersOf(group.places);
    this.#keep(
      this.#valueOf(group, readers, [
        ...own,
        readersReason(readers, readerWords(readers, group.places.size)),
      ]),
    );
  }

  #keep(value: Kept): void {
    const at = this.#kept.findIndex(({ points }) => points < value.points);
    this.#kept.splice(at === -1 ? this.#kept.length : at, 0, value);
    this.#kept.length = Math.min(this.#kept.length, this.#means.most);
  }

  #reasonsOf(finding: StoredFinding, at: number | null): Reason[] {
    return ownReasons({ ...finding, ageMs: at === null ? null : this.#means.now - at });
  }

  #valueOf({ best, places, findings, at }: Group, readers: ReaderCount, reasons: Reason[]): Kept {
    const { secretId, fingerprint, masked, detector, title, label, level, ...finding } = best.finding;
    const { severity, confidence, path, inside, line, commit, reach, exposes, revoke } = finding;
    return {
      points: pointsOf(reasons),
      reasons: reasons.toSorted((a, b) => b.points - a.points),
      secretId,
      fingerprint,
      masked,
      detector,
      title,
      label,
      level,
      severity,
      confidence,
      repository: this.#means.placeOf(best.place)?.fullName ?? '',
      path,
      inside,
      line,
      commit,
      reach,
      introduced: isoOf(at),
      places: findings,
      repositories: places.size,
      readers,
      exposes,
      revoke,
    };
  }
}
