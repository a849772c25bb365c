/** Worker threads that scan batches. A thread that dies costs its batch, which is listed as a problem, and is replaced. */
import { Worker } from 'node:worker_threads';
import type { Problem } from '../core/problem.ts';
import type { PackFamilies } from '../git/pack/pack-families.ts';
import type { Batch, BatchItem, BatchResult, BatchScanner } from './batch.ts';
import { nothing } from './scan-batch.ts';
import type { WorkerMessage, WorkerSetup } from './scan-worker.ts';

/** Two a thread: one being scanned, one waiting, so that no thread idles while a message travels. */
const BATCHES_PER_THREAD = 2;

export function workerPool(threads: number, setup: WorkerSetup, script: URL): BatchScanner {
  const members = Array.from({ length: threads }, () => new Member(setup, script));
  return {
    width: threads * BATCHES_PER_THREAD,
    open: (packs) => {
      for (const member of members) member.open(packs);
    },
    scan: (batch) => leastBusy(members).scan(batch),
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

function leastBusy(members: readonly Member[]): Member {
  return members.reduce((best, member) => (member.load < best.load ? member : best));
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (result: BatchResult) => void;
}

class Member {
  readonly #setup: WorkerSetup;
  readonly #script: URL;
  #worker: Worker;
  #waiting: Waiting[] = [];
  #packs: readonly PackFamilies[] = [];
  #isClosing = false;

  constructor(setup: WorkerSetup, script: URL) {
    this.#setup = setup;
    this.#script = script;
    this.#worker = this.#start();
  }

  get load(): number {
    return this.#waiting.length;
  }

  open(packs: readonly PackFamilies[]): void {
    this.#packs = packs;
    this.#tell({ kind: 'packs', packs });
  }

  scan(batch: Batch): Promise<BatchResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ batch, resolve });
      this.#tell(batch);
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#worker.terminate();
    for (const { batch, resolve } of this.#waiting.splice(0))
      resolve(failedBatch(batch, 'the scan was stopped'));
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#setup });
    let cause = 'the thread ended';
    worker.on('message', (result: BatchResult) => this.#waiting.shift()?.resolve(result));
    worker.on('error', (error: Error) => (cause = error.message));
    worker.on('exit', () => this.#replace(cause));
    return worker;
  }

  /** The batch that was being scanned is lost; those behind it go to the successor. */
  #replace(cause: string): void {
    if (this.#isClosing) return;
    const lost = this.#waiting.shift();
    lost?.resolve(failedBatch(lost.batch, cause));
    this.#worker = this.#start();
    this.#tell({ kind: 'packs', packs: this.#packs });
    for (const { batch } of this.#waiting) this.#tell(batch);
  }

  #tell(message: WorkerMessage): void {
    this.#worker.postMessage(message);
  }
}

/** Families that were not visited are read otherwise afterwards, so only items are lost. */
function failedBatch(batch: Batch, cause: string): BatchResult {
  if (batch.kind === 'families') return nothing();
  const problems = batch.items.map((item) => lostItem(item, cause));
  return { ...nothing(), items: batch.items.length, problems };
}

function lostItem(item: BatchItem, cause: string): Problem {
  const lost = { code: 'worker-failed', severity: 'error' } as const;
  if (item.kind !== 'file') {
    return { ...lost, message: `Object ${item.oid} was not scanned: ${cause}`, object: item.oid };
  }
  const path = Buffer.from(item.path, 'latin1').toString('utf8');
  return { ...lost, message: `${path} was not scanned: ${cause}`, path };
}
