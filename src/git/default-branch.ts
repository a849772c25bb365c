/**
 * The default branch: what others are merged into. It goes by name, so a local branch and its twin at `origin` are one line.
 * The remote's own answer comes first, because HEAD of a work tree is whatever somebody checked out.
 */
import { branchesOf, type Ref } from './list-refs.ts';
import type { ObjectGraph } from './object-graph.ts';

const LOCAL = 'refs/heads/';
const REMOTE = 'refs/remotes/origin/';

/** @returns the refs of the default branch; empty where there is neither a branch nor HEAD */
export function defaultBranch(graph: ObjectGraph, refs: readonly Ref[]): Ref[] {
  const targetOf = (name: string): string => refs.find((ref) => ref.name === name)?.target ?? '';
  const names = [
    shortName(targetOf(`${REMOTE}HEAD`), REMOTE),
    shortName(targetOf('HEAD'), LOCAL),
    'main',
    'master',
  ];
  for (const name of names) {
    const line = refs.filter((ref) => ref.name === LOCAL + name || ref.name === REMOTE + name);
    if (name !== '' && line.length > 0) return line;
  }
  return mostRecent(graph, refs);
}

function mostRecent(graph: ObjectGraph, refs: readonly Ref[]): Ref[] {
  const branches = refs.filter((ref) => branchesOf([ref]).length > 0);
  const candidates = branches.length > 0 ? branches : refs.filter(({ name }) => name === 'HEAD');
  const dateOf = ({ oid }: Ref): number => graph.commitOf(graph.oids.findHex(oid))?.committedAt ?? -Infinity;
  const newestFirst = (a: Ref, b: Ref): number => dateOf(b) - dateOf(a) || (a.name < b.name ? -1 : 1);
  return candidates.toSorted(newestFirst).slice(0, 1);
}

function shortName(full: string, prefix: string): string {
  return full.startsWith(prefix) ? full.slice(prefix.length) : '';
}
