/**
 * What the store knows at the end of a run -> what has to be rotated, in order. Findings stream by twice: to find the order, and in it,
 * value by value. Between the two no more is held of a value than where it stands, about 250 bytes.
 */
import type { AuditReader, Run, RunNumber } from '../../store/audit/audit-store.ts';
import { subjectWords } from '../asked-subject.ts';
import { domainGlobs, ReaderCounter, readersIn } from '../count-readers.ts';
import { isoOf } from '../introduced-at.ts';
import { type ExposureRequest, namedRun } from '../measure-exposure.ts';
import { listIn, seePlaces } from '../see-places.ts';
import { heldFrom, type TimeWindow } from '../window.ts';
import { CredentialWalk } from './credential-walk.ts';
import { LookedAt } from './looked-at.ts';
import type { RotationAnswer, RotationEntry } from './rotation-answer.ts';
import { entryOf, type EntryMeans, weigh } from './rotation-entry.ts';
import { RotationOrder } from './rotation-order.ts';
import { RotationTally } from './rotation-tally.ts';

export interface RotationRequest extends Pick<
  ExposureRequest,
  'run' | 'runs' | 'covered' | 'isWanted' | 'window' | 'as' | 'domains' | 'scanned'
> {
  /** The earlier run to compare with; null: none. Not with a window. */
  readonly since: Run | null;
}

/** The entries are read while they are walked, so the store has to stay open. */
export async function listRotations(reader: AuditReader, request: RotationRequest): Promise<RotationAnswer> {
  const { run, runs, covered, since, window, as } = request;
  const from = earlierIn(request);
  const { asked, index, notKnown } = await seePlaces(reader, request, from);
  const lookedAt = await LookedAt.load(reader, { run, runs, from });
  const list = await listIn(reader, run, { asked, from });
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
    entries: entriesIn(walk, order, means),
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

function entriesIn(walk: CredentialWalk, order: RotationOrder, means: EntryMeans): Iterable<RotationEntry> {
  const spans = order.spans();
  const isListed = (secretId: string): boolean => order.has(secretId);
  return {
    *[Symbol.iterator](): Generator<RotationEntry> {
      let rank = 0;
      for (const value of walk.valuesAt(spans)) {
        const entry = entryOf(value, rank + 1, { ...means, isListed });
        if (!entry) continue;
        rank += 1;
        yield entry;
      }
    },
  };
}
