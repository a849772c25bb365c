/** The first-parent histories of all branches, as one forest: they share most of their commits. */
import type { GraphCommit, ObjectGraph } from './object-graph.ts';

/** The first-parent history of a branch is what was its newest commit, one after the other, as far as git remembers. */
export function firstParent(graph: ObjectGraph, commit: GraphCommit): GraphCommit | undefined {
  const [first] = commit.parents;
  return first === undefined ? undefined : graph.commitOf(first);
}

/** @returns every commit in the first-parent history of a tip once, parents before children */
export function firstParentCommits(graph: ObjectGraph, tips: Iterable<GraphCommit>): GraphCommit[] {
  const seen = new Uint8Array(graph.commits.length);
  const ordered: GraphCommit[] = [];
  for (const tip of tips) {
    const line: GraphCommit[] = [];
    for (let at: GraphCommit | undefined = tip; at && seen[at.order] !== 1; at = firstParent(graph, at)) {
      seen[at.order] = 1;
      line.push(at);
    }
    for (let index = line.length - 1; index >= 0; index--) {
      const commit = line[index];
      if (commit) ordered.push(commit);
    }
  }
  return ordered;
}
