/** All sums of an answer, in one walk over findings that come value by value. */
import { LEVELS, type Level } from '../core/severity.ts';
import type { KnownPlace } from '../store/audit/audit-store.ts';
import type { Amount, LabelRow, LevelRow, ReaderCount, RepositoryRow } from './exposure-answer.ts';
import { placeKey } from './reader-index.ts';
import { type Passing, Tally } from './tally.ts';

interface RepositorySums {
  readonly all: Tally;
  readonly levels: Map<Level, Tally>;
}

export class ExposureSums {
  readonly places: KnownPlace[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #total = new Tally();
  readonly #levels = LEVELS.map((level) => ({ level, tally: new Tally() }));
  readonly #labels = new Map<
    string,
    { readonly label: string; readonly level: Level; readonly tally: Tally }
  >();
  readonly #repositories: RepositorySums[] = [];

  numberOf(place: KnownPlace): number {
    const key = placeKey(place);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.places.length);
    this.places.push(place);
    this.#repositories.push({ all: new Tally(), levels: new Map() });
    return this.places.length - 1;
  }

  add(passing: Passing): void {
    const { label, level } = passing.finding;
    const key = `${level} ${label}`;
    const row = this.#labels.get(key) ?? { label, level, tally: new Tally() };
    this.#labels.set(key, row);
    row.tally.add(passing);
    this.#total.add(passing);
    this.#levels[LEVELS.indexOf(level)]?.tally.add(passing);
    const repository = this.#repositories[passing.place];
    const ofLevel = repository?.levels.get(level) ?? new Tally();
    repository?.levels.set(level, ofLevel);
    repository?.all.add(passing);
    ofLevel.add(passing);
  }

  total(readersOf: (places: Iterable<number>) => ReaderCount): Amount {
    return amountOf(this.#total, readersOf);
  }

  /** All of them, the worst first. */
  levels(readersOf: (places: Iterable<number>) => ReaderCount): LevelRow[] {
    return this.#levels.map(({ level, tally }) => ({ level, ...amountOf(tally, readersOf) })).toReversed();
  }

  /** The worst level first, then the most values. */
  labels(readersOf: (places: Iterable<number>) => ReaderCount): LabelRow[] {
    const rows = [...this.#labels.values()].map(({ label, level, tally }) => ({
      label,
      level,
      ...amountOf(tally, readersOf),
    }));
    return rows.toSorted(
      (a, b) =>
        LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) ||
        b.values - a.values ||
        (a.label < b.label ? -1 : 1),
    );
  }

  /** Those with the most values of the worst level first. */
  repositories(readersOf: (places: Iterable<number>) => ReaderCount): RepositoryRow[] {
    const rows = this.places.map((place, number) => this.#repository(place, number, readersOf));
    return rows.toSorted(compareRepositories);
  }

  #repository(
    { fullName, project, visibility, webUrl }: KnownPlace,
    number: number,
    readersOf: (places: Iterable<number>) => ReaderCount,
  ): RepositoryRow {
    const sums = this.#repositories[number];
    const countOf = (level: Level): number => sums?.levels.get(level)?.amount().values ?? 0;
    const [PUBLIC, INTERNAL, CONFIDENTIAL, RESTRICTED] = LEVELS.map(countOf);
    const level = LEVELS.findLast((one) => sums?.levels.has(one) === true) ?? 'PUBLIC';
    return {
      repository: fullName,
      project,
      visibility,
      webUrl,
      level,
      levels: {
        PUBLIC: PUBLIC ?? 0,
        INTERNAL: INTERNAL ?? 0,
        CONFIDENTIAL: CONFIDENTIAL ?? 0,
        RESTRICTED: RESTRICTED ?? 0,
      },
      ...amountOf(sums?.all ?? new Tally(), readersOf),
    };
  }
}

function amountOf(tally: Tally, readersOf: (places: Iterable<number>) => ReaderCount): Amount {
  return { ...tally.amount(), readers: readersOf(tally.places) };
}

function compareRepositories(a: RepositoryRow, b: RepositoryRow): number {
  for (const level of LEVELS.toReversed()) {
    const difference = b.levels[level] - a.levels[level];
    if (difference !== 0) return difference;
  }
  return a.repository < b.repository ? -1 : 1;
}
