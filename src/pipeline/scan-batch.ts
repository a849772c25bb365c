/** Reads and scans one batch; runs on the main thread for small jobs and on worker threads for large ones. */
import { promises } from 'node:fs';
import type { Trouble } from '../containers/expand.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { readLooseObject } from '../git/loose-objects.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Batch, BatchItem, BatchResult } from './batch.ts';
import { overBudget } from './over-budget.ts';
import { type ContentMeans, scanContents } from './scan-contents.ts';
import type { PackScanner } from './scan-families.ts';

/** What a batch is done with. */
export interface BatchMeans extends ContentMeans {
  /** Null where no objects are scanned. */
  readonly reader: ObjectReader | null;
  /** No larger loose object is scanned. */
  readonly maxBlobBytes: number;
  /** Null where no packs are scanned. */
  readonly packs: PackScanner | null;
}

/** Items with hits, and what else is said of a batch. */
interface Collected {
  readonly found: Array<{ id: number; hits: readonly Hit[] }>;
  readonly problems: Problem[];
  readonly cut: number[];
  readonly troubles: Array<readonly [number, readonly Trouble[]]>;
  readonly visited: number[];
  readonly sizes: number[];
  bytes: number;
}

export async function scanBatch(batch: Batch, means: BatchMeans): Promise<BatchResult> {
  if (batch.kind === 'families') {
    const scanned = means.packs?.scan(batch) ?? nothing();
    return { ...scanned, problems: [...scanned.problems, ...overBudget(means.set)] };
  }
  const collected: Collected = {
    found: [],
    problems: [],
    cut: [],
    troubles: [],
    visited: [],
    sizes: [],
    bytes: 0,
  };
  await scanObjects(batch.items, means, collected);
  for (const item of batch.items) {
    if (item.kind === 'file') await scanFile(item, means, collected);
    if (item.kind === 'loose') scanLoose(item, means, collected);
  }
  collected.problems.push(...overBudget(means.set));
  return { ...nothing(), ...collected, items: batch.items.length };
}

export function nothing(): BatchResult {
  return {
    found: [],
    problems: [],
    items: 0,
    bytes: 0,
    visited: [],
    sizes: [],
    cut: [],
    troubles: [],
    carried: 0,
  };
}

async function scanObjects(
  items: readonly BatchItem[],
  means: BatchMeans,
  collected: Collected,
): Promise<void> {
  const ids = new Map(
    items.flatMap((item) => (item.kind === 'object' ? [[item.oid, item.id] as const] : [])),
  );
  const { reader } = means;
  if (!reader || ids.size === 0) return;
  await reader.read(
    [...ids.keys()],
    ({ oid, bytes }) => keep(ids.get(oid) ?? -1, bytes, means, collected),
    (problem) => collected.problems.push(problem),
  );
}

/** One that cannot be read is left to git. */
function scanLoose(
  { id, disk }: Extract<BatchItem, { kind: 'loose' }>,
  means: BatchMeans,
  collected: Collected,
): void {
  const object = readLooseObject(disk, means.maxBlobBytes);
  if (object?.type !== 'blob') return;
  keep(id, object.bytes, means, collected);
}

async function scanFile(
  item: Extract<BatchItem, { kind: 'file' }>,
  means: BatchMeans,
  collected: Collected,
): Promise<void> {
  try {
    keep(item.id, await promises.readFile(Buffer.from(item.disk, 'latin1')), means, collected);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const path = Buffer.from(item.path, 'latin1').toString('utf8');
    collected.problems.push({
      code: 'unreadable-file',
      severity: 'error',
      message: `${path} cannot be read (${code})`,
      path,
    });
  }
}

function keep(id: number, bytes: Buffer, means: ContentMeans, collected: Collected): void {
  collected.bytes += bytes.length;
  collected.visited.push(id);
  collected.sizes.push(bytes.length);
  const { hits, isCut, troubles } = scanContents(bytes, means);
  if (hits.length > 0) collected.found.push({ id, hits });
  if (isCut) collected.cut.push(id);
  if (troubles.length > 0) collected.troubles.push([id, troubles]);
}
