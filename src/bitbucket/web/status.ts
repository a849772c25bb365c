/** HTTP status codes as forges use them: what each means, and what to do about it. */
import { plainText } from '../../core/plain-text.ts';
import type { ForgeErrorKind } from '../forge-error.ts';

const KINDS: ReadonlyMap<number, ForgeErrorKind> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'gone'],
  [429, 'rate-limited'],
]);

const HINTS: ReadonlyMap<number, string> = new Map([
  [
    401,
    'The token is wrong, or has expired: make a new one. On Cloud an API token comes with the e-mail of its account (BITSIEVE_BITBUCKET_EMAIL), and app passwords ended in July 2026.',
  ],
  [403, 'The token lacks a scope, or its owner a permission. `audit --check` lists what it can see.'],
  [404, 'It does not exist, or this token may not see it: the answer is the same.'],
  [410, 'The forge took this endpoint away.'],
]);

const NOBODY_ASKS =
  'No credential was given, so this was asked as anonymous: set BITSIEVE_BITBUCKET_TOKEN, see docs/credentials.md.';

const NEEDS_SOMEBODY: ReadonlySet<number> = new Set([401, 403, 404]);
const PASSING: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);
const MAX_SAID = 200;

export function kindOfStatus(status: number): ForgeErrorKind {
  return KINDS.get(status) ?? (status >= 500 ? 'server' : 'refused');
}

/** May go better in a moment. */
export function isPassing(status: number): boolean {
  return PASSING.has(status);
}

/** What the forge says of it, where that is a sentence and not a page. */
export function explainStatus(
  status: number,
  body: string,
  isAnonymous: boolean,
): { readonly reason: string; readonly hint?: string } {
  const said = messageIn(body);
  const isRemoved = said?.includes('CHANGE-2770') ?? false;
  const hint = isRemoved
    ? 'Listing over all workspaces was removed from Bitbucket Cloud in April 2026 (CHANGE-2770): name the workspace.'
    : isAnonymous && NEEDS_SOMEBODY.has(status)
      ? NOBODY_ASKS
      : HINTS.get(status);
  return { reason: `HTTP ${status}${said === null ? '' : `: ${said}`}`, ...(hint !== undefined && { hint }) };
}

/** Cloud: `{error: {message}}`; Data Center: `{errors: [{message}]}`. */
function messageIn(body: string): string | null {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return null;
  }
  const { error, errors } = Object(document);
  const message: unknown = Object(error ?? Object(errors)[0]).message;
  return typeof message === 'string' ? plainText(message, MAX_SAID) : null;
}
