/** Sums of each regime while findings stream by: by label, by repository, and of the data of persons themselves. */
import type { Level } from '../../core/severity.ts';
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import type { ReaderCount } from '../exposure-answer.ts';
import { type Passing, Tally } from '../tally.ts';
import { nextDue, type NoticeClock, stepsOf } from './deadlines.ts';
import type { ListedRegime } from './listed-regime.ts';
import type { NoticeLabel, NoticeRepository, RegimeNotice } from './notify-answer.ts';
import { byWeight } from './share.ts';

interface Sums {
  readonly all: Tally;
  readonly personal: Tally;
  readonly labels: Map<string, { readonly label: string; readonly level: Level; readonly tally: Tally }>;
  readonly places: Map<number, Tally>;
}

interface Means {
  readonly placeOf: (place: number) => KnownPlace | undefined;
  readonly readersOf: (places: Iterable<number>) => ReaderCount;
  readonly clock: NoticeClock | null;
}

/** Data of persons; all else only opens something, or says where it is. */
const PERSONAL = 'personal/';

export class RegimeSums {
  readonly #sums = new Map<string, Sums>();

  add(passing: Passing, regimes: readonly string[]): void {
    for (const regime of regimes) this.#add(regime, passing);
  }

  /** Ids of those that something calls for. */
  called(): string[] {
    return [...this.#sums.keys()];
  }

  /** The next deadline first. One that nothing describes has no steps. */
  notices(regimes: readonly ListedRegime[], means: Means): RegimeNotice[] {
    const known = new Map(regimes.map((regime) => [regime.id, regime]));
    const notices = [...this.#sums].flatMap(([id, sums]) => {
      const regime = known.get(id);
      return regime?.listed === false ? [] : [noticeOf(regime ?? { id }, sums, means)];
    });
    return notices.toSorted(
      (a, b) => compare(nextDue(a.steps), nextDue(b.steps)) || (a.regime < b.regime ? -1 : 1),
    );
  }

  #add(regime: string, passing: Passing): void {
    const sums = this.#sums.get(regime) ?? {
      all: new Tally(),
      personal: new Tally(),
      labels: new Map(),
      places: new Map(),
    };
    this.#sums.set(regime, sums);
    const { label, level } = passing.finding;
    sums.all.add(passing);
    if (label.startsWith(PERSONAL)) sums.personal.add(passing);
    const key = `${level} ${label}`;
    const row = sums.labels.get(key) ?? { label, level, tally: new Tally() };
    sums.labels.set(key, row);
    row.tally.add(passing);
    const place = sums.places.get(passing.place) ?? new Tally();
    sums.places.set(passing.place, place);
    place.add(passing);
  }
}

function noticeOf(
  regime: Pick<ListedRegime, 'id'> & Partial<ListedRegime>,
  sums: Sums,
  { placeOf, readersOf, clock }: Means,
): RegimeNotice {
  const { id, title = '', source = '', applies = '', contact = '', steps = [] } = regime;
  const { values, records } = sums.personal.amount();
  return {
    regime: id,
    title,
    source,
    applies,
    contact,
    ...sums.all.amount(),
    personal: { values, records },
    labels: labelsOf(sums),
    repositoriesHit: repositoriesOf(sums, placeOf),
    readers: readersOf(sums.all.places),
    steps: stepsOf(id, steps, clock),
  };
}

function labelsOf({ labels }: Sums): NoticeLabel[] {
  const rows = [...labels.values()].map(({ tally, ...label }) => ({ ...label, ...tally.amount() }));
  return rows.toSorted(
    byWeight(
      ({ records }) => records,
      ({ label }) => label,
    ),
  );
}

function repositoriesOf({ places }: Sums, placeOf: Means['placeOf']): NoticeRepository[] {
  const rows = [...places].map(([place, tally]) => ({
    repository: placeOf(place)?.fullName ?? '',
    ...tally.amount(),
  }));
  return rows.toSorted((a, b) => b.records - a.records || (a.repository < b.repository ? -1 : 1));
}

/** Also of two infinite ones. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
