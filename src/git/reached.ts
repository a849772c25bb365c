/** Which commits, and which objects that refs point at directly, are reached from where: from what is merged, from any ref, from none. */
import { defaultBranch } from './default-branch.ts';
import type { Ref } from './list-refs.ts';
import type { ObjectGraph } from './object-graph.ts';

const BY_ANY_REF = 1;
const BY_MERGED = 2;

/** What is marked has had all that it reaches marked as well, so the widest claim comes first. */
export class Reached {
  readonly #graph: ObjectGraph;
  readonly #marks: Uint8Array;

  constructor(graph: ObjectGraph, refs: readonly Ref[]) {
    this.#graph = graph;
    // A ref may point at a blob that no tree holds, which has no rank before.
    for (const { oid } of refs) graph.oids.addHex(oid);
    this.#marks = new Uint8Array(graph.oids.size);
    this.#mark(mergedRefs(graph, refs), BY_ANY_REF | BY_MERGED);
    this.#mark(refs, BY_ANY_REF);
  }

  byAnyRef(rank: number): boolean {
    return ((this.#marks[rank] ?? 0) & BY_ANY_REF) !== 0;
  }

  /** From the default branch or from a tag. */
  byMerged(rank: number): boolean {
    return ((this.#marks[rank] ?? 0) & BY_MERGED) !== 0;
  }

  #mark(refs: readonly Ref[], bits: number): void {
    const waiting = refs.map(({ oid }) => this.#graph.oids.findHex(oid));
    for (let rank = waiting.pop(); rank !== undefined; rank = waiting.pop()) {
      if (rank < 0 || this.byAnyRef(rank)) continue;
      this.#marks[rank] = bits;
      for (const next of belowOf(this.#graph, rank)) waiting.push(next);
    }
  }
}

/**
 * A tag is published, so what it reaches counts as merged: the release that a long gone branch ended in. Where nothing
 * can be called the default branch, everything does.
 */
function mergedRefs(graph: ObjectGraph, refs: readonly Ref[]): readonly Ref[] {
  const line = defaultBranch(graph, refs);
  return line.length === 0 ? refs : [...line, ...refs.filter(({ name }) => name.startsWith('refs/tags/'))];
}

/** Of a commit its parents: its tree is a matter of introductions. Of what a ref points at directly, all that it holds. */
function belowOf(graph: ObjectGraph, rank: number): readonly number[] | Int32Array {
  const commit = graph.commitOf(rank);
  if (commit) return commit.parents;
  const target = graph.targetOf(rank);
  if (target >= 0) return [target];
  return graph.isTree(rank) ? graph.entriesOf(rank).children : [];
}
