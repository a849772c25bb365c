/** Which findings are meant: what was chosen and typed, as a test. */
import type { PageTables } from '../exposure/page/page-data.ts';
import {
  authorOf,
  detectorOf,
  type Found,
  labelOf,
  type PageModel,
  pathWords,
  repositoryOf,
} from './page-model.ts';

/** Empty texts and null ask for nothing. Names are asked for by a part of them, in any case. */
export interface Filter {
  /** Words that must all stand somewhere in the finding. */
  readonly search: string;
  readonly label: string;
  readonly level: number | null;
  readonly reach: number | null;
  readonly repository: string;
  readonly reader: string;
  readonly author: string;
}

export const NO_FILTER: Filter = {
  search: '',
  label: '',
  level: null,
  reach: null,
  repository: '',
  reader: '',
  author: '',
};

/** Two readers that no list names. */
export const ANYONE = 'anyone, without logging in';
export const LOGGED_IN = 'whoever is logged in';

type FoundTest = (found: Found) => boolean;

export function filterTest(filter: Filter, model: PageModel, texts: FoundTexts): FoundTest {
  const tests = [...scaleTests(filter), ...nameTests(filter, model), ...searchTests(filter.search, texts)];
  return (found) => tests.every((test) => test(found));
}

function scaleTests({ level, reach }: Filter): FoundTest[] {
  return [
    ...(level === null ? [] : [(found: Found) => found.level === level]),
    ...(reach === null ? [] : [(found: Found) => found.reach === reach]),
  ];
}

function nameTests({ label, repository, author, reader }: Filter, { tables }: PageModel): FoundTest[] {
  const { labels, repositories, authors } = tables;
  const inRepositories = numbersWith(
    repositories.map(({ name }) => name),
    repository,
  );
  const byAuthors = numbersWith(authors, author);
  const labelled = labels.indexOf(label);
  const readable = reader === '' ? null : readableBy(reader, tables);
  return [
    ...(label === '' ? [] : [(found: Found) => found.label === labelled]),
    ...(repository === '' ? [] : [(found: Found) => inRepositories.has(found.repository)]),
    ...(author === '' ? [] : [(found: Found) => byAuthors.has(found.author)]),
    ...(readable === null ? [] : [(found: Found) => readable.has(found.repository)]),
  ];
}

function searchTests(search: string, texts: FoundTexts): FoundTest[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => (found: Found) => texts.of(found).includes(word));
}

function numbersWith(names: readonly string[], part: string): Set<number> {
  const wanted = part.toLowerCase();
  const numbers = names.map((name, number) => (name.toLowerCase().includes(wanted) ? number : -1));
  return new Set(numbers.filter((number) => number >= 0));
}

/** Repositories that anybody of such a name may read, for all that is known. */
function readableBy(reader: string, tables: PageTables): Set<number> {
  const numbers = numbersWith(tables.subjects.map(subjectWords), reader);
  const asks = { anybody: isPart(reader, ANYONE), loggedIn: isPart(reader, LOGGED_IN) };
  const isKeyOnly =
    numbers.size > 0 && [...numbers].every((number) => tables.subjects[number]?.kind === 'key');
  const open = tables.scopes.map(({ anonymous, authenticated, named, groups }) => {
    if (anonymous) return numbers.size > 0 || asks.anybody || asks.loggedIn;
    if (authenticated && (asks.loggedIn || (numbers.size > 0 && !isKeyOnly))) return true;
    if (named.some((number) => numbers.has(number))) return true;
    return groups.some(
      ({ subject, members }) => numbers.has(subject) || (members ?? []).some((number) => numbers.has(number)),
    );
  });
  const readable = tables.repositories.map(({ scopes }, number) =>
    scopes.some((scope) => open[scope] === true) ? number : -1,
  );
  return new Set(readable.filter((number) => number >= 0));
}

function isPart(part: string, whole: string): boolean {
  return whole.includes(part.toLowerCase());
}

/** `Ada Author (ada)`, `group staff`. */
export function subjectWords({ kind, id, name }: PageTables['subjects'][number]): string {
  const named = name === id || id === '' ? name : `${name} (${id})`;
  return kind === 'user' ? named : `${kind} ${named}`;
}

/** All that can be searched of a finding, in lower case; made when it is asked for first. */
export class FoundTexts {
  readonly #model: PageModel;
  readonly #texts: string[] = [];

  constructor(model: PageModel) {
    this.#model = model;
  }

  of(found: Found): string {
    const known = this.#texts[found.order];
    if (known !== undefined) return known;
    const text = this.#textOf(found).toLowerCase();
    this.#texts[found.order] = text;
    return text;
  }

  #textOf(found: Found): string {
    const { id, title, issuer } = detectorOf(this.#model, found);
    const { masked, commit, fingerprint, notes, tips, value } = found;
    const own = [id, title, issuer, masked, pathWords(found), commit ?? '', fingerprint, value.secretId];
    const around = [
      repositoryOf(this.#model, found).name,
      labelOf(this.#model, found),
      authorOf(this.#model, found),
    ];
    return [...own, ...around, ...notes, ...tips].join('\n');
  }
}
