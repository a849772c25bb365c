/** The body of a worker thread: batches in, results out, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Detector } from '../catalogue/detector.ts';
import { buildDetectorSet } from '../detect/detector-set.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import type { Batch } from './batch.ts';
import { scanBatch } from './scan-batch.ts';
import { packScanner } from './scan-families.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  readonly detectors: readonly Detector[];
  readonly decodeDepth: number;
  /** The repository to read objects from; null when only files are scanned. */
  readonly place: GitPlace | null;
  readonly maxBlobBytes: number;
  readonly maxArchiveDepth: number;
}

/** What a worker is told: which packs there are, or what to scan. */
export type WorkerMessage = Batch | { readonly kind: 'packs'; readonly packs: readonly PackFamilies[] };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pool starts this file with a WorkerSetup and nothing else does
const { detectors, decodeDepth, place, maxBlobBytes, maxArchiveDepth } = workerData as WorkerSetup;
const set = buildDetectorSet(detectors, { decodeDepth });
const reader = place && catFileReader(place);
const contents = { set, maxArchiveDepth };
const means = { ...contents, reader, maxBlobBytes, packs: packScanner(contents, maxBlobBytes) };

parentPort?.on('message', (message: WorkerMessage) => {
  if (message.kind === 'packs') {
    means.packs.open(message.packs);
    return;
  }
  scanBatch(message, means).then(
    (result) => parentPort?.postMessage(result),
    // Thrown outside of the promise, it ends the thread, and the pool learns what it was.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
