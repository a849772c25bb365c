/** A declared request and the values of a finding -> what goes over the wire. The only file of `--verify` that looks into a secret. */
import type { VerifyRequest } from '../catalogue/verify-request.ts';
import type { SecretValue } from '../core/secret-value.ts';
import { VERSION } from '../core/version.ts';
import { signAws } from './sign-aws.ts';

/** Where the requests of a host go. */
export interface Destination {
  /** `https://api.example.com`, and for an own host the path below which its API lies. */
  readonly base: string;
  readonly host: string;
  /** Named by the user in place of the declared one. */
  readonly isOwn: boolean;
}

/** Of these only `method`, `host` and `shownPath` may be told. */
export interface FilledRequest extends Destination {
  readonly method: VerifyRequest['method'];
  readonly origin: string;
  /** With the secret, where the issuer wants it there. */
  readonly path: string;
  /** With `{secret}` in its place. */
  readonly shownPath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface FilledWith {
  readonly secret: SecretValue;
  /** The other half of the key pair, where the request needs it. */
  readonly pair: SecretValue | null;
  readonly now: Date;
}

/** No blanks, no line ends, nothing beyond ASCII: what could end a header or be read differently is never sent. */
const SENDABLE = /^[!-~]{1,8192}$/;
const OWN_HEADERS = { 'user-agent': `bitsieve/${VERSION}`, 'accept-encoding': 'identity' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** A user name of Basic authentication ends at the first colon. */
const USER = /^[^:]*$/;

/** @returns undefined where the values are such as cannot be sent */
export function fillRequest(
  request: VerifyRequest,
  destination: Destination,
  { secret, pair, now }: FilledWith,
): FilledRequest | undefined {
  const values = { secret: secret.unwrapText(), pair: pair === null ? 'none' : pair.unwrapText() };
  if (!SENDABLE.test(values.secret) || !SENDABLE.test(values.pair)) return undefined;
  const fill: Fill = (text, encode) =>
    text.replaceAll(/\{(secret|pair)\}/g, (_, name: keyof typeof values) => encode(values[name]));
  const basic = basicOf(request, fill);
  if (basic === null) return undefined;
  const { origin, pathname } = new URL(destination.base);
  const shownPath = pathname.replace(/\/$/, '') + pathOf(request.url);
  const path = fill(shownPath, encodeForUrl);
  const body = request.form ? formOf(request.form, fill) : null;
  const headers = { ...headersOf(request, fill), ...basic, ...OWN_HEADERS, ...(body !== null && FORM) };
  const { method } = request;
  const filled = { ...destination, method, origin, path, shownPath, headers, body };
  if (request.sign === undefined) return filled;
  return { ...filled, headers: signAws({ ...filled, body: body ?? '' }, values, now) };
}

/** A colon may stand in a path and in a query, and some issuers want it as it is. */
function encodeForUrl(value: string): string {
  return encodeURIComponent(value).replaceAll('%3A', ':');
}

type Fill = (text: string, encode: (value: string) => string) => string;

function pathOf(url: string): string {
  return /^https:\/\/[^/?]*(.*)$/.exec(url)?.[1] ?? '';
}

function headersOf({ headers }: VerifyRequest, fill: Fill): Record<string, string> {
  const filled = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    fill(value, (own) => own),
  ]);
  return Object.fromEntries(filled);
}

/** @returns null where the user name would end too early */
function basicOf({ basic }: VerifyRequest, fill: Fill): { authorization?: string } | null {
  if (basic === undefined) return {};
  const user = basic.slice(0, basic.indexOf(':'));
  const filledUser = fill(user, (own) => own);
  if (!USER.test(filledUser)) return null;
  const password = fill(basic.slice(user.length + 1), (own) => own);
  return { authorization: `Basic ${Buffer.from(`${filledUser}:${password}`).toString('base64')}` };
}

function formOf(form: Readonly<Record<string, string>>, fill: Fill): string {
  return Object.entries(form)
    .map(([name, value]) => `${encodeURIComponent(name)}=${fill(encodeKept(value), encodeURIComponent)}`)
    .join('&');
}

/** Encodes all but the placeholders, which are filled afterwards. */
function encodeKept(value: string): string {
  return value
    .split(/(\{(?:secret|pair)\})/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join('');
}
