/** A located hit whose commits are still only numbers and names, and what is read of those commits. */
import type { ExposureInterval, Introduction, OtherPath, Reach } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import type { IntroductionEvent } from '../git/introductions.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { parseCommit } from '../git/parse-commit.ts';
import { decoded, type LocatedHit } from './located-hit.ts';

const MAX_TIPS = 20;

export interface PlacedEvent extends IntroductionEvent {
  /** Number of the place: the blob at that path. */
  readonly place: number;
}

export interface Draft {
  readonly hit: Hit;
  readonly blob: string;
  readonly first: PlacedEvent;
  /** Oldest first. */
  readonly lineage: readonly PlacedEvent[];
  /** False where not all places of these blobs were followed. */
  readonly isCertain: boolean;
  readonly commit: string;
  readonly others: ReadonlyArray<{ path: string; commit: string }>;
  readonly tips: readonly string[];
  readonly reach: Reach | null;
  readonly versions: number;
}

/** An interval with names of commits, and the branch in latin1 bytes. */
export interface DraftInterval {
  readonly branch: string;
  readonly cameIn: string;
  readonly left: string | null;
}

export interface DraftExposure {
  readonly intervals: readonly DraftInterval[];
  readonly further: number;
}

/** By draft; without an entry nothing is said of it. */
export type Exposures = ReadonlyMap<Draft, DraftExposure>;

/** Authors and dates were not kept while the graph was loaded; the few that are wanted are read again, all in one go. */
export async function commitDetails(
  drafts: readonly Draft[],
  exposures: Exposures,
  input: { reader: ObjectReader; onProblem: (problem: Problem) => void },
): Promise<Map<string, Introduction>> {
  const wanted = new Set<string>();
  for (const { commit, others } of drafts) {
    wanted.add(commit);
    for (const other of others) wanted.add(other.commit);
  }
  for (const { intervals } of exposures.values()) {
    for (const { cameIn, left } of intervals) wanted.add(cameIn).add(left ?? cameIn);
  }
  const details = new Map<string, Introduction>();
  await input.reader.read(
    [...wanted],
    ({ oid, bytes }) => {
      const { author, date } = parseCommit(bytes);
      details.set(oid, { commit: oid, author, date });
    },
    input.onProblem,
  );
  return details;
}

export function finish(
  draft: Draft,
  exposures: Exposures,
  details: ReadonlyMap<string, Introduction>,
): LocatedHit {
  const others: OtherPath[] = draft.others.map(({ path, commit }) => ({
    path: decoded(path),
    introduced: details.get(commit) ?? null,
  }));
  const { intervals, further } = exposures.get(draft) ?? { intervals: [], further: 0 };
  const exposure = intervals.flatMap((interval) => dated(interval, details));
  return {
    hit: draft.hit,
    kind: 'blob',
    path: draft.first.path,
    blob: draft.blob,
    introduced: details.get(draft.commit) ?? null,
    otherPaths: others,
    atTip: draft.tips.length > 0,
    tips: draft.tips.slice(0, MAX_TIPS).map(decoded),
    reach: draft.reach,
    exposure,
    furtherIntervals: further + intervals.length - exposure.length,
    versions: draft.versions,
  };
}

/** None where a commit could not be read a second time, which is a problem of its own. */
function dated(interval: DraftInterval, details: ReadonlyMap<string, Introduction>): ExposureInterval[] {
  const cameIn = details.get(interval.cameIn);
  const left = interval.left === null ? null : details.get(interval.left);
  if (cameIn === undefined || left === undefined) return [];
  return [
    {
      branch: decoded(interval.branch),
      cameIn: { commit: cameIn.commit, date: cameIn.date },
      left: left && { commit: left.commit, date: left.date },
    },
  ];
}
