/** Reads commits, trees and tags: fills the graph, and scans the messages on the way. */
import type { Introduction } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import { scanText } from '../detect/scan-text.ts';
import type { ObjectList } from '../git/list-objects.ts';
import { ObjectGraph } from '../git/object-graph.ts';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';
import { parseCommit, parseTag } from '../git/parse-commit.ts';
import { type LocatedHit, locate } from './located-hit.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface LoadedGraph {
  readonly graph: ObjectGraph;
  /** Hits in commit messages and in the messages of annotated tags. */
  readonly messageHits: readonly LocatedHit[];
  readonly messageBytes: number;
  /** What each annotated tag points at, by ranks. */
  readonly tagged: ReadonlyMap<number, number>;
}

export async function loadGraph(
  list: ObjectList,
  reader: ObjectReader,
  plan: ScanPlan,
  { oidBytes, onProblem }: { oidBytes: number; onProblem: (problem: Problem) => void },
): Promise<LoadedGraph> {
  const graph = new ObjectGraph(oidBytes);
  const messages = new MessageScan(plan);
  const tagged = new Map<number, number>();
  const keep = (object: GitObject): void => {
    if (object.type === 'commit') messages.addCommit(object, graph);
    else if (object.type === 'tag') tagged.set(...messages.addTag(object, graph));
    else if (object.type === 'tree' && !graph.addTree(object.oid, object.bytes))
      onProblem(malformedTree(object.oid));
  };
  // In this order: a tree's entries must not be looked at before all commits are known.
  for (const oids of [list.commits, list.tags, list.trees]) {
    if (!plan.signal.aborted) await reader.read(oids, keep, onProblem);
  }
  return { graph, messageHits: messages.hits, messageBytes: messages.bytes, tagged };
}

class MessageScan {
  readonly hits: LocatedHit[] = [];
  bytes = 0;
  readonly #plan: ScanPlan;

  constructor(plan: ScanPlan) {
    this.#plan = plan;
  }

  addCommit({ oid, bytes }: GitObject, graph: ObjectGraph): void {
    const commit = parseCommit(bytes);
    graph.addCommit(oid, commit);
    this.#scan(commit.message, () => {
      const introduced: Introduction = { commit: oid, author: commit.author, date: commit.date };
      return { kind: 'commit-message', path: 'commit-message', blob: oid, introduced };
    });
  }

  /** @returns ranks of the tag and of what it points at, -1 where its name for that is none */
  addTag({ oid, bytes }: GitObject, graph: ObjectGraph): [number, number] {
    const tag = parseTag(bytes);
    const introduced: Introduction = { commit: tag.object, author: tag.tagger, date: tag.date };
    this.#scan(tag.message, () => ({
      kind: 'tag-message',
      path: `refs/tags/${tag.name}`,
      blob: oid,
      introduced,
    }));
    const isName = tag.object.length === oid.length && /^[0-9a-f]+$/.test(tag.object);
    return [graph.oids.addHex(oid), isName ? graph.oids.addHex(tag.object) : -1];
  }

  #scan(message: Buffer, placeOf: () => Parameters<typeof locate>[1]): void {
    this.bytes += message.length;
    for (const hit of scanText(message, this.#plan.set)) this.hits.push(locate(hit, placeOf()));
  }
}

function malformedTree(oid: string): Problem {
  return { code: 'corrupt-object', severity: 'error', message: `Tree ${oid} is malformed`, object: oid };
}
