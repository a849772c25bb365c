/** What becomes of a push, by what was found and by what the server's options say. */
import type { Judgement, JudgedFinding } from './judgement.ts';

export const POLICIES = ['block', 'allow'] as const;
export type Policy = (typeof POLICIES)[number];

/** `strict` blocks also where a container or an encoding was not looked into: anybody can wrap a secret deeper than a scan goes. */
export const UNSCANNED_POLICIES = ['strict', ...POLICIES] as const;
export type UnscannedPolicy = (typeof UNSCANNED_POLICIES)[number];

/** Warnings of what was not looked into: most are honest files, and nobody can open them all. */
const UNOPENED: ReadonlySet<string> = new Set([
  'archive-limit',
  'archive-damaged',
  'archive-encrypted',
  'archive-unsupported',
  'decode-limit',
]);

/** `deferred`: let through unscanned, or scanned in part. */
export type VerdictWord = 'accepted' | 'refused' | 'bypassed' | 'deferred';

/** Why a push was not simply taken. `error`: the hook itself could not begin, or failed. */
export type Cause = 'findings' | 'deadline' | 'unscanned' | 'error';

export interface Verdict {
  readonly word: VerdictWord;
  /** Null when it was scanned to its end and nothing was found. */
  readonly cause: Cause | null;
  /** Reasons that were given for a bypass. */
  readonly reasons: readonly string[];
}

export interface VerdictRequest {
  /** Null when the time was over before anything could be said. */
  readonly judgement: Judgement | null;
  readonly onDeadline: Policy;
  readonly onUnscanned: UnscannedPolicy;
  /** The reason given with the push, where that counts; null: none. */
  readonly bypass: string | null;
}

/** What a strict server takes for an error. */
export function heldStrictly(judgement: Judgement | null, policy: UnscannedPolicy): Judgement | null {
  if (judgement === null || policy !== 'strict') return judgement;
  const problems = judgement.problems.map((problem) =>
    UNOPENED.has(problem.code) ? { ...problem, severity: 'error' as const } : problem,
  );
  return { ...judgement, problems };
}

/** A finding comes before the time: what was found by the deadline refuses a push, whatever the policy. */
export function verdictOf(request: VerdictRequest): Verdict {
  const { judgement, bypass } = request;
  const cause = causeOf(judgement);
  if (cause === null) return { word: 'accepted', cause, reasons: [] };
  if (bypass !== null) return { word: 'bypassed', cause, reasons: [bypass] };
  if (cause !== 'findings') return byPolicy(cause, request);
  return judgement ? verdictOnFindings(judgement, request) : { word: 'refused', cause, reasons: [] };
}

/** Where each commit gives a reason, what was not scanned is still to be decided on. */
function verdictOnFindings(judgement: Judgement, request: VerdictRequest): Verdict {
  const reasons = reasonsIn(judgement.findings);
  if (reasons === null) return { word: 'refused', cause: 'findings', reasons: [] };
  const rest = restOf(judgement);
  return rest === null
    ? { word: 'bypassed', cause: 'findings', reasons }
    : { ...byPolicy(rest, request), reasons };
}

function byPolicy(cause: 'deadline' | 'unscanned', { onDeadline, onUnscanned }: VerdictRequest): Verdict {
  const policy = cause === 'deadline' ? onDeadline : onUnscanned;
  return { word: policy === 'allow' ? 'deferred' : 'refused', cause, reasons: [] };
}

function causeOf(judgement: Judgement | null): Exclude<Cause, 'error'> | null {
  if (judgement === null) return 'deadline';
  return judgement.findings.length > 0 ? 'findings' : restOf(judgement);
}

/** What was not scanned, findings aside. */
function restOf({ problems }: Judgement): 'deadline' | 'unscanned' | null {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return null;
  return errors.some(({ code }) => code === 'timed-out') ? 'deadline' : 'unscanned';
}

/** Null unless each finding's own commit gives a reason. */
function reasonsIn(findings: readonly JudgedFinding[]): string[] | null {
  const reasons = findings.flatMap(({ bypass }) => bypass ?? []);
  return reasons.length === findings.length ? [...new Set(reasons)] : null;
}
