/** Reads and scans one batch; runs on the main thread for small jobs and on worker threads for large ones. */
import { readFile } from 'node:fs/promises';
import type { Problem } from '../core/problem.ts';
import type { DetectorSet } from '../detect/detector-set.ts';
import { type Hit, scanText } from '../detect/scan-text.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Batch, BatchItem, BatchResult } from './batch.ts';

interface Collected {
  readonly found: Array<{ id: number; hits: readonly Hit[] }>;
  readonly problems: Problem[];
  bytes: number;
}

export async function scanBatch(
  batch: Batch,
  set: DetectorSet,
  reader: ObjectReader | null,
): Promise<BatchResult> {
  const collected: Collected = { found: [], problems: [], bytes: 0 };
  await scanObjects(batch, { set, reader, collected });
  for (const item of batch.items) if (item.kind === 'file') await scanFile(item, set, collected);
  return { ...collected, items: batch.items.length };
}

interface Means {
  readonly set: DetectorSet;
  readonly reader: ObjectReader | null;
  readonly collected: Collected;
}

async function scanObjects(batch: Batch, { set, reader, collected }: Means): Promise<void> {
  const ids = new Map(
    batch.items.flatMap((item) => (item.kind === 'object' ? [[item.oid, item.id] as const] : [])),
  );
  if (!reader || ids.size === 0) return;
  await reader.read(
    [...ids.keys()],
    ({ oid, bytes }) => keep(ids.get(oid) ?? -1, bytes, set, collected),
    (problem) => collected.problems.push(problem),
  );
}

async function scanFile(
  item: Extract<BatchItem, { kind: 'file' }>,
  set: DetectorSet,
  collected: Collected,
): Promise<void> {
  try {
    keep(item.id, await readFile(Buffer.from(item.disk, 'latin1')), set, collected);
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

function keep(id: number, bytes: Buffer, set: DetectorSet, collected: Collected): void {
  collected.bytes += bytes.length;
  const hits = scanText(bytes, set);
  if (hits.length > 0) collected.found.push({ id, hits });
}
