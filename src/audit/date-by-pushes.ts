/** Findings and a log of pushes -> findings that say when a push brought them, as far as the log tells. */
import { firstReaching } from '../git/first-reaching.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import type { RefChange } from '../store/audit/audit-store.ts';

/** A commit at one point of the log: what a ref led to before or after a change. */
interface Tip {
  readonly oid: string;
  readonly at: number;
  /** Before: it had been there already, since nobody knows when. */
  readonly isBefore: boolean;
}

interface Moment {
  readonly at: number;
  readonly isPushed: boolean;
}

/**
 * A commit was pushed when the first change of a ref led to it. What a ref led to before the first change that the log has of it
 * was there already: that moment bounds its date from above, and no more.
 *
 * @param changes old to new
 * @returns undefined where git cannot walk the history
 */
export async function dateByPushes(
  place: GitPlace,
  changes: readonly RefChange[],
  findings: readonly StoredFinding[],
): Promise<readonly StoredFinding[] | undefined> {
  const tips = changes.flatMap(({ at, from, to }): Tip[] => {
    const moment = Date.parse(at);
    const before = from === null ? [] : [{ oid: from, at: moment, isBefore: true }];
    return to === null ? before : [...before, { oid: to, at: moment, isBefore: false }];
  });
  const wanted = new Set(findings.flatMap((finding) => datesOf(finding).map(([commit]) => commit)));
  const oids = tips.map(({ oid }) => oid);
  const first = await firstReaching(place, oids, wanted);
  if (!first) return undefined;
  return findings.map((finding) => {
    const moments = datesOf(finding).flatMap(([commit, date]) =>
      momentOf(date, tips[first.get(commit) ?? -1]),
    );
    return { ...finding, pushed: pushedAt(moments) };
  });
}

/** Commits that brought it in somewhere, and their dates. */
function datesOf({ commit, date, otherPaths, exposure }: StoredFinding): [commit: string, date: string][] {
  const all = [{ commit, date }, ...otherPaths, ...exposure.map(({ cameIn }) => cameIn)];
  return all.flatMap((one): [string, string][] =>
    one.commit === null || one.date === null ? [] : [[one.commit, one.date]],
  );
}

function momentOf(date: string, tip: Tip | undefined): Moment[] {
  if (tip && !tip.isBefore) return [{ at: tip.at, isPushed: true }];
  const written = Date.parse(date);
  if (tip && !(written <= tip.at)) return [{ at: tip.at, isPushed: true }];
  return Number.isNaN(written) ? [] : [{ at: written, isPushed: false }];
}

/** The oldest of them, if that is the log's word; else null: the dates of commits say it. */
function pushedAt(moments: readonly Moment[]): string | null {
  const [oldest] = moments.toSorted((a, b) => a.at - b.at || Number(b.isPushed) - Number(a.isPushed));
  return oldest?.isPushed === true ? new Date(oldest.at).toISOString() : null;
}
