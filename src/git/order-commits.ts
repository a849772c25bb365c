/** An order of commits that depends on nothing but the commits: parents first, else by date, else by name. */
import type { GraphCommit } from './object-graph.ts';

/** @param nameOf by rank. Returns them in that order; `order` says each one's place, and `agedFrom` agrees with it among kin. */
export function orderCommits(
  commits: readonly GraphCommit[],
  nameOf: (rank: number) => string,
): GraphCommit[] {
  const byDate = commits.toSorted(
    (a, b) => a.committedAt - b.committedAt || (nameOf(a.rank) < nameOf(b.rank) ? -1 : 1),
  );
  const ordering = new Ordering(byDate);
  for (const start of byDate) ordering.putBehindParents(start);
  return ordering.ordered;
}

class Ordering {
  readonly ordered: GraphCommit[] = [];
  /** Those that are not in the order yet. */
  readonly #left: Map<number, GraphCommit>;
  readonly #begun = new Set<number>();
  /** Of those that are in the order, by rank. */
  readonly #ages = new Map<number, number>();

  constructor(commits: readonly GraphCommit[]) {
    this.#left = new Map(commits.map((commit) => [commit.rank, commit]));
  }

  /**
   * Dates mostly put parents first already, so that this stack stays short. A commit is on it twice: to go to its parents, and
   * to be put behind them.
   */
  putBehindParents(start: GraphCommit): void {
    const stack = [start];
    for (let commit = stack.pop(); commit; commit = stack.pop()) {
      if (this.#begun.has(commit.rank)) {
        this.#put(commit);
        continue;
      }
      this.#begun.add(commit.rank);
      stack.push(commit, ...this.#waitingParents(commit));
    }
  }

  #put(commit: GraphCommit): void {
    if (!this.#left.delete(commit.rank)) return;
    let agedFrom = commit.committedAt;
    for (const rank of commit.parents) agedFrom = Math.max(agedFrom, this.#ages.get(rank) ?? agedFrom);
    this.#ages.set(commit.rank, agedFrom);
    this.ordered.push({ ...commit, agedFrom, order: this.ordered.length });
  }

  #waitingParents({ parents }: GraphCommit): GraphCommit[] {
    return parents.flatMap((rank) => {
      const parent = this.#begun.has(rank) ? undefined : this.#left.get(rank);
      return parent ? [parent] : [];
    });
  }
}
