/** The values that matter most, of any number that stream by: no more than these are kept. */
import type { KnownPlace } from '../store/audit/audit-store.ts';
import type { RankedValue } from './exposure-answer.ts';
import { isoOf } from './introduced-at.ts';
import { MOST_POINTS_OF_ACTIVE, MOST_POINTS_OF_READERS, pointsOf } from './rank-value.ts';
import type { Passing } from './tally.ts';
import { ValueGroup, type Weighing } from './value-group.ts';

interface Means extends Weighing {
  readonly most: number;
  readonly placeOf: (place: number) => KnownPlace | undefined;
}

type Kept = Omit<RankedValue, 'rank'>;

export class TopValues {
  readonly #means: Means;
  /** The most points first. */
  readonly #kept: Kept[] = [];
  #group: ValueGroup | null = null;

  constructor(means: Means) {
    this.#means = means;
  }

  /** All findings of one value come together. */
  add(passing: Passing): void {
    if (this.#group?.holds(passing)) {
      this.#group.add(passing);
      return;
    }
    this.#close();
    this.#group = new ValueGroup(passing, this.#means);
  }

  values(): RankedValue[] {
    this.#close();
    return this.#kept.map((value, index) => ({ rank: index + 1, ...value }));
  }

  #close(): void {
    const group = this.#group;
    this.#group = null;
    if (group === null) return;
    const last = this.#kept.at(this.#means.most - 1);
    // Whoever may read it is counted only where that can matter.
    const most = MOST_POINTS_OF_READERS + MOST_POINTS_OF_ACTIVE;
    if (last && pointsOf(group.reasons()) + most <= last.points) return;
    this.#keep(this.#valueOf(group));
  }

  #keep(value: Kept): void {
    const at = this.#kept.findIndex(({ points }) => points < value.points);
    this.#kept.splice(at === -1 ? this.#kept.length : at, 0, value);
    this.#kept.length = Math.min(this.#kept.length, this.#means.most);
  }

  #valueOf(group: ValueGroup): Kept {
    const { best, places, findings, at } = group;
    const reasons = group.allReasons();
    const { secretId, fingerprint, masked, detector, title, label, level, ...finding } = best.finding;
    const { severity, confidence, path, inside, line, commit, reach, exposes, revoke } = finding;
    return {
      points: pointsOf(reasons),
      reasons,
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
      readers: group.readers(),
      exposes,
      revoke,
      verification: best.finding.verification ?? null,
    };
  }
}
