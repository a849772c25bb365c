/** The body of a worker thread: batches in, results out, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Detector } from '../catalogue/detector.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { buildDetectorSet } from '../detect/detector-set.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import type { Batch } from './batch.ts';
import { scanBatch } from './scan-batch.ts';
import { packScanner } from './scan-families.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  /** Of what is built in, its place in the catalogue: the thread reads that itself. */
  readonly detectors: ReadonlyArray<Detector | number>;
  readonly decodeDepth: number;
  readonly maxBlobBytes: number;
  readonly maxArchiveDepth: number;
}

/** Where it is to read from now on. */
export interface WorkerPlace {
  /** Null when only files are scanned. */
  readonly place: GitPlace | null;
  readonly packs: readonly PackFamilies[];
}

export type WorkerMessage = Batch | ({ readonly kind: 'place' } & WorkerPlace);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pool starts this file with a WorkerSetup and nothing else does
const { detectors, decodeDepth, maxBlobBytes, maxArchiveDepth } = workerData as WorkerSetup;
const { detectors: builtIn, usual } = loadCatalogue();
const wanted = detectors.flatMap((one) => (typeof one === 'number' ? (builtIn[one] ?? []) : one));
const set = buildDetectorSet(wanted, { decodeDepth, ...(usual && { usual }) });
const contents = { set, maxArchiveDepth };
const packs = packScanner(contents, maxBlobBytes);
let reader: ObjectReader | null = null;

parentPort?.on('message', (message: WorkerMessage) => {
  if (message.kind === 'place') {
    packs.close();
    packs.open(message.packs);
    reader = message.place && catFileReader(message.place);
    return;
  }
  const means = { ...contents, reader, maxBlobBytes, packs };
  scanBatch(message, means).then(
    (result) => parentPort?.postMessage(result),
    // Thrown outside of the promise, it ends the thread, and the pool learns what it was.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
