/** An order of commits that depends on nothing but the commits: parents first, else by date, else by name. */
import type { GraphCommit } from './object-graph.ts';

/** @param nameOf by rank. Returns them in that order; `order` says each one's place. */
export function orderCommits(
  commits: readonly GraphCommit[],
  nameOf: (rank: number) => string,
): GraphCommit[] {
  const byDate = commits.toSorted(
    (a, b) => a.committedAt - b.committedAt || (nameOf(a.rank) < nameOf(b.rank) ? -1 : 1),
  );
  const byRank = new Map(byDate.map((commit) => [commit.rank, commit]));
  const ordered: GraphCommit[] = [];
  const begun = new Set<number>();
  for (const start of byDate) {
    // Dates mostly put parents first already, so that this stack stays short. A commit is on it twice: to go to its
    // parents, and to be put behind them.
    const stack = [start];
    for (let commit = stack.pop(); commit; commit = stack.pop()) {
      if (begun.has(commit.rank)) {
        if (byRank.delete(commit.rank)) ordered.push({ ...commit, order: ordered.length });
        continue;
      }
      begun.add(commit.rank);
      stack.push(commit);
      for (const rank of commit.parents) {
        const parent = byRank.get(rank);
        if (parent && !begun.has(rank)) stack.push(parent);
      }
    }
  }
  return ordered;
}
