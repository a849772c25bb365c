/** Which commit brought a blob in at which path: it holds the blob there, and none of its parents does. Merges are like any other commit. */
import type { HeldEntries } from './held-entries.ts';
import type { GraphCommit } from './object-graph.ts';
import { eachPlaceBeyond } from './tree-difference.ts';

/** A blob came in at a path with a commit. Paths are latin1 bytes. */
export interface IntroductionEvent {
  readonly blob: number;
  readonly path: string;
  readonly commit: GraphCommit;
}

/** How much of a history was followed. */
export interface Followed {
  /** False when the trees spell out more paths than there were steps for. */
  readonly isWhole: boolean;
  /** Blobs of which not all events were kept. */
  readonly cut: ReadonlySet<number>;
}

/** Ordinary histories stay far below this. */
const MAX_STEPS = 3_000_000;
/** Events kept of one blob; a licence text may well lie at hundreds of paths. */
const MAX_EVENTS_PER_BLOB = 5000;

export function findIntroductions(
  held: HeldEntries,
  onEvent: (event: IntroductionEvent) => void,
  maxSteps: number = MAX_STEPS,
): Followed {
  const budget = { steps: maxSteps };
  const counted = countPerBlob(onEvent);
  const { graph } = held;
  for (const commit of graph.commits) {
    if (!held.isHolder(commit.tree)) continue;
    const others = commit.parents.map((rank) => graph.commitOf(rank)?.tree ?? -1);
    const onPlace = (blob: number, path: string): void => counted.add({ blob, path, commit });
    eachPlaceBeyond(held, { tree: commit.tree, others, budget, onPlace });
    if (budget.steps <= 0) return { isWhole: false, cut: counted.cut };
  }
  return { isWhole: true, cut: counted.cut };
}

function countPerBlob(onEvent: (event: IntroductionEvent) => void): {
  add: (event: IntroductionEvent) => void;
  cut: ReadonlySet<number>;
} {
  const counts = new Map<number, number>();
  const cut = new Set<number>();
  const add = (event: IntroductionEvent): void => {
    const count = (counts.get(event.blob) ?? 0) + 1;
    counts.set(event.blob, count);
    if (count <= MAX_EVENTS_PER_BLOB) onEvent(event);
    else cut.add(event.blob);
  };
  return { add, cut };
}
