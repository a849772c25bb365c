/**
 * Worker threads that scan batches, of one repository after the other: a thread that has scanned one is warm for the next. A thread
 * that dies costs its batch, which is listed as a problem, and is replaced.
 */
import type { Worker } from 'node:worker_threads';
import type { Problem } from '../core/problem.ts';
import type { GitPlace } from '../git/git-process.ts';
import type { Batch, BatchItem, BatchResult, BatchScanner } from './batch.ts';
import { nothing } from './scan-batch.ts';
import type { WorkerMessage, WorkerPlace, WorkerSetup } from './scan-worker.ts';

/** Two a thread: one being scanned, one waiting, so that no thread idles while a message travels. */
const BATCHES_PER_THREAD = 2;

export class WorkerPool {
  readonly #members: readonly Member[];

  constructor(threads: number, setup: WorkerSetup, script: URL) {
    this.#members = Array.from({ length: threads }, () => new Member(setup, script));
  }

  /**
   * For one scan at a time. Closed, what is still under way is dropped, and the threads wait for the next.
   * @param place the repository to read objects from; null when only files are scanned
   */
  lend(place: GitPlace | null): BatchScanner {
    const members = this.#members;
    const where = place && cloneable(place);
    for (const member of members) member.enter({ place: where, packs: [] });
    return {
      width: members.length * BATCHES_PER_THREAD,
      open: (packs) => {
        for (const member of members) member.enter({ place: where, packs });
      },
      scan: (batch) => leastBusy(members).scan(batch),
      close: () => {
        for (const member of members) member.leave();
        return Promise.resolve();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()));
  }
}

/** A signal cannot cross to a thread. */
function cloneable(place: GitPlace): GitPlace {
  const crossing = { ...place };
  delete crossing.signal;
  return crossing;
}

function leastBusy(members: readonly Member[]): Member {
  return members.reduce((best, member) => (member.load < best.load ? member : best));
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (result: BatchResult) => void;
}

const NOWHERE: WorkerPlace = { place: null, packs: [] };

class Member {
  readonly #setup: WorkerSetup;
  readonly #script: URL;
  #worker: Worker;
  #waiting: Waiting[] = [];
  #where: WorkerPlace = NOWHERE;
  #isClosing = false;

  constructor(setup: WorkerSetup, script: URL) {
    this.#setup = setup;
    this.#script = script;
    this.#worker = this.#start();
  }

  get load(): number {
    return this.#waiting.length;
  }

  enter(where: WorkerPlace): void {
    this.#where = where;
    this.#tell({ kind: 'place', ...where });
  }

  scan(batch: Batch): Promise<BatchResult> {
    return new Promise((resolve) => {
      this.#waiting.push({ batch, resolve });
      this.#tell(batch);
    });
  }

  /** Nobody waits for what is under way: the thread that is at it goes, and with it whatever it would have answered. */
  leave(): void {
    if (this.#isClosing) return;
    if (this.load > 0) {
      const busy = this.#worker;
      this.#drop();
      this.#worker = this.#start();
      void busy.terminate();
    }
    this.enter(NOWHERE);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#worker.terminate();
    this.#drop();
  }

  #drop(): void {
    for (const { batch, resolve } of this.#waiting.splice(0))
      resolve(failedBatch(batch, 'the scan was stopped'));
  }

  #start(): Worker {
    // Not imported: most hooks start no thread, and should not wait for what starts one.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const worker = new Worker(this.#script, { workerData: this.#setup });
    let cause = 'the thread ended';
    const isOurs = (): boolean => worker === this.#worker;
    worker.on('message', (result: BatchResult) => {
      if (isOurs()) this.#waiting.shift()?.resolve(result);
    });
    worker.on('error', (error: Error) => (cause = error.message));
    worker.on('exit', () => {
      if (isOurs()) this.#replace(cause);
    });
    return worker;
  }

  /** The batch that was being scanned is lost; those behind it go to the successor. */
  #replace(cause: string): void {
    if (this.#isClosing) return;
    const lost = this.#waiting.shift();
    lost?.resolve(failedBatch(lost.batch, cause));
    this.#worker = this.#start();
    this.enter(this.#where);
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
