/** The thread that keeps the clock of a push, as the one that scans sees it. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { NOTHING_KNOWN, type PushFacts } from '../../../hooks/receive/push-facts.ts';
import { SharedPush } from '../../../hooks/receive/shared-push.ts';
import { type ClockSetup, systemMs } from './clock-thread.ts';
import type { OwnOptions } from './receive-options.ts';

/** The build makes it of cli/start-clock.ts, which comes to clock-thread.ts. */
const THREAD = './clock-thread.cjs';

/** It holds what is known of the push and little else. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

export class PushClock {
  readonly shared = new SharedPush();
  readonly #worker: Worker;
  #facts = NOTHING_KNOWN;
  #isClaimed = false;
  /** Rejects when the thread cannot keep the clock; never resolves. */
  readonly failed: Promise<never>;

  constructor(own: OwnOptions, ways: readonly string[]) {
    const { memory } = this.shared;
    const startMs = systemMs() - performance.now();
    const worker = new Worker(new URL(THREAD, import.meta.url), {
      workerData: { own, ways, memory, startMs } satisfies ClockSetup,
      resourceLimits: LIMITS,
      env: SHARE_ENV,
    });
    this.#worker = worker;
    this.failed = new Promise((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread that keeps the clock ended')));
    });
    // Whoever waits for it hears of a failure; until then nobody needs to.
    this.failed.catch(() => undefined);
  }

  get facts(): PushFacts {
    return this.#facts;
  }

  /** From now on the push is settled with this as well, whoever settles it. */
  learn(learnt: Partial<PushFacts>): void {
    this.#facts = { ...this.#facts, ...learnt };
    this.#worker.postMessage(learnt);
  }

  /** Resolves when the answer is the caller's to give. Where the clock was first it gives it, and ends the program meanwhile. */
  async claim(): Promise<void> {
    if (!this.#isClaimed && !this.shared.claim()) await this.failed;
    this.#isClaimed = true;
  }

  end(): void {
    void this.#worker.terminate();
  }
}
