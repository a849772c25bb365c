/** The body of the thread that keeps the clock of a push: it answers at the deadline, whatever the one that scans is stuck in. */
import { parentPort, workerData } from 'node:worker_threads';
import { NOTHING_KNOWN, type PushFacts } from '../../../hooks/receive/push-facts.ts';
import { sayLines } from '../../../hooks/receive/server-streams.ts';
import { SharedPush } from '../../../hooks/receive/shared-push.ts';
import { VerdictPipe } from '../../../hooks/receive/verdict-pipe.ts';
import type { OwnOptions } from './receive-options.ts';
import { settlePush } from './settle-push.ts';

export interface ClockSetup {
  readonly own: OwnOptions;
  readonly ways: readonly string[];
  /** Of a SharedPush. */
  readonly memory: SharedArrayBuffer;
  /** When the program started, in milliseconds of the system's own clock, which all threads share. */
  readonly startMs: number;
}

/** Hooks that are silent for long are ended by some servers. */
const SIGN_MS = 5000;
/** What a signal takes at most. */
const ENDING_MS = 100;

/** Milliseconds of a clock that only goes on, the same in all threads. */
export function systemMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

export function keepClock(): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- hook pre-receive starts this thread with a ClockSetup and nothing else does
  const { own, ways, memory, startMs } = workerData as ClockSetup;
  const shared = new SharedPush(memory);
  let facts = NOTHING_KNOWN;
  parentPort?.on('message', (learnt: Partial<PushFacts>) => (facts = { ...facts, ...learnt }));
  setInterval(() => {
    const { items = 0, totalItems = 0 } = shared.progress ?? {};
    sayLines([`bitsieve: scanned ${items} of ${totalItems || 'so far unknown'} files`]);
  }, SIGN_MS);
  const passed = (): number => systemMs() - startMs;
  setTimeout(
    () => {
      if (!shared.claim()) return;
      const durationMs = Math.round(passed());
      const settle = (): number =>
        settlePush({
          own,
          ways,
          facts,
          durationMs,
          env: process.env,
          progress: shared.progress,
          judgement: null,
        });
      answer(settle, shared);
    },
    Math.max(0, own.deadlineMs - passed()),
  );
}

/** Whatever happens here, the program ends; without a verdict that is a refusal. */
function answer(settle: () => number, shared: SharedPush): void {
  const pipe = new VerdictPipe(process.env);
  try {
    shared.endGits();
    pipe.tell(settle());
  } finally {
    endProgram(pipe);
  }
}

/** A thread cannot exit with a code of its choice. Where nobody waits for a verdict the signal that git does not remark upon comes first. */
function endProgram(pipe: VerdictPipe): void {
  if (!pipe.isThere) {
    process.kill(process.pid, 'SIGINT');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ENDING_MS);
  }
  process.kill(process.pid, 'SIGKILL');
}
