/** Asks one forge, again where that helps, within its budget; the credential goes nowhere else. */
import { plainText } from '../../core/plain-text.ts';
import { ForgeError } from '../forge-error.ts';
import type { Budget, ResourceGroup } from '../budget.ts';
import type { Clock } from '../clock.ts';
import { askOnce, type Asked, type WebAnswer } from './ask-once.ts';
import type { Send } from './network.ts';
import { addressBelow } from './origin.ts';
import { hiccupDelayMs, limitedDelayMs } from './retry.ts';

/** Sent as `Authorization`. */
export interface Authorizer {
  /** @param isStale the last one was refused: get a new one, if there is such a thing */
  authorization(isStale: boolean): Promise<string>;
  /** Whether a new one is worth asking for. */
  readonly isRenewable: boolean;
  /** Takes the credential out of a text. */
  conceal(text: string): string;
}

/** One wait before a request is made again. */
export interface Retry {
  readonly path: string;
  readonly reason: string;
  readonly delayMs: number;
}

export interface WebOptions {
  /** Nothing outside of it is asked. */
  readonly base: URL;
  /** null asks as anonymous. */
  readonly authorizer: Authorizer | null;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly send: Send;
  /** From the first byte sent to the last one received. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** 0 to less than 1. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  readonly onRetry?: (retry: Retry) => void;
}

export interface WebRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly group: ResourceGroup;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer is a credential: it must not be taken out of it. */
  readonly answersCredential?: true;
  /** Done twice it would do harm, and whoever sees no answer cannot know: only after a 429 is it made again. */
  readonly isOnce?: true;
}

/** A server that hiccups five times in half a minute is down. */
const MAX_HICCUPS = 5;
/** The hour that Cloud counts has to end in it. */
const MAX_LIMITED_MS = 3_900_000;
const MAX_REDIRECTS = 5;

/** What went wrong with one request so far. */
interface Trouble {
  hiccups: number;
  limits: number;
  limitedMs: number;
  redirects: number;
  hasRenewed: boolean;
}

/**
 * @returns the answer, 2xx, its JSON read
 * @throws {ForgeError} for every other end
 */
export async function ask(options: WebOptions, request: WebRequest): Promise<WebAnswer> {
  const trouble: Trouble = { hiccups: 0, limits: 0, limitedMs: 0, redirects: 0, hasRenewed: false };
  let { url } = request;
  let isStale = false;
  for (;;) {
    const asked = await askWithin(options, { ...request, url }, isStale);
    if (asked.outcome === 'answer') return asked.answer;
    isStale = false;
    if (asked.outcome === 'redirect') {
      if (++trouble.redirects > MAX_REDIRECTS || request.method !== 'GET') throw asked.error;
      url = new URL(asked.location, url).href;
      continue;
    }
    const { error } = asked;
    if (error.kind === 'unauthorized' && options.authorizer?.isRenewable === true && !trouble.hasRenewed) {
      trouble.hasRenewed = true;
      isStale = true;
      continue;
    }
    await waitAfter(options, request, asked, trouble);
  }
}

async function askWithin(options: WebOptions, request: WebRequest, isStale: boolean): Promise<Asked> {
  const { base, budget, signal, authorizer } = options;
  const url = addressBelow(base, request.url);
  if (!url) throw leadingAway(base, request);
  await budget.take(request.group, signal);
  const authorization = (await authorizer?.authorization(isStale)) ?? null;
  return askOnce(options, {
    ...request,
    url: url.href,
    authorization,
    conceal: (text) => authorizer?.conceal(text) ?? text,
  });
}

function leadingAway({ host, pathname }: URL, { method, url }: WebRequest): ForgeError {
  const elsewhere = URL.canParse(url) ? plainText(new URL(url).host, 100) : '';
  return new ForgeError({
    kind: 'foreign-address',
    status: null,
    method,
    path: pathname,
    reason: `refused to follow an address that leads away from ${host}${elsewhere === '' || elsewhere === host ? '' : `, to ${elsewhere}`}`,
    hint: 'The forge, or something before it such as a page to log in, names an address that is not below the one that was given.',
  });
}

/** Waits before the next try. @throws {ForgeError} when there should be none */
async function waitAfter(
  options: WebOptions,
  request: WebRequest,
  asked: Extract<Asked, { outcome: 'failed' }>,
  trouble: Trouble,
): Promise<void> {
  const { clock, random, budget, onRetry, signal } = options;
  const { error, retryAfter, dateMs } = asked;
  let delayMs: number;
  if (error.kind === 'rate-limited') {
    delayMs = limitedDelayMs(trouble.limits++, retryAfter, dateMs ?? clock.now(), random());
    trouble.limitedMs += delayMs;
    if (trouble.limitedMs > MAX_LIMITED_MS) throw error;
    budget.block(request.group, clock.now() + delayMs);
  } else {
    const isLast = request.isOnce === true || trouble.hiccups >= MAX_HICCUPS;
    if (!asked.mayPass || isLast) throw error;
    delayMs = hiccupDelayMs(trouble.hiccups++, random());
    await clock.sleep(delayMs, signal);
  }
  onRetry?.({ path: error.path, reason: error.message, delayMs });
}
