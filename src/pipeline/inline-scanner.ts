/** Scans batches on the calling thread: for hooks and small jobs, where starting a thread would cost more than it saves. */
import { setImmediate } from 'node:timers/promises';
import type { BatchScanner } from './batch.ts';
import { type BatchMeans, scanBatch } from './scan-batch.ts';

export function inlineScanner(means: BatchMeans): BatchScanner {
  return {
    open: (packs) => means.packs?.open(packs),
    scan: async (batch) => {
      // Between batches, signals and timers get their turn.
      await setImmediate();
      return scanBatch(batch, means);
    },
    width: 1,
    close: () => {
      means.packs?.close();
      return Promise.resolve();
    },
  };
}
