/** The body of the thread that scans a push, so that the one that answers for it can never be kept from answering. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ScanOptions } from '../../../config/scan-options.ts';
import { ScannerError } from '../../../core/scanner-error.ts';
import type { ThreadAnswer, ThreadOrder } from '../../../hooks/receive/judgement.ts';
import type { ScanPlan } from '../../../pipeline/scan-plan.ts';
import { type JudgeRequest, judgePush, toldNames } from './judge-push.ts';
import { receivePlan } from './receive-plan.ts';

export interface ThreadSetup {
  readonly scan: Partial<ScanOptions>;
  readonly inlineAllow: boolean;
  readonly newOnly: boolean;
  readonly trailers: boolean;
  /** How a bypass is asked for here. */
  readonly ways: readonly string[];
}

/** More often nobody could read. */
const PROGRESS_MS = 250;

function answer(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}

function watch(controller: AbortController): Pick<ScanPlan, 'signal' | 'onProgress'> {
  let told = 0;
  return {
    signal: controller.signal,
    onProgress: ({ items, totalItems }) => {
      const now = performance.now();
      if (now - told < PROGRESS_MS) return;
      told = now;
      answer({ kind: 'progress', items, totalItems });
    },
  };
}

function refuse(error: unknown): void {
  if (!(error instanceof ScannerError) || error.code === 'internal') throw error;
  const { code, message, hint } = error;
  answer({ kind: 'cannot', error: { code, message, hint } });
}

/** Waits for the push that the other thread describes. */
export function receive(): void {
  const controller = new AbortController();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- hook pre-receive starts this thread with a ThreadSetup and nothing else does
  const setup = workerData as ThreadSetup;
  try {
    const ready = receivePlan(setup, watch(controller));
    // Built now, while the other thread asks git what there is.
    void ready.plan.set;
    parentPort?.on('message', (order: ThreadOrder) => {
      if (order.kind === 'stop') controller.abort(order.problem);
      else answerFor(order, { ...ready, ...setup });
    });
  } catch (error) {
    refuse(error);
  }
}

function answerFor(order: Extract<ThreadOrder, { kind: 'judge' }>, request: JudgeRequest): void {
  answer({ kind: 'names', names: toldNames(order, request) });
  judgePush(order, request).then(
    (judgement) => answer({ kind: 'judged', judgement }),
    // Thrown outside of the promise, it ends the thread, and the other one learns what it was.
    (error: unknown) => setImmediate(() => refuse(error)),
  );
}
