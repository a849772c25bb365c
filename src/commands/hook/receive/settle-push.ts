/** What becomes of a push is decided, kept for later where it has to be, logged and said. */
import { ScannerError } from '../../../core/scanner-error.ts';
import type { Judgement } from '../../../hooks/receive/judgement.ts';
import type { PushFacts } from '../../../hooks/receive/push-facts.ts';
import { pusherOf } from '../../../hooks/receive/pusher.ts';
import { appendLine, logLine } from '../../../hooks/receive/push-log.ts';
import { pushLines } from '../../../hooks/receive/push-lines.ts';
import { sayLines } from '../../../hooks/receive/server-streams.ts';
import type { HowFar } from '../../../hooks/receive/shared-push.ts';
import { keepEntry } from '../../../hooks/receive/spool.ts';
import { heldStrictly, type Verdict, verdictOf } from '../../../hooks/receive/verdict.ts';
import { EXIT } from '../../command.ts';
import type { OwnOptions } from './receive-options.ts';

export interface SettledPush {
  readonly own: OwnOptions;
  /** How a bypass is asked for here. */
  readonly ways: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly facts: PushFacts;
  readonly progress: HowFar | null;
  /** Null at the deadline. */
  readonly judgement: Judgement | null;
  /** From the start of the program. */
  readonly durationMs: number;
}

type LoggedFailure = Pick<SettledPush, 'env' | 'facts' | 'durationMs'> & {
  readonly own: Pick<OwnOptions, 'log'> & { readonly deadlineMs: number | null };
};

interface Settled {
  readonly verdict: Verdict;
  /** The entry of the spool; null: there is none. */
  readonly spooled: string | null;
  /** What went wrong on the way. */
  readonly complaints: readonly string[];
}

const MOST_LINES = 20;
const NOT_KNOWN = 'which objects it brings is not known, or they are too many';

/** Says it on standard error. Does not wait for anything, so either thread can. @returns the exit code */
export function settlePush(settling: SettledPush): number {
  const { own, facts } = settling;
  const { onDeadline, onUnscanned } = own;
  const judgement = heldStrictly(settling.judgement, onUnscanned);
  const push = { ...settling, judgement };
  // A reason that was not looked through cannot be logged, for it may hold a secret.
  const bypass = facts.names?.bypass ?? null;
  const verdict = verdictOf({ judgement, onDeadline, onUnscanned, bypass });
  const settled = logged(push, spooled(push, verdict));
  sayLines(linesOf(push, settled));
  return exitCodeOf(settled.verdict);
}

/** Of a hook that cannot judge a push at all, for the log alone: it refuses the push, and whoever throws the error tells it. */
export function logFailure(push: LoggedFailure, error: unknown): void {
  const { log } = push.own;
  if (log === null) return;
  const code = error instanceof ScannerError ? error.code : 'internal';
  const verdict = { word: 'refused', cause: 'error', reasons: [] } as const;
  try {
    appendLine(log, lineOf({ ...push, judgement: null }, { verdict, spooled: null }, [code]));
  } catch (failure) {
    sayLines([unwritten(failure)]);
  }
}

function exitCodeOf({ word, cause }: Verdict): number {
  if (word !== 'refused') return EXIT.clean;
  return cause === 'findings' ? EXIT.findings : EXIT.incomplete;
}

/** Who asked for a spool lets nothing through that is not in it. */
function spooled(push: SettledPush, verdict: Verdict): Settled {
  const { own, facts, env } = push;
  if (verdict.word !== 'deferred' || own.spool === null || isDryRun(env))
    return { verdict, spooled: null, complaints: [] };
  try {
    const { gitDir, tips, known } = facts;
    if (gitDir === null || tips === null) throw new Error(NOT_KNOWN);
    const entry = { format: 1 as const, time: new Date().toISOString(), repository: gitDir, tips, known };
    return { verdict, spooled: keepEntry(own.spool, entry), complaints: [] };
  } catch (error) {
    const complaint = `bitsieve: what was not scanned cannot be kept for later (${reasonOf(error)})`;
    return { verdict: { ...verdict, word: 'refused' }, spooled: null, complaints: [complaint] };
  }
}

/** A bypass that cannot be logged is none. */
function logged(push: SettledPush, settled: Settled): Settled {
  const { log } = push.own;
  if (log === null) return settled;
  try {
    const problems = push.judgement?.problems ?? [];
    appendLine(
      log,
      lineOf(
        push,
        settled,
        problems.map(({ code }) => code),
      ),
    );
    return settled;
  } catch (error) {
    const { verdict } = settled;
    const word = verdict.word === 'bypassed' ? 'refused' : verdict.word;
    return {
      ...settled,
      verdict: { ...verdict, word },
      complaints: [...settled.complaints, unwritten(error)],
    };
  }
}

function unwritten(error: unknown): string {
  return `bitsieve: the log of pushes cannot be written (${reasonOf(error)})`;
}

/** @param problems their codes */
function lineOf(
  { env, judgement, own, facts, durationMs }: LoggedFailure & Pick<SettledPush, 'judgement'>,
  { verdict, spooled: entry }: Omit<Settled, 'complaints'>,
  problems: readonly string[],
): string {
  return logLine({
    time: new Date(),
    pusher: pusherOf(env),
    repository: facts.gitDir ?? process.cwd(),
    project: projectOf(env),
    updates: facts.updates,
    refCount: facts.refCount,
    refs: facts.names?.refs ?? null,
    verdict,
    isDryRun: isDryRun(env),
    deadlineMs: own.deadlineMs,
    durationMs,
    findings: judgement?.findings ?? [],
    problems,
    spooled: entry,
  });
}

function linesOf(push: SettledPush, { verdict, spooled: entry, complaints }: Settled): string[] {
  const { own, judgement, progress, ways } = push;
  const found = verdict.word === 'refused' && verdict.cause !== 'deadline' ? (judgement?.lines ?? []) : [];
  const isSpooled = entry !== null;
  const told = { verdict, judgement, deadlineMs: own.deadlineMs, progress, isSpooled, bypasses: ways };
  const last = [...complaints, ...pushLines(told)];
  return [...found.slice(0, MOST_LINES - last.length), ...last];
}

/** Codes of the system hold no names. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : 'it is not said why';
}

/** Bitbucket asks while somebody looks at a pull request: nothing is merged then. */
function isDryRun(env: SettledPush['env']): boolean {
  return env['BB_IS_DRY_RUN'] === 'true';
}

/** As the server names the repository. */
function projectOf(env: SettledPush['env']): string | null {
  const { BB_PROJECT_KEY: project, BB_REPO_SLUG: slug, GL_PROJECT_PATH: path, GL_REPO: repo } = env;
  return project === undefined || slug === undefined ? (path ?? repo ?? null) : `${project}/${slug}`;
}
