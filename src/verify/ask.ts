/** Asks one host about one secret: in its turn, once more where that may help, and never for longer than it may take. */
import type { VerifyRequest } from '../catalogue/verify-request.ts';
import type { VerifyReason } from '../core/verification.ts';
import type { FilledRequest } from './fill-request.ts';
import { judgeAnswer, needsBody, type Verdict } from './judge-answer.ts';
import type { Network, NetworkAnswer } from './network.ts';
import type { Pace, VerifyClock } from './pace.ts';
import type { RequestLog } from './request-log.ts';

export interface AskMeans {
  readonly network: Network;
  readonly pace: Pace;
  readonly clock: VerifyClock;
  readonly log: Pick<RequestLog, 'write'> | null;
  /** From the beginning of a connection to the last byte of an answer. */
  readonly timeoutMs: number;
}

export interface Question {
  readonly detector: string;
  readonly secretId: string;
  readonly request: VerifyRequest;
  readonly filled: FilledRequest;
  /** Would a secret that works be known at this host for certain? */
  readonly isHome: boolean;
}

interface Try {
  readonly verdict: Verdict;
  readonly status: number | null;
  readonly retryAfter: string | null;
}

const TRIES = 2;
const RETRY_MS = 2000;
/** Whoever says to wait for longer is not waited for. */
const MOST_TOLD_MS = 30_000;
const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
const TLS_CODES = /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO)/;

/** @returns null where the signal fired */
export async function ask(question: Question, means: AskMeans, signal: AbortSignal): Promise<Verdict | null> {
  for (let attempt = 1; ; attempt++) {
    await means.pace.turn(question.filled.host, signal);
    if (signal.aborted) return null;
    const tried = await tryOnce(question, attempt, means, signal);
    if (tried === null) return null;
    const delayMs = delayBefore(tried);
    if (delayMs === null || attempt === TRIES) return tried.verdict;
    means.pace.hold(question.filled.host, delayMs);
  }
}

async function tryOnce(
  question: Question,
  attempt: number,
  means: AskMeans,
  signal: AbortSignal,
): Promise<Try | null> {
  const { clock, log } = means;
  const time = new Date(clock.now()).toISOString();
  const tried = await sendOnce(question, means, signal);
  const { detector, secretId, filled } = question;
  const { host, method, shownPath } = filled;
  const status = tried?.status ?? null;
  const verdict = tried?.verdict ?? unknown('interrupted');
  log?.write({ time, detector, secretId, host, method, path: shownPath, attempt, status, ...verdict });
  return tried;
}

async function sendOnce(
  { request, filled, isHome }: Question,
  { network, timeoutMs }: AskMeans,
  signal: AbortSignal,
): Promise<Try | null> {
  const tooLate = AbortSignal.timeout(timeoutMs);
  try {
    const either = AbortSignal.any([signal, tooLate]);
    const answer: NetworkAnswer = await network.send(filled, needsBody(request), either);
    return { verdict: judgeAnswer(request, answer, isHome), ...answer };
  } catch (error) {
    if (signal.aborted) return null;
    const reason = tooLate.aborted ? 'too-slow' : reasonOf(error);
    return { verdict: unknown(reason), status: null, retryAfter: null };
  }
}

function unknown(reason: VerifyReason): Verdict {
  return { result: 'unknown', reason };
}

/** The code alone is looked at: messages may quote what was sent. */
function reasonOf(error: unknown): VerifyReason {
  const codes = [error, Object(error).cause].map((one) => String(Object(one).code ?? ''));
  if (codes.includes('ADDRESS_REFUSED')) return 'address-refused';
  if (codes.some((code) => TLS_CODES.test(code))) return 'no-trust';
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) return 'no-address';
  return 'no-answer';
}

/** @returns null where another try would not help */
function delayBefore({ status, retryAfter, verdict }: Try): number | null {
  if (verdict.result !== 'unknown') return null;
  if (status === null) return verdict.reason === 'no-answer' ? RETRY_MS : null;
  if (!PASSING.has(status)) return null;
  const toldMs = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : RETRY_MS;
  return toldMs > MOST_TOLD_MS ? null : Math.max(toldMs, RETRY_MS);
}
