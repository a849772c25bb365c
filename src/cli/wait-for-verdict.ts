/**
 * `hook pre-receive` as a child, for whoever starts it without bin/bitsieve-hook, which does the same: a scan that is stuck can be ended
 * in time, but only from outside with an exit code that says "taken".
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { UNANSWERED, VERDICT_FD, verdictIn } from '../hooks/receive/verdict-pipe.ts';

/** How V8 and the system end a program that takes more memory than there is. */
const OUT_OF_MEMORY: ReadonlySet<NodeJS.Signals | null> = new Set([
  'SIGABRT',
  'SIGTRAP',
  'SIGILL',
  'SIGKILL',
]);
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT_UNANSWERED = 1;

/** @param argv without node and script. @returns the exit code; never 0 without a verdict that says so */
export async function waitForVerdict(argv: readonly string[]): Promise<number> {
  const first = await outcomeOf(argv, null);
  const isOver = first.code !== null || !OUT_OF_MEMORY.has(first.signal);
  const { code } = isOver ? first : await outcomeOf(argv, first.said);
  return code ?? EXIT_UNANSWERED;
}

interface Outcome {
  /** Null: there was no verdict, and no exit code but 0. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** @param unanswered what a program handed on that ended without an answer; null: this is the first */
function outcomeOf(argv: readonly string[], unanswered: string | null): Promise<Outcome> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', ...argv], {
    stdio: [unanswered === null ? 'inherit' : 'pipe', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [VERDICT_FD]: '3', ...(unanswered !== null && { [UNANSWERED]: '1' }) },
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(unanswered ?? '', 'latin1');
  const release = passSignals(child);
  let said = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      release();
      // An exit code of 0 without a verdict says nothing.
      resolve({ code: verdictIn(said) ?? (exitCode || null), signal, said });
    });
  });
}

/** Whoever ends this program means the other. */
function passSignals(child: ChildProcess): () => void {
  const listeners = ENDING.map((signal) => ({ signal, pass: () => void child.kill(signal) }));
  for (const { signal, pass } of listeners) process.on(signal, pass);
  return () => {
    for (const { signal, pass } of listeners) process.off(signal, pass);
  };
}
