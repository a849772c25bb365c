/** Scans batches on the calling thread: for hooks and small jobs, where starting a thread would cost more than it saves. */
import type { DetectorSet } from '../detect/detector-set.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { BatchScanner } from './batch.ts';
import { scanBatch } from './scan-batch.ts';

export function inlineScanner(set: DetectorSet, reader: ObjectReader | null): BatchScanner {
  return { scan: (batch) => scanBatch(batch, set, reader), width: 1, close: () => Promise.resolve() };
}
