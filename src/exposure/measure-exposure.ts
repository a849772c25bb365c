/** What the store knows at the end of a run -> what a breach would expose. Findings stream by; sums and a few of them are kept. */
import type { StoredResult } from '../core/scan-result.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import type { AuditReader, FindingList, KnownPlace, Run } from '../store/audit/audit-store.ts';
import { type AskedSubject, subjectWords } from './asked-subject.ts';
import { type CountedReaders, domainGlobs, ReaderCounter, readersIn } from './count-readers.ts';
import type { ExposureAnswer, WindowAnswer, ZoneVerdict } from './exposure-answer.ts';
import { ExposureSums } from './exposure-sums.ts';
import { Dater, type Dating } from './introduced-at.ts';
import { takeInventory } from './inventory/take-inventory.ts';
import type { ReaderIndex } from './reader-index.ts';
import { listIn, seePlaces } from './see-places.ts';
import { tellReaders } from './tell-readers.ts';
import { TopValues } from './top-values.ts';
import { VerifiedTally } from './verified-tally.ts';
import { heldFrom, type TimeWindow, wasThere, WindowTally } from './window.ts';
import { type Zone, ZoneCheck, whollyScanned } from './zone.ts';

export interface ExposureRequest {
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  /** What the run covered. */
  readonly covered: Pick<StoredResult, 'tool' | 'problems' | 'scan'>;
  readonly isWanted: (place: KnownPlace) => boolean;
  readonly window: TimeWindow | null;
  /** Only what this one may read; null: everything. */
  readonly as: AskedSubject | null;
  /** Globs over domains of addresses that are inside; empty: not asked. */
  readonly domains: readonly string[];
  /** Is it to be told who may read, one by one? */
  readonly withReaders: boolean;
  /** To be held to their ceilings; null: not asked. */
  readonly zones: readonly Zone[] | null;
  /** Is it to be told how much there is of each kind of thing? Left out: no. */
  readonly withInventory?: boolean;
  /** As {@link ExposureAnswer} has it; left out: null. */
  readonly scanned?: string | null;
  /** So many values are ranked. */
  readonly most: number;
}

/** One finding that the answer counts. */
export interface ExposedFinding extends Dating {
  readonly place: KnownPlace;
  readonly finding: StoredFinding;
  /** Gone at the end of the run; there only with a window, in which it could still be fetched. */
  readonly isGone: boolean;
}

/** What was counted, for what needs more than the sums. Holds as long as the reader is open. */
export interface Exposed {
  readonly answer: ExposureAnswer;
  /** All findings of a value together, the worst value first. May be walked more than once; few are in memory. */
  readonly findings: Iterable<ExposedFinding>;
  /** By `placeKey`: all that the answer is about. */
  readonly places: ReadonlyMap<string, KnownPlace>;
  readonly index: ReaderIndex;
  readonly counter: ReaderCounter;
}

export async function openExposure(reader: AuditReader, request: ExposureRequest): Promise<Exposed> {
  const { run, runs, covered, window, as } = request;
  const from = window === null ? null : heldFrom(runs, window, run);
  const { asked, index, notKnown } = await seePlaces(reader, request, from);
  const list = await listIn(reader, run, { asked, from });
  const counter = new ReaderCounter(index, domainGlobs(request.domains));
  const findings = exposedIn(list, request);
  const walked = walk(findings, { index, counter }, request);
  const answer: ExposureAnswer = {
    tool: covered.tool,
    run: namedRun(run),
    complete: covered.scan.complete,
    scanned: request.scanned ?? null,
    repositoriesAsked: asked.size,
    as: as && subjectWords(as),
    window: windowIn(walked, request),
    ...walked.sums,
    readers: request.withReaders ? tellReaders(asked.values(), index, counter, request.domains) : null,
    zones: walked.zones && (await verdicts(walked.zones, asked, reader, request)),
    inventory: request.withInventory
      ? await takeInventory(reader, { asked, findings, run, runs, window })
      : null,
    notKnown,
    problems: covered.problems,
  };
  return { answer, findings, places: asked, index, counter };
}

async function verdicts(
  zones: readonly ZoneCheck[],
  asked: ReadonlyMap<string, KnownPlace>,
  reader: AuditReader,
  { run }: ExposureRequest,
): Promise<ZoneVerdict[]> {
  const whole = whollyScanned(await reader.visits(run.number));
  return zones.map((zone) => zone.verdict(asked.values(), whole));
}

function windowIn({ window }: Walked, { run, runs }: ExposureRequest): WindowAnswer | null {
  return window && window.answer(run, runs.at(-1));
}

/** What an answer says of its run. */
export function namedRun({ number, startedAt, finishedAt, outcome, target }: Run): ExposureAnswer['run'] {
  return { number, startedAt, finishedAt, outcome, target };
}

interface Walked {
  readonly sums: Pick<
    ExposureAnswer,
    'total' | 'levels' | 'verified' | 'labels' | 'findings' | 'repositories'
  >;
  readonly window: WindowTally | null;
  readonly zones: readonly ZoneCheck[] | null;
}

/** Those that the window holds, if there is one. */
function exposedIn({ findings }: FindingList, { runs, window }: ExposureRequest): Iterable<ExposedFinding> {
  const dater = new Dater(runs);
  return {
    *[Symbol.iterator](): Generator<ExposedFinding> {
      for (const listed of findings) {
        const dated = dater.date(listed);
        const { place, finding, change } = listed;
        if (window === null || wasThere(dated.at, window))
          yield { place, finding, ...dated, isGone: change === 'gone' };
      }
    },
  };
}

function walk(findings: Iterable<ExposedFinding>, readers: CountedReaders, request: ExposureRequest): Walked {
  const sums = new ExposureSums();
  const verified = new VerifiedTally();
  const readersOf = readersIn(sums.places, readers);
  const now = endOf(request.run);
  const top = new TopValues({ most: request.most, now, placeOf: (place) => sums.places[place], readersOf });
  const window = request.window === null ? null : new WindowTally(request.window);
  const zones = request.zones && request.zones.map((zone) => new ZoneCheck(zone));
  for (const { place, finding, isGone, ...dated } of findings) {
    const passing = { finding, place: sums.numberOf(place), ...dated };
    window?.add(passing, isGone);
    sums.add(passing);
    verified.add(finding);
    top.add(passing);
    zones?.forEach((zone) => zone.add(passing, place));
  }
  return {
    sums: {
      total: sums.total(readersOf),
      levels: sums.levels(readersOf),
      verified: verified.counts(),
      labels: sums.labels(readersOf),
      findings: top.values(),
      repositories: sums.repositories(readersOf),
    },
    window,
    zones,
  };
}

/** Ages are counted to here, in milliseconds: the same store gives the same answer. */
export function endOf({ finishedAt, startedAt }: Pick<Run, 'finishedAt' | 'startedAt'>): number {
  return Date.parse(finishedAt ?? startedAt);
}
