/** Where in a push the commit of a finding stands: on which branch, how far down, and what would have to be rewritten from. */
import type { Finding } from '../../core/finding.ts';
import type { Spot, SpotQuestion } from '../../report/developer/developer-view.ts';
import { type GitPlace, runGit } from '../../git/git-process.ts';
import { inputOf, type Selection } from '../../git/selection.ts';
import type { PushedRef } from './pushed-refs.ts';

/** Of more findings nobody would carry out the advice one by one. */
const MAX_REMOVALS = 4;

export type SpotOf = (asked: SpotQuestion) => Spot | undefined;

interface Branch {
  readonly pushed: PushedRef;
  /** What an annotated tag is about; else what is pushed. */
  readonly tip: string;
  readonly isCheckedOut: boolean;
  /** Commits of it that are new, by how many lie on top at least. */
  readonly depths: ReadonlyMap<string, number>;
  readonly hasMerges: boolean;
}

/** Where the findings are. */
export interface SpotPlace {
  readonly place: GitPlace;
  readonly findings: readonly Finding[];
}

/** Asks git three times, and once more for each finding that is gone again, at most a few. */
export async function spotsIn(
  pushed: readonly PushedRef[],
  selection: Selection,
  { place, findings }: SpotPlace,
): Promise<SpotOf> {
  const args = ['rev-list', '--parents', '--topo-order', ...selection.revisions];
  const [listed, head, targets] = await Promise.all([
    runGit(place, args, inputOf(selection)),
    runGit(place, ['symbolic-ref', '--quiet', 'HEAD']),
    runGit(place, ['rev-parse', ...pushed.map(({ oid }) => `${oid}^{}`)]),
  ]);
  const parents = parentsIn(listed.stdout.toString('latin1'));
  const current = head.stdout.toString('latin1').trim();
  const tips = targets.stdout.toString('latin1').split('\n');
  const branches = pushed.map((one, at) =>
    branchOf({ pushed: one, tip: tips[at] || one.oid }, parents, current),
  );
  // The one that is checked out needs no change of branches.
  const ordered = branches.toSorted((a, b) => Number(b.isCheckedOut) - Number(a.isCheckedOut));
  const removed = await removals(findings, ordered, place);
  return (asked) => spotAt(asked, { branches: ordered, parents, removed, home: current || null });
}

/** Key of a commit and a path. */
function placeKey(commit: string, path: string): string {
  return `${commit} ${path}`;
}

/** Which commit took it out again: known where only one after it touched the file, and no branch's newest commit has it. */
async function removals(
  findings: readonly Finding[],
  branches: readonly Branch[],
  place: GitPlace,
): Promise<ReadonlyMap<string, string>> {
  const gone = findings.filter(
    ({ atTip, introduced, kind }) => kind === 'blob' && atTip === false && introduced,
  );
  const found = await Promise.all(
    gone.slice(0, MAX_REMOVALS).map(async ({ path, introduced }): Promise<Array<[string, string]>> => {
      const commit = introduced?.commit ?? '';
      const tip = branches.find(({ depths }) => depths.has(commit))?.tip;
      if (tip === undefined) return [];
      const args = ['rev-list', '-n', '2', `${commit}..${tip}`, '--', `:(top,literal)${path}`];
      const { stdout } = await runGit(place, args);
      const [later, another] = stdout.toString('latin1').split('\n');
      return later && !another ? [[placeKey(commit, path), later]] : [];
    }),
  );
  return new Map(found.flat());
}

function parentsIn(text: string): Map<string, readonly string[]> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.split(' ', 1)[0] ?? '', line.split(' ').slice(1)]));
}

function branchOf(
  { pushed, tip }: Pick<Branch, 'pushed' | 'tip'>,
  parents: ReadonlyMap<string, readonly string[]>,
  current: string,
): Branch {
  const depths = new Map<string, number>();
  let row = [tip];
  let hasMerges = false;
  for (let depth = 0; row.length > 0; depth++) {
    const next: string[] = [];
    for (const commit of row) {
      const above = parents.get(commit);
      if (above === undefined || depths.has(commit)) continue;
      depths.set(commit, depth);
      hasMerges ||= above.length > 1;
      next.push(...above);
    }
    row = next;
  }
  const isCheckedOut = pushed.local === 'HEAD' || pushed.local === current;
  return { pushed, tip, isCheckedOut, depths, hasMerges };
}

interface Push {
  readonly branches: readonly Branch[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
  readonly removed: ReadonlyMap<string, string>;
  /** The branch that is checked out. */
  readonly home: string | null;
}

function spotAt(
  { commit, path, blob }: SpotQuestion,
  { branches, parents, removed, home }: Push,
): Spot | undefined {
  if (commit === null) return refSpot(branches, path, blob);
  const found = branches.find(({ depths }) => depths.has(commit));
  if (!found) return undefined;
  const { pushed, tip, isCheckedOut, hasMerges } = found;
  if (pushed.remote.startsWith('refs/notes/'))
    return { kind: 'notes', ref: pushed.local, base: pushed.before };
  const above = parents.get(commit) ?? [];
  return {
    kind: 'branch',
    ...standing(pushed.local, isCheckedOut, found.depths.get(commit) ?? 0),
    isAnnotated: tip !== pushed.oid,
    home,
    parent: above[0] ?? null,
    hasMerges,
    isMerge: above.length > 1,
    removedIn: removed.get(placeKey(commit, path)) ?? null,
  };
}

/** `HEAD~2` and the like is taken for something below the newest commit of what is checked out. */
function standing(
  local: string,
  isCheckedOut: boolean,
  depth: number,
): Pick<Extract<Spot, { kind: 'branch' }>, 'ref' | 'isCheckedOut' | 'depth'> {
  if (local.startsWith('refs/')) return { ref: local, isCheckedOut, depth };
  return { ref: null, isCheckedOut: true, depth: local === 'HEAD' ? depth : depth + 1 };
}

/** A blob that no commit holds: a ref points at it, or at a tree with it. */
function refSpot(branches: readonly Branch[], path: string, blob: string | null): Spot | undefined {
  const named = branches.find(({ pushed }) => pushed.oid === blob || pushed.local === path);
  const found = named ?? branches.find(({ depths }) => depths.size === 0);
  return found && { kind: 'ref', ref: found.pushed.local };
}
