/** The log of a server's hook: a line of JSON for each push, with who, what and why, and no secret. */
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { Pusher } from './pusher.ts';
import type { JudgedFinding } from './judgement.ts';
import type { RefUpdate } from './ref-updates.ts';
import type { Verdict } from './verdict.ts';

export interface LoggedPush {
  readonly time: Date;
  readonly pusher: Pusher;
  /** Folder of the repository. */
  readonly repository: string;
  /** As the server names it, if it does. */
  readonly project: string | null;
  /** The first of them. */
  readonly updates: readonly RefUpdate[];
  readonly refCount: number;
  /** Names of the first refs, secrets in them masked; null when there was no time for that. */
  readonly refs: readonly string[] | null;
  readonly verdict: Verdict;
  readonly isDryRun: boolean;
  /** Null where it was not read. */
  readonly deadlineMs: number | null;
  readonly durationMs: number;
  readonly findings: readonly JudgedFinding[];
  /** Codes of problems. */
  readonly problems: readonly string[];
  /** The entry of the spool that keeps the rest; null when there is none. */
  readonly spooled: string | null;
}

/** Of long lists the beginning is logged, and how many there are. */
export const MOST_LISTED = 500;

/** One line, with its end. */
export function logLine(push: LoggedPush): string {
  const { verdict, findings, updates, refCount } = push;
  const record = {
    time: push.time.toISOString(),
    verdict: verdict.word,
    cause: verdict.cause,
    who: push.pusher,
    repository: push.repository,
    project: push.project,
    refs: updates
      .slice(0, MOST_LISTED)
      .map(({ before, after }, index) => ({ ref: push.refs?.[index] ?? null, before, after })),
    refCount,
    reasons: verdict.reasons,
    fingerprints: findings.slice(0, MOST_LISTED).map(({ fingerprint }) => fingerprint),
    detectors: [...new Set(findings.map(({ detector }) => detector))].slice(0, MOST_LISTED),
    findingCount: findings.length,
    problems: [...new Set(push.problems)],
    dryRun: push.isDryRun,
    deadlineMs: push.deadlineMs,
    durationMs: push.durationMs,
    spooled: push.spooled,
  };
  return `${JSON.stringify(record)}\n`;
}

/** In one write to the file's end, so that lines of several pushes do not mix. @throws when it cannot be written */
export function appendLine(path: string, line: string): void {
  // Who may read it is for the owner to say, but a new one is not for everybody.
  // Not waited for: a named pipe that nobody reads would hold up the answer.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK } = constants;
  const file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK, 0o640);
  try {
    if (!fstatSync(file).isFile()) throw new Error('it is no regular file');
    const bytes = Buffer.from(line, 'utf8');
    if (writeSync(file, bytes) !== bytes.length) throw new Error('only a part of the line could be written');
  } finally {
    closeSync(file);
  }
}
