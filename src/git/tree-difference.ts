/** Which wanted blobs a tree holds at which paths where other trees do not: two commits compared, on ranks. */
import type { HeldEntries } from './held-entries.ts';

export interface TreeDifference {
  /** Rank of the tree that is looked through. */
  readonly tree: number;
  /** Ranks of the trees that it is held against; what one of them has at the same path does not count. */
  readonly others: readonly number[];
  /**
   * A tree can name one subtree under many names, so a handful of objects can spell out more paths than there is time
   * for. Each entry looked at takes a step, and at none left the walk stops.
   */
  readonly budget: { steps: number };
  /** Paths are latin1 bytes. */
  readonly onPlace: (blob: number, path: string) => void;
}

/** As git's own limit on the depth of trees it will walk (core.maxTreeDepth). */
const MAX_DEPTH = 2048;

interface Pending {
  readonly tree: number;
  readonly others: readonly number[];
  readonly prefix: string;
  readonly depth: number;
}

/** Goes down only where a wanted blob lies and where every other tree differs. */
export function eachPlaceBeyond(held: HeldEntries, difference: TreeDifference): void {
  const { tree, others, budget } = difference;
  if (!held.isHolder(tree) || others.includes(tree)) return;
  const pending: Pending[] = [{ tree, others, prefix: '', depth: 0 }];
  for (let step = pending.pop(); step && budget.steps > 0; step = pending.pop()) {
    const compared = step.others
      .filter((other) => held.isHolder(other))
      .map((other) => new Compared(held, other));
    const start = held.startOf(step.tree);
    const end = held.endOf(step.tree);
    budget.steps -= end - start;
    for (let index = start; index < end; index++) {
      const child = held.childAt(index);
      const name = held.nameAt(index);
      const before = compared.map((entries) => entries.childNamed(name));
      if (before.includes(child)) continue;
      const path = step.prefix + held.graph.nameOf(name);
      if (!held.graph.isTree(child)) difference.onPlace(child, path);
      else if (step.depth < MAX_DEPTH)
        pending.push({ tree: child, others: before, prefix: `${path}/`, depth: step.depth + 1 });
    }
  }
}

/** Two versions of a tree have nearly the same entries: one is looked for behind the one found last. */
class Compared {
  readonly #held: HeldEntries;
  readonly #start: number;
  readonly #end: number;
  #next: number;

  constructor(held: HeldEntries, tree: number) {
    this.#held = held;
    this.#start = held.startOf(tree);
    this.#end = held.endOf(tree);
    this.#next = this.#start;
  }

  /** -1 for none. */
  childNamed(name: number): number {
    const found = this.#find(name, this.#next, this.#end) ?? this.#find(name, this.#start, this.#next);
    if (found === undefined) return -1;
    this.#next = found + 1;
    return this.#held.childAt(found);
  }

  #find(name: number, from: number, to: number): number | undefined {
    for (let index = from; index < to; index++) if (this.#held.nameAt(index) === name) return index;
    return undefined;
  }
}
