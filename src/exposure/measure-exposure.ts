/** What the store knows at the end of a run -> what a breach would expose. Findings stream by; sums and a few of them are kept. */
import type { PathTest } from '../allow/allow-entry.ts';
import type { StoredResult } from '../core/scan-result.ts';
import type { AuditReader, FindingList, KnownPlace, Run, RunNumber } from '../store/audit/audit-store.ts';
import { ReaderCounter } from './count-readers.ts';
import type { ExposureAnswer, ReaderCount } from './exposure-answer.ts';
import { ExposureSums } from './exposure-sums.ts';
import { introducedAt } from './introduced-at.ts';
import { placesAsked } from './places-asked.ts';
import { placeKey, ReaderIndex } from './reader-index.ts';
import { TopValues } from './top-values.ts';
import { heldFrom, type TimeWindow, WindowTally } from './window.ts';

export interface ExposureRequest {
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  /** What the run covered. */
  readonly covered: Pick<StoredResult, 'tool' | 'problems' | 'scan'>;
  readonly isWanted: (place: KnownPlace) => boolean;
  readonly window: TimeWindow | null;
  /** Whose addresses are inside; null: not asked. */
  readonly domains: readonly PathTest[] | null;
  /** So many values are ranked. */
  readonly most: number;
}

/** Sentences on what is not visible; more are only counted. */
const MOST_UNSEEN = 10;

export async function measureExposure(
  reader: AuditReader,
  request: ExposureRequest,
): Promise<ExposureAnswer> {
  const { run, runs, covered, window, isWanted } = request;
  const from = window === null ? null : heldFrom(runs, window, run);
  const known = await placesAsked(reader, runs, run.number, from);
  const index = await ReaderIndex.load(reader, run.number, known.values());
  const asked = new Map([...known].filter(([, place]) => isWanted(place)));
  const list = await reader.list({
    run: run.number,
    since: null,
    ...(from !== null && { heldFrom: from }),
    isWanted: (place) => asked.has(placeKey(place)),
    minSeverity: 'info',
    minConfidence: 'low',
  });
  const walked = walk(list, index, request);
  return {
    tool: covered.tool,
    run: namedRun(run),
    complete: covered.scan.complete,
    repositoriesAsked: asked.size,
    as: null,
    window: walked.window?.answer(run, runs.at(-1)) ?? null,
    ...walked.sums,
    readers: null,
    zones: null,
    notKnown: notKnown(index, asked.values()),
    problems: covered.problems,
  };
}

function namedRun({ number, startedAt, finishedAt, outcome, target }: Run): ExposureAnswer['run'] {
  return { number, startedAt, finishedAt, outcome, target };
}

interface Walked {
  readonly sums: Pick<ExposureAnswer, 'total' | 'labels' | 'findings' | 'repositories'>;
  readonly window: WindowTally | null;
}

function walk({ findings }: FindingList, index: ReaderIndex, request: ExposureRequest): Walked {
  const sums = new ExposureSums();
  const readersOf = readersIn(sums, index, request);
  const { run, runs } = request;
  const now = Date.parse(run.finishedAt ?? run.startedAt);
  const top = new TopValues({ most: request.most, now, placeOf: (place) => sums.places[place], readersOf });
  const window = request.window === null ? null : new WindowTally(request.window);
  const firstSeen = endsOf(runs);
  for (const { place, finding, firstRun, change } of findings) {
    const at = introducedAt(finding, firstSeen.get(firstRun) ?? null);
    if (window && !window.holds(at)) continue;
    const passing = { finding, place: sums.numberOf(place), at };
    window?.add(passing, change === 'gone');
    sums.add(passing);
    top.add(passing);
  }
  return {
    sums: {
      total: sums.total(readersOf),
      labels: sums.labels(readersOf),
      findings: top.values(),
      repositories: sums.repositories(readersOf),
    },
    window,
  };
}

/** Most values lie in one repository: those counts are kept. */
function readersIn(
  { places }: ExposureSums,
  index: ReaderIndex,
  { domains }: ExposureRequest,
): (numbers: Iterable<number>) => ReaderCount {
  const counter = new ReaderCounter(index, domains);
  const alone = new Map<number, ReaderCount>();
  const countOf = (numbers: readonly number[]): ReaderCount =>
    counter.count(
      numbers.flatMap((number) => {
        const place = places[number];
        return place === undefined ? [] : [index.of(place)];
      }),
    );
  return (numbers) => {
    const all = [...numbers];
    const [first] = all;
    if (first === undefined || all.length > 1) return countOf(all);
    const known = alone.get(first) ?? countOf(all);
    alone.set(first, known);
    return known;
  };
}

/** Of each run, in milliseconds. */
function endsOf(runs: readonly Run[]): ReadonlyMap<RunNumber, number> {
  return new Map(
    runs.flatMap(({ number, finishedAt }) => (finishedAt === null ? [] : [[number, Date.parse(finishedAt)]])),
  );
}

function notKnown(index: ReaderIndex, places: Iterable<KnownPlace>): string[] {
  const sentences = new Set<string>();
  for (const place of places)
    for (const { unseen, unseenKeys } of index.of(place))
      for (const sentence of [...unseen, ...unseenKeys]) sentences.add(sentence);
  const all = [...sentences];
  const rest = all.length - MOST_UNSEEN;
  return rest > 0 ? [...all.slice(0, MOST_UNSEEN), `And so of ${rest} more.`] : all;
}
