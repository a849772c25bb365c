/**
 * Groups the events of one occurrence into lineages: versions of one file, followed over edits and renames.
 * Two events belong together when they share the path or the blob.
 */
import type { IntroductionEvent } from '../git/introductions.ts';

/** @returns each lineage's events, oldest first; the order of lineages follows their oldest event */
export function lineagesOf<Event extends IntroductionEvent>(events: readonly Event[]): Event[][] {
  const sorted = events.toSorted(byAge);
  if (sorted.length < 2) return sorted.length === 0 ? [] : [sorted];
  const parent = sorted.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while ((parent[root] ?? root) !== root) root = parent[root] ?? root;
    parent[index] = root;
    return root;
  };
  const first = new Map<string | number, number>();
  for (const [index, { blob, path }] of sorted.entries()) {
    for (const node of [blob, path]) {
      const other = first.get(node);
      if (other === undefined) first.set(node, index);
      else join(parent, rootOf(other), rootOf(index));
    }
  }
  const groups = new Map<number, Event[]>();
  for (const [index, event] of sorted.entries()) {
    const root = rootOf(index);
    const group = groups.get(root);
    if (group) group.push(event);
    else groups.set(root, [event]);
  }
  return [...groups.values()];
}

/** The older event stays the root, so that groups come out in order of age. */
function join(parent: number[], a: number, b: number): void {
  parent[Math.max(a, b)] = Math.min(a, b);
}

/** What a commit brought in, none that came of it did, whatever their dates say; ranks and paths make the order the same each time. */
function byAge(a: IntroductionEvent, b: IntroductionEvent): number {
  return (
    a.commit.agedFrom - b.commit.agedFrom ||
    a.commit.order - b.commit.order ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : a.blob - b.blob)
  );
}
