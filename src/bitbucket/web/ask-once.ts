/** One request, one answer, or one reason why there is none. */
import { plainText } from '../../core/plain-text.ts';
import { VERSION } from '../../core/version.ts';
import { ForgeError, type ForgeErrorKind } from '../forge-error.ts';
import { networkReason } from './network-reason.ts';
import { readBody } from './read-body.ts';
import { explainStatus, isPassing, kindOfStatus } from './status.ts';
import type { WebOptions, WebRequest } from './web.ts';

export interface WebAnswer {
  readonly status: number;
  /** What was in the JSON; undefined for an empty answer. */
  readonly value: unknown;
  readonly headers: Headers;
}

export type Asked =
  | { readonly outcome: 'answer'; readonly answer: WebAnswer }
  | { readonly outcome: 'redirect'; readonly location: string; readonly error: ForgeError }
  | {
      readonly outcome: 'failed';
      readonly error: ForgeError;
      /** May go better in a moment. */
      readonly mayPass: boolean;
      readonly retryAfter: string | null;
      /** When the server thinks it is, where it says so: what it tells of times is meant by its own clock. */
      readonly dateMs: number | null;
    };

type Question = WebRequest & {
  readonly authorization: string | null;
  /** Takes the credential out of a text: forges have been seen to repeat it in their answers. */
  readonly conceal: (text: string) => string;
};

/** Why there is no answer. */
interface Failure {
  readonly kind: ForgeErrorKind;
  /** null where there was none. */
  readonly status?: number;
  readonly reason: string;
  readonly hint?: string;
  readonly mayPass?: boolean;
  readonly retryAfter?: string | null;
  readonly dateMs?: number | null;
}

const IS_LOGIN =
  'What answers is a page for people, to log in say: the address has to be that of Bitbucket itself, with its context path.';

export async function askOnce(options: WebOptions, question: Question): Promise<Asked> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    const response = await options.send(question.url, initFor(question, signal));
    observe(options, question, response.headers);
    const text = await readBody(response, options.maxBodyBytes);
    if (text !== null) return judge(question, response, withoutCredential(question, text));
    const reason = `answered with more than ${options.maxBodyBytes} bytes`;
    return failed(question, { kind: 'bad-answer', status: response.status, reason });
  } catch (error) {
    if (options.signal?.aborted) return failed(question, { kind: 'cancelled', reason: 'was cancelled' });
    const late = `did not answer within ${options.timeoutMs / 1000} s`;
    if (timeout.aborted) return failed(question, { kind: 'timeout', reason: late, mayPass: true });
    return failed(question, { kind: 'network', ...networkReason(error) });
  }
}

/** Nor may it come in by a title or an address, and end in a report. */
function withoutCredential({ answersCredential, conceal }: Question, text: string): string {
  return answersCredential === true ? text : conceal(text);
}

function initFor({ method, headers, body, authorization }: Question, signal: AbortSignal): RequestInit {
  return {
    method,
    headers: {
      accept: 'application/json',
      'user-agent': `bitsieve/${VERSION}`,
      ...headers,
      ...(authorization !== null && { authorization }),
    },
    ...(body !== undefined && { body }),
    // Followed by hand: only so can it be seen where one leads before the credential goes there.
    redirect: 'manual',
    signal,
  };
}

/** https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/: access tokens only. */
function observe({ budget }: WebOptions, { group }: Question, headers: Headers): void {
  const limit = headers.get('x-ratelimit-limit');
  budget.observe(group, {
    limit: limit !== null && /^\d{1,7}$/.test(limit) ? Number(limit) : null,
    isNear: headers.get('x-ratelimit-nearlimit')?.toLowerCase() === 'true',
  });
}

function judge(question: Question, response: Response, text: string): Asked {
  const { status, headers } = response;
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location !== null) {
    const reason = 'redirects again and again';
    const { error } = failed(question, { kind: 'bad-answer', status, reason, hint: IS_LOGIN });
    return { outcome: 'redirect', location, error };
  }
  if (!response.ok) {
    const said = explainStatus(status, text, question.authorization === null);
    const retryAfter = headers.get('retry-after');
    return failed(question, {
      ...said,
      kind: kindOfStatus(status),
      status,
      retryAfter,
      dateMs: dateIn(headers),
      mayPass: isPassing(status),
    });
  }
  if (text.trim() === '') return { outcome: 'answer', answer: { status, headers, value: undefined } };
  return readJson(question, response, text);
}

function readJson(question: Question, { status, headers }: Response, text: string): Asked {
  try {
    return { outcome: 'answer', answer: { status, headers, value: JSON.parse(text) } };
  } catch {
    const isJson = /\bjson\b/i.test(headers.get('content-type') ?? '');
    const reason = isJson
      ? 'answered with JSON that ends too early or is none'
      : 'answered with something else than JSON; is this the address of the API?';
    return failed(question, {
      kind: 'bad-answer',
      status,
      reason,
      mayPass: isJson,
      ...(!isJson && { hint: IS_LOGIN }),
    });
  }
}

function failed(question: Question, failure: Failure): Extract<Asked, { outcome: 'failed' }> {
  const { kind, status = null, reason, hint, mayPass = false, retryAfter = null, dateMs = null } = failure;
  const { method, url, conceal } = question;
  const error = new ForgeError({
    kind,
    status,
    method,
    path: conceal(plainText(new URL(url).pathname, 200)),
    reason: conceal(reason),
    ...(hint !== undefined && { hint }),
  });
  return { outcome: 'failed', error, mayPass, retryAfter, dateMs };
}

function dateIn(headers: Headers): number | null {
  const dateMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(dateMs) ? null : dateMs;
}
