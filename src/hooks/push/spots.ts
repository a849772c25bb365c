/** Where in a push the commit of a finding stands: on which branch, how far down, and what would have to be rewritten from. */
import type { Spot, SpotQuestion } from '../../report/developer/developer-view.ts';
import { type GitPlace, runGit } from '../../git/git-process.ts';
import { inputOf, type Selection } from '../../git/selection.ts';
import type { PushedRef } from './pushed-refs.ts';

export type SpotOf = (asked: SpotQuestion) => Spot | undefined;

interface Branch {
  readonly pushed: PushedRef;
  readonly isCheckedOut: boolean;
  /** Commits of it that are new, by how many lie on top at least. */
  readonly depths: ReadonlyMap<string, number>;
  readonly hasMerges: boolean;
}

/** Only where something was found is this worth two more gits. */
export async function spotsIn(
  pushed: readonly PushedRef[],
  selection: Selection,
  place: GitPlace,
): Promise<SpotOf> {
  const args = ['rev-list', '--parents', '--topo-order', ...selection.revisions];
  const [listed, head] = await Promise.all([
    runGit(place, args, inputOf(selection)),
    runGit(place, ['symbolic-ref', '--quiet', 'HEAD']),
  ]);
  const parents = parentsIn(listed.stdout.toString('latin1'));
  const current = head.stdout.toString('latin1').trim();
  const branches = pushed.map((one) => branchOf(one, parents, current));
  // The one that is checked out needs no change of branches.
  const ordered = branches.toSorted((a, b) => Number(b.isCheckedOut) - Number(a.isCheckedOut));
  return (asked) => spotAt(asked, ordered, parents);
}

function parentsIn(text: string): Map<string, readonly string[]> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.split(' ', 1)[0] ?? '', line.split(' ').slice(1)]));
}

function branchOf(
  pushed: PushedRef,
  parents: ReadonlyMap<string, readonly string[]>,
  current: string,
): Branch {
  const depths = new Map<string, number>();
  let row = [pushed.oid];
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
  return { pushed, isCheckedOut: pushed.local === 'HEAD' || pushed.local === current, depths, hasMerges };
}

function spotAt(
  { commit, path, blob }: SpotQuestion,
  branches: readonly Branch[],
  parents: ReadonlyMap<string, readonly string[]>,
): Spot | undefined {
  if (commit === null) return refSpot(branches, path, blob);
  const found = branches.find(({ depths }) => depths.has(commit));
  if (!found) return undefined;
  const { pushed, isCheckedOut, hasMerges } = found;
  if (pushed.remote.startsWith('refs/notes/'))
    return { kind: 'notes', ref: pushed.local, base: pushed.before };
  const above = parents.get(commit) ?? [];
  return {
    kind: 'branch',
    ref: pushed.local.startsWith('refs/heads/') ? pushed.local : null,
    // What is no branch is rewritten where one stands.
    isCheckedOut: isCheckedOut || !pushed.local.startsWith('refs/heads/'),
    depth: found.depths.get(commit) ?? 0,
    parent: above[0] ?? null,
    hasMerges,
    isMerge: above.length > 1,
    removedIn: null,
  };
}

/** A blob that no commit holds: a ref points at it, or at a tree with it. */
function refSpot(branches: readonly Branch[], path: string, blob: string | null): Spot | undefined {
  const named = branches.find(({ pushed }) => pushed.oid === blob || pushed.local === path);
  const found = named ?? branches.find(({ depths }) => depths.size === 0);
  return found && { kind: 'ref', ref: found.pushed.local };
}
