/**
 * What the store knows at the end of a run -> what has to be rotated, in order. Findings stream by, once to find the order, and once
 * more for each so many entries: of all others no more is held than where they stand.
 */
import type { StoredResult } from '../../core/scan-result.ts';
import type { AuditReader, KnownPlace, Run, RunNumber } from '../../store/audit/audit-store.ts';
import { type AskedSubject, subjectWords } from '../asked-subject.ts';
import { domainGlobs, ReaderCounter, readersIn } from '../count-readers.ts';
import { isoOf } from '../introduced-at.ts';
import { namedRun } from '../measure-exposure.ts';
import { placeKey } from '../reader-index.ts';
import { seePlaces } from '../see-places.ts';
import { heldFrom, type TimeWindow } from '../window.ts';
import { CredentialWalk } from './credential-walk.ts';
import { LookedAt } from './looked-at.ts';
import type { RotationAnswer, RotationEntry } from './rotation-answer.ts';
import { entryOf, type EntryMeans, weigh } from './rotation-entry.ts';
import { RotationOrder } from './rotation-order.ts';
import { RotationTally } from './rotation-tally.ts';

export interface RotationRequest {
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  /** What the run covered. */
  readonly covered: Pick<StoredResult, 'tool' | 'problems' | 'scan'>;
  readonly isWanted: (place: KnownPlace) => boolean;
  /** The earlier run to compare with; null: none. Not with a window. */
  readonly since: Run | null;
  /** Only what could be fetched in it; null: all. */
  readonly window: TimeWindow | null;
  /** Only what this one may read; null: everything. */
  readonly as: AskedSubject | null;
  /** Globs over domains of addresses that are inside; empty: not asked. */
  readonly domains: readonly string[];
  /** As an answer about exposure has it. */
  readonly scanned?: string | null;
  /** Entries in memory at a time: the list is the same with any number of them. */
  readonly block?: number;
}

const BLOCK = 20_000;

/** The entries are read while they are walked, so the store has to stay open. */
export async function listRotations(reader: AuditReader, request: RotationRequest): Promise<RotationAnswer> {
  const { run, runs, covered, since, window, as } = request;
  const from = earlierIn(request);
  const { asked, index, notKnown } = await seePlaces(reader, request, from);
  const lookedAt = await LookedAt.load(reader, { run, runs, from });
  const list = await reader.list({
    run: run.number,
    since: null,
    ...(from !== null && { heldFrom: from }),
    isWanted: (place) => asked.has(placeKey(place)),
    minSeverity: 'info',
    minConfidence: 'low',
  });
  const walk = new CredentialWalk({ list, runs, window, lookedAt });
  const counter = new ReaderCounter(index, domainGlobs(request.domains));
  const means: EntryMeans = {
    placeOf: (number) => walk.places[number],
    readersOf: readersIn(walk.places, { index, counter }),
    isUnseen: (place) => lookedAt.isUnseen(place),
    isCompared: since !== null,
  };
  const { order, tally } = surveyOf(walk, means);
  return {
    tool: covered.tool,
    run: namedRun(run),
    complete: covered.scan.complete,
    scanned: request.scanned ?? null,
    repositoriesAsked: asked.size,
    as: as && subjectWords(as),
    window: window && windowText(window),
    counts: tally.counts(),
    progress: since && { since: namedRun(since), ...tally.progress() },
    entries: entriesIn(walk, order, { ...means, block: request.block ?? BLOCK }),
    notKnown,
    problems: covered.problems,
  };
}

/** The run from whose end on findings are wanted, also those that are gone; null: only what is held. */
function earlierIn({ since, window, runs, run }: RotationRequest): RunNumber | null {
  return since?.number ?? (window && heldFrom(runs, window, run));
}

function windowText({ from, to }: TimeWindow): NonNullable<RotationAnswer['window']> {
  return { from: isoOf(from) ?? '', to: isoOf(to) ?? '' };
}

function surveyOf(walk: CredentialWalk, means: EntryMeans): { order: RotationOrder; tally: RotationTally } {
  const survey = { order: new RotationOrder(), tally: new RotationTally() };
  for (const value of walk.values()) {
    const weighed = weigh(value, means);
    if (!weighed) continue;
    survey.order.add(value, weighed);
    survey.tally.add(value, weighed);
  }
  return survey;
}

function entriesIn(
  walk: CredentialWalk,
  order: RotationOrder,
  means: EntryMeans & { readonly block: number },
): Iterable<RotationEntry> {
  const ordinals = order.ordinals();
  const isListed = (secretId: string): boolean => order.has(secretId);
  return {
    *[Symbol.iterator](): Generator<RotationEntry> {
      for (let from = 0; from < ordinals.length; from += means.block)
        yield* blockOf(walk, ordinals.slice(from, from + means.block), { ...means, from, isListed });
    },
  };
}

interface BlockMeans extends EntryMeans {
  /** Entries before these. */
  readonly from: number;
  readonly isListed: (secretId: string) => boolean;
}

function blockOf(walk: CredentialWalk, ordinals: readonly number[], means: BlockMeans): RotationEntry[] {
  const wanted = new Map(ordinals.map((ordinal, index) => [ordinal, index]));
  const entries: RotationEntry[] = [];
  let ordinal = 0;
  // To its end: a walk of the store that is left cannot be begun again.
  for (const value of walk.values()) {
    const index = wanted.get(ordinal++);
    const entry = index === undefined ? undefined : entryOf(value, means.from + index + 1, means);
    if (entry) entries.push(entry);
  }
  return entries.toSorted((a, b) => a.rank - b.rank);
}
