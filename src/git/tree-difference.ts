/** Which wanted blobs a tree holds at which paths where other trees do not: two commits compared, on ranks. */
import type { ObjectGraph, TreeEntries } from './object-graph.ts';

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
export function eachPlaceBeyond(graph: ObjectGraph, holders: Uint8Array, difference: TreeDifference): void {
  const { tree, others, budget } = difference;
  if (holders[tree] !== 1 || others.includes(tree)) return;
  const pending: Pending[] = [{ tree, others, prefix: '', depth: 0 }];
  for (let step = pending.pop(); step && budget.steps > 0; step = pending.pop()) {
    const { names, children } = graph.entriesOf(step.tree);
    // What is no holder has no entry that is one.
    const compared = step.others
      .filter((other) => holders[other] === 1)
      .map((other) => new Compared(graph.entriesOf(other)));
    for (let index = 0; index < children.length; index++) {
      const child = children[index] ?? -1;
      if (holders[child] !== 1) continue;
      budget.steps--;
      const name = names[index] ?? 0;
      if (isInOne(compared, { index, name, child })) continue;
      const path = step.prefix + graph.nameOf(name);
      if (!graph.isTree(child)) difference.onPlace(child, path);
      else if (step.depth < MAX_DEPTH) {
        const below = compared.map((entries) => entries.childAt(index, name));
        pending.push({ tree: child, others: below, prefix: `${path}/`, depth: step.depth + 1 });
      }
    }
  }
}

function isInOne(
  compared: readonly Compared[],
  { index, name, child }: { index: number; name: number; child: number },
): boolean {
  for (const entries of compared) if (entries.childAt(index, name) === child) return true;
  return false;
}

/** Two versions of a tree differ by little: an entry is looked for where the one before it was found. */
class Compared {
  readonly #entries: TreeEntries;
  #shift = 0;

  constructor(entries: TreeEntries) {
    this.#entries = entries;
  }

  /** @returns the child of that name, which has the given index in the other tree; -1 for none */
  childAt(index: number, name: number): number {
    const { names, children } = this.#entries;
    if (names[index + this.#shift] === name) return children[index + this.#shift] ?? -1;
    const at = names.indexOf(name);
    if (at < 0) return -1;
    this.#shift = at - index;
    return children[at] ?? -1;
  }
}
