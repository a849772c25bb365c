/** What becomes of a push is decided, kept for later where it has to be, logged and said. */
import type { Judgement, ToldNames } from '../../../hooks/receive/judgement.ts';
import { pusherOf } from '../../../hooks/receive/pusher.ts';
import { appendLine, logLine } from '../../../hooks/receive/push-log.ts';
import { pushLines } from '../../../hooks/receive/push-lines.ts';
import type { ReceivingRepository } from '../../../hooks/receive/receiving-repository.ts';
import { type RefUpdate, tipsOf } from '../../../hooks/receive/ref-updates.ts';
import { keepEntry, MOST_NAMES } from '../../../hooks/receive/spool.ts';
import { heldStrictly, type Verdict, verdictOf } from '../../../hooks/receive/verdict.ts';
import { type OwnOptions, waysIn } from './receive-options.ts';
import type { HowFar } from './receiving-thread.ts';

export interface SettledPush {
  readonly own: OwnOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly updates: readonly RefUpdate[];
  /** Null when the time was over before it was found. */
  readonly repository: ReceivingRepository | null;
  /** What refs led to before; null where that is not known. */
  readonly known: readonly string[] | null;
  readonly names: ToldNames | null;
  readonly progress: HowFar | null;
  readonly judgement: Judgement | null;
}

interface Settled {
  readonly verdict: Verdict;
  /** The entry of the spool; null: there is none. */
  readonly spooled: string | null;
  /** What went wrong on the way. */
  readonly complaints: readonly string[];
}

const MOST_LINES = 20;

/** Says it on standard error. */
export function settlePush(settling: SettledPush): Verdict {
  const { own, names } = settling;
  const { onDeadline, onUnscanned } = own;
  const judgement = heldStrictly(settling.judgement, onUnscanned);
  const push = { ...settling, judgement };
  // Without the thread's word on it a reason cannot be logged, for it may hold a secret.
  const bypass = names?.bypass ?? null;
  const verdict = verdictOf({ judgement, onDeadline, onUnscanned, bypass });
  const settled = logged(push, spooled(push, verdict));
  const lines = linesOf(push, settled);
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
  return settled.verdict;
}

/** Who asked for a spool lets nothing through that is not in it. */
function spooled(push: SettledPush, verdict: Verdict): Settled {
  const { own, repository, updates, env } = push;
  if (verdict.word !== 'deferred' || own.spool === null || isDryRun(env))
    return { verdict, spooled: null, complaints: [] };
  try {
    if (!repository) throw new Error('the repository is not known yet');
    const entry = {
      format: 1 as const,
      time: new Date().toISOString(),
      repository: repository.gitDir,
      tips: tipsOf(updates),
      known: knownBefore(push),
    };
    return { verdict, spooled: keepEntry(own.spool, entry), complaints: [] };
  } catch (error) {
    const complaint = `bitsieve: what was not scanned cannot be kept for later (${reasonOf(error)})`;
    return { verdict: { ...verdict, word: 'refused' }, spooled: null, complaints: [complaint] };
  }
}

/** With less known, more is scanned later; never less. */
function knownBefore({ known, updates }: SettledPush): readonly string[] {
  if (known && known.length <= MOST_NAMES) return known;
  return [...new Set(updates.flatMap(({ before }) => before ?? []))];
}

/** A bypass that cannot be logged is none. */
function logged(push: SettledPush, settled: Settled): Settled {
  const { log } = push.own;
  if (log === null) return settled;
  try {
    appendLine(log, lineOf(push, settled));
    return settled;
  } catch (error) {
    const complaint = `bitsieve: the log of pushes cannot be written (${reasonOf(error)})`;
    const { verdict } = settled;
    const word = verdict.word === 'bypassed' ? 'refused' : verdict.word;
    return { ...settled, verdict: { ...verdict, word }, complaints: [...settled.complaints, complaint] };
  }
}

function lineOf(push: SettledPush, { verdict, spooled: entry }: Settled): string {
  const { env, judgement, own, repository, updates, names } = push;
  const { findings = [], problems = [] } = judgement ?? {};
  return logLine({
    time: new Date(),
    pusher: pusherOf(env),
    repository: repository?.gitDir ?? process.cwd(),
    project: projectOf(env),
    updates,
    refs: names?.refs ?? null,
    verdict,
    isDryRun: isDryRun(env),
    deadlineMs: own.deadlineMs,
    durationMs: Math.round(performance.now()),
    findings,
    problems: problems.map(({ code }) => code),
    spooled: entry,
  });
}

function linesOf(push: SettledPush, { verdict, spooled: entry, complaints }: Settled): string[] {
  const { own, judgement, progress } = push;
  const found = verdict.word === 'refused' && verdict.cause !== 'deadline' ? (judgement?.lines ?? []) : [];
  const isSpooled = entry !== null;
  const told = { verdict, judgement, deadlineMs: own.deadlineMs, progress, isSpooled, bypasses: waysIn(own) };
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
