/** One push, from git's lines on standard input to a verdict. This thread only waits, so that the deadline holds whatever is pushed. */
import { ScannerError } from '../../../core/scanner-error.ts';
import type { Problem } from '../../../core/problem.ts';
import { endChildren } from '../../../git/git-process.ts';
import { listRefs } from '../../../git/list-refs.ts';
import { bypassInOptions } from '../../../hooks/receive/bypass.ts';
import type { Judgement } from '../../../hooks/receive/judgement.ts';
import { pushOptionsOf } from '../../../hooks/receive/pusher.ts';
import { newlyReachable } from '../../../hooks/receive/received-objects.ts';
import {
  type ReceivingRepository,
  receivingRepository,
} from '../../../hooks/receive/receiving-repository.ts';
import { parseUpdates, type RefUpdate, tipsOf } from '../../../hooks/receive/ref-updates.ts';
import type { Verdict } from '../../../hooks/receive/verdict.ts';
import { honours, type OwnOptions, type ReceiveOptions, waysIn } from './receive-options.ts';
import { ReceivingThread } from './receiving-thread.ts';
import { settlePush } from './settle-push.ts';

/** More gits than this never run at once. */
const MOST_CHILDREN = 64;
/** Lines of some 170,000 refs: more than anybody pushes, and read before any clock can strike. */
const MOST_INPUT_BYTES = 16 * 1024 * 1024;
/** Hooks that are silent for long are ended by some servers. */
const PROGRESS_MS = 5000;

/** @throws {ScannerError} */
export async function receivePush({ own, scan }: ReceiveOptions): Promise<Verdict> {
  const push = new Push(own);
  const thread = new ReceivingThread({
    scan,
    inlineAllow: own.inlineAllow,
    newOnly: own.newOnly,
    trailers: honours(own, 'trailer'),
    ways: waysIn(own),
  });
  const clocks = startClocks(own, thread, push);
  try {
    const judgement = await Promise.race([push.judge(thread), thread.failed, clocks.late]);
    return push.settle(judgement, thread);
  } finally {
    clocks.stop();
    thread.end();
    push.endGits();
    process.stdin.destroy();
  }
}

interface Clocks {
  /** Resolves at the deadline. */
  readonly late: Promise<null>;
  readonly stop: () => void;
}

function startClocks({ deadlineMs }: OwnOptions, thread: ReceivingThread, push: Push): Clocks {
  const left = (ms: number): number => Math.max(0, ms - performance.now());
  // A little before, so that what was found until then can still be told.
  const reserve = Math.min(1000, deadlineMs / 5);
  const soft = setTimeout(
    () => {
      push.endGits();
      thread.stop({ kind: 'stop', problem: timedOut(deadlineMs) });
    },
    left(deadlineMs - reserve),
  );
  const sign = setInterval(() => {
    const { items = 0, totalItems = 0 } = thread.progress ?? {};
    process.stderr.write(`bitsieve: scanned ${items} of ${totalItems || 'so far unknown'} files\n`);
  }, PROGRESS_MS);
  let hard: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (hard = setTimeout(() => resolve(null), left(deadlineMs))));
  return {
    late,
    stop: () => {
      clearTimeout(soft);
      clearTimeout(hard);
      clearInterval(sign);
    },
  };
}

function timedOut(deadlineMs: number): Problem {
  const message = `The push was not scanned to its end before --deadline (${deadlineMs / 1000} s)`;
  return { code: 'timed-out', severity: 'error', message };
}

/** What is known of the push so far: enough to settle it at any moment. */
class Push {
  readonly own: OwnOptions;
  readonly env = process.env;
  readonly #children = new Int32Array(new SharedArrayBuffer(MOST_CHILDREN * 4));
  readonly #bypass: string | null;
  updates: readonly RefUpdate[] = [];
  repository: ReceivingRepository | null = null;
  /** What refs led to before; null when it is not needed, or not known. */
  known: readonly string[] | null = null;

  constructor(own: OwnOptions) {
    this.own = own;
    this.#bypass = honours(own, 'push-option') ? bypassInOptions(pushOptionsOf(process.env)) : null;
  }

  async judge(thread: ReceivingThread): Promise<Judgement> {
    const updates = parseUpdates(await readInput());
    const tips = tipsOf(updates);
    this.updates = updates;
    const found = receivingRepository(this.env, process.cwd(), oidBytesOf(updates));
    const repository = { ...found, place: { ...found.place, children: this.#children } };
    this.repository = repository;
    const problems: Problem[] = [];
    const onProblem = (problem: Problem): void => void problems.push(problem);
    const [list] = await Promise.all([newlyReachable(repository, { tips }, onProblem), this.#learnKnown()]);
    return thread.judge({ kind: 'judge', repository, updates, list, problems, bypass: this.#bypass });
  }

  /** Says and logs what becomes of it. */
  settle(judgement: Judgement | null, { names, progress }: ReceivingThread): Verdict {
    const { env, own, updates, repository, known } = this;
    return settlePush({ env, own, updates, repository, known, names, progress, judgement });
  }

  /** Only whoever scans it later has to be told. */
  async #learnKnown(): Promise<void> {
    if (this.own.spool === null || !this.repository) return;
    const refs = await listRefs(this.repository.place);
    this.known = [...new Set(refs.map(({ oid }) => oid))];
  }

  /** Ends every git that still runs for it. */
  endGits(): void {
    endChildren(this.#children);
  }
}

/** As long as the names in the lines; a push of nothing needs none. */
function oidBytesOf([first]: readonly RefUpdate[]): 20 | 32 {
  const name = first?.after ?? first?.before ?? '';
  return name.length === 64 ? 32 : 20;
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST_INPUT_BYTES)
      throw new ScannerError('usage', 'standard input names more refs than anybody pushes');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('latin1');
}
