/** The thread that scans a push, as the one that answers for it sees it. */
import { Worker } from 'node:worker_threads';
import { ScannerError } from '../../../core/scanner-error.ts';
import type { Judgement, ThreadAnswer, ThreadOrder, ToldNames } from '../../../hooks/receive/judgement.ts';
import type { ThreadSetup } from './receive-thread.ts';

/** As much as new objects may take before they are looked through: a hook should be small, and this costs it next to nothing. */
const YOUNG_MB = 8;

/** The build makes it of cli/start-thread.ts, which comes to receive-thread.ts. */
const THREAD = './receive-thread.cjs';

export interface HowFar {
  readonly items: number;
  readonly totalItems: number;
}

export class ReceivingThread {
  readonly #worker: Worker;
  readonly #judged: Promise<Judgement>;
  /** Null until it has begun. */
  progress: HowFar | null = null;
  /** Null until they are known. */
  names: ToldNames | null = null;

  constructor(setup: ThreadSetup) {
    const worker = new Worker(new URL(THREAD, import.meta.url), {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker = worker;
    this.#judged = new Promise((resolve, reject) => {
      worker.on('message', (answer: ThreadAnswer) => {
        if (answer.kind === 'progress') this.progress = answer;
        else if (answer.kind === 'names') this.names = answer.names;
        else if (answer.kind === 'judged') resolve(answer.judgement);
        else reject(errorOf(answer.error));
      });
      worker.once('error', (error: Error & { readonly code?: string }) => {
        // What takes more memory than there is cannot be scanned, which is no fault of the program.
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(unscanned());
        else reject(error);
      });
      worker.once('exit', () => reject(new Error('the thread that scans a push ended')));
    });
    // Whoever waits for it hears of a failure; until then nobody needs to.
    this.#judged.catch(() => undefined);
  }

  /** @throws {ScannerError} when it cannot scan at all */
  judge(order: ThreadOrder): Promise<Judgement> {
    this.#worker.postMessage(order);
    return this.#judged;
  }

  /** It answers with what it has, if it is still able to. */
  stop(order: Extract<ThreadOrder, { kind: 'stop' }>): void {
    this.#worker.postMessage(order);
  }

  end(): void {
    void this.#worker.terminate();
  }

  /** Rejects when it cannot start. */
  get failed(): Promise<never> {
    return this.#judged.then(() => new Promise<never>(() => undefined));
  }
}

function unscanned(): Judgement {
  const message = 'The push was not scanned: it takes more memory than there is';
  const problem = { code: 'worker-failed', severity: 'error', message } as const;
  return { findings: [], problems: [problem], lines: [`bitsieve: ${message}`], objects: 0 };
}

function errorOf({ code, message, hint }: Extract<ThreadAnswer, { kind: 'cannot' }>['error']): ScannerError {
  return new ScannerError(code, message, hint === undefined ? {} : { hint });
}
