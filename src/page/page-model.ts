/** What the page shows, once taken out of the file. */
import type {
  PageAnswer,
  PageDetector,
  PageFinding,
  PageRepository,
  PageTables,
} from '../exposure/page/page-data.ts';

/** One finding with the value it is a place of. */
export interface Found extends PageFinding {
  /** Its number in the file: the worst first. */
  readonly order: number;
  readonly value: FoundValue;
}

export interface FoundValue {
  readonly secretId: string;
  readonly points: number;
  /** Numbers in the tables. */
  readonly reasons: readonly number[];
  readonly places: number;
  readonly repositories: number;
}

export interface PageModel {
  readonly answer: PageAnswer;
  readonly tables: PageTables;
  readonly findings: readonly Found[];
}

const NO_REPOSITORY: PageRepository = {
  name: '',
  project: null,
  visibility: 'private',
  url: null,
  readers: {
    anonymous: false,
    authenticated: false,
    people: 0,
    groups: 0,
    keys: 0,
    outside: null,
    withoutAddress: null,
    unseen: 0,
    unasked: 0,
  },
  scopes: [],
};

export function repositoryOf(
  { tables }: Pick<PageModel, 'tables'>,
  { repository }: PageFinding,
): PageRepository {
  return tables.repositories[repository] ?? NO_REPOSITORY;
}

export function detectorOf({ tables }: Pick<PageModel, 'tables'>, { detector }: PageFinding): PageDetector {
  const nothing = { id: '', title: '', issuer: '', exposes: '', revoke: '', references: [] };
  return tables.detectors[detector] ?? nothing;
}

export function labelOf({ tables }: Pick<PageModel, 'tables'>, { label }: PageFinding): string {
  return tables.labels[label] ?? '';
}

export function authorOf({ tables }: Pick<PageModel, 'tables'>, { author }: PageFinding): string {
  return tables.authors[author] ?? '';
}

/** `a.zip!b.yml`. */
export function pathWords({ path, inside }: Pick<PageFinding, 'path' | 'inside'>): string {
  return [path, ...inside].join('!');
}
