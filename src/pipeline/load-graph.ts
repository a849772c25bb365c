/** Reads commits, tags and trees: fills the graph, and scans the messages on the way. */
import type { Problem } from '../core/problem.ts';
import { readTagTarget } from '../git/commit-links.ts';
import type { ObjectList } from '../git/list-objects.ts';
import { ObjectGraph } from '../git/object-graph.ts';
import type { GitObject, ObjectReader } from '../git/object-reader.ts';
import { parseCommit } from '../git/parse-commit.ts';
import type { LocatedHit } from './located-hit.ts';
import { scanMessage } from './scan-messages.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface LoadedGraph {
  readonly graph: ObjectGraph;
  /** Hits in commit messages and in the messages of annotated tags. */
  readonly messageHits: readonly LocatedHit[];
  readonly messageBytes: number;
}

export interface GraphSource {
  readonly list: ObjectList;
  readonly reader: ObjectReader;
  readonly plan: ScanPlan;
  readonly onProblem: (problem: Problem) => void;
}

/** Commits and tags. */
export async function loadGraph(
  { list, reader, plan, onProblem }: GraphSource,
  oidBytes: number,
): Promise<LoadedGraph> {
  const graph = new ObjectGraph(oidBytes);
  const messageHits: LocatedHit[] = [];
  let messageBytes = 0;
  const keep = (object: GitObject): void => {
    const message = scanMessage(object, plan);
    messageBytes += message.bytes;
    messageHits.push(...message.hits);
    if (object.type === 'commit') graph.addCommit(object.oid, parseCommit(object.bytes));
    else if (object.type === 'tag') addTag(graph, object);
  };
  for (const oids of [list.commits, list.tags])
    if (!plan.signal.aborted) await reader.read(oids, keep, onProblem);
  return { graph, messageHits, messageBytes };
}

/** After the commits: a tree's entries must not be looked at before all of them are known. */
export async function loadTrees(
  graph: ObjectGraph,
  { list, reader, onProblem }: Omit<GraphSource, 'plan'>,
): Promise<void> {
  const keep = ({ oid, type, bytes }: GitObject): void => {
    if (type === 'tree' && !graph.addTree(oid, bytes)) onProblem(malformedTree(oid));
  };
  await reader.read(list.trees, keep, onProblem);
}

function addTag(graph: ObjectGraph, { oid, bytes }: GitObject): void {
  graph.addTag(graph.oids.addHex(oid), readTagTarget(bytes, graph.oids, 0, bytes.length));
}

function malformedTree(oid: string): Problem {
  return { code: 'corrupt-object', severity: 'error', message: `Tree ${oid} is malformed`, object: oid };
}
