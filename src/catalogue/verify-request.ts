/**
 * The one read-only request that tells whether a secret still works, as a pattern file declares it (`[detector.verify]`), and its
 * check. Secrets travel by it, so it is strict: what is not plainly harmless is refused in the build.
 */
import * as v from 'valibot';

/** A label of a host name, and names of at least two; never an address in figures, never a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const PRINTABLE = /^[\u0020-\u007e]*$/;
const SECRET = '{secret}';
const PAIR = '{pair}';

/** Those that say where a request goes, or how long it is. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'cookie',
  'content-type',
]);

const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);

const conditionSchema = v.strictObject({
  status: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(499))), v.minLength(1)),
  /** Fields of the JSON of the answer, dots between names, and what each must be: one value, or one of several. */
  json: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[\w-]+(?:\.[\w-]+)*$/)), v.union([scalar, v.array(scalar)])),
  ),
});
const conditions = v.pipe(v.array(conditionSchema), v.minLength(1));

export const verifySchema = v.strictObject({
  method: v.optional(v.picklist(['GET', 'HEAD', 'POST']), 'GET'),
  url: v.pipe(v.string(), v.startsWith('https://'), v.maxLength(300)),
  headers: v.optional(v.record(v.string(), v.string()), {}),
  /** `user:password` of Basic authentication (RFC 7617). */
  basic: v.optional(v.string()),
  /** Of a form, with POST alone. */
  form: v.optional(v.record(v.string(), v.string())),
  /** The request is signed with the secret, which then is not sent at all. */
  sign: v.optional(v.picklist(['aws-sigv4'])),
  /** Which of `pairs` the other half must be of; left out: any. */
  pairWith: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  /** Any of these: the secret works. */
  active: conditions,
  /** Any of these: it does not. */
  inactive: conditions,
  /**
   * Others issue secrets of the same form: whoever runs the software themselves. That the host does not know one proves nothing then,
   * unless the configuration says where they belong.
   */
  elsewhere: v.optional(v.boolean(), false),
  /** Where the issuer documents the request. */
  source: v.pipe(v.string(), v.startsWith('https://')),
});

export type VerifyCondition = v.InferOutput<typeof conditionSchema>;
export type VerifyRequest = v.InferOutput<typeof verifySchema>;

/** What the schema alone cannot say. */
export function verifyMistakes({
  verify: request,
  pairs,
}: {
  readonly verify?: VerifyRequest | undefined;
  readonly pairs?: { readonly with: readonly string[] } | undefined;
}): string[] {
  if (!request) return [];
  return [
    ...addressMistakes(request.url),
    ...headerMistakes(request.headers),
    ...basicMistakes(request),
    ...placeMistakes(request, pairs?.with ?? []),
    ...methodMistakes(request),
    ...conditionMistakes(request),
  ].map((mistake) => `verify: ${mistake}`);
}

/** Text between `https://` and what follows the host: a placeholder must not have a part in it. */
function addressMistakes(text: string): string[] {
  const [, host = ''] = /^https:\/\/([^/?#]*)/.exec(text) ?? [];
  const mistakes: string[] = [];
  if (!HOST.test(host) || host.length > 253)
    mistakes.push('the url must name its host, without port or user');
  if (!PRINTABLE.test(text) || /[#\\ ]|\/\.\.?(?:\/|$)/.test(text))
    mistakes.push('the url holds what no request may have');
  if (text.replaceAll(SECRET, '').replaceAll(PAIR, '').includes('{'))
    mistakes.push(`the url may hold ${SECRET} and ${PAIR}, and no other braces`);
  return mistakes;
}

function headerMistakes(headers: VerifyRequest['headers']): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!HEADER_NAME.test(name)) return [`"${name}" is no name of a header`];
    if (OWN_HEADERS.has(name.toLowerCase()) || name.toLowerCase().startsWith('proxy-'))
      return [`the header ${name} is not for a pattern file to set`];
    return PRINTABLE.test(value) ? [] : [`the header ${name} holds more than printable ASCII`];
  });
}

/** The secret is in one place, so that one place says where it goes. */
function placeMistakes(request: VerifyRequest, pairs: readonly string[]): string[] {
  const [secrets, halves] = [countOf(request, SECRET), countOf(request, PAIR)];
  const isSigned = request.sign !== undefined;
  const mistakes: string[] = [];
  if (!isSigned && secrets !== 1) mistakes.push(`${SECRET} must stand in one place`);
  if (isSigned && secrets + halves > 0) mistakes.push('a signed request holds neither half of the pair');
  const wanted = request.pairWith ?? pairs;
  if (needsPair(request) && (wanted.length === 0 || !wanted.every((id) => pairs.includes(id))))
    mistakes.push(`${PAIR} needs pairs, which say whose value it is`);
  return mistakes;
}

/** Is it asked with both halves of a key pair? */
export function needsPair(request: VerifyRequest): boolean {
  return request.sign !== undefined || countOf(request, PAIR) > 0;
}

function countOf({ url, headers, basic = '', form = {} }: VerifyRequest, word: string): number {
  const texts = [url, ...Object.values(headers), basic, ...Object.values(form)];
  return texts.reduce((count, text) => count + text.split(word).length - 1, 0);
}

function basicMistakes({ basic, headers }: VerifyRequest): string[] {
  if (basic === undefined) return [];
  const mistakes: string[] = [];
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
    mistakes.push('basic and a header Authorization cannot go together');
  if (!basic.includes(':')) mistakes.push('basic is user:password');
  return mistakes;
}

function methodMistakes({ method, form, active, inactive }: VerifyRequest): string[] {
  const mistakes: string[] = [];
  if (form !== undefined && method !== 'POST') mistakes.push('form goes with method POST');
  if (method === 'HEAD' && [...active, ...inactive].some(({ json }) => json !== undefined))
    mistakes.push('an answer to HEAD has no JSON');
  return mistakes;
}

/** Codes that say nothing of a secret: a redirect leads elsewhere, 408 and 429 speak of the moment. */
const MEANINGLESS: ReadonlySet<number> = new Set([301, 302, 303, 304, 307, 308, 408, 429]);

function conditionMistakes({ active, inactive }: VerifyRequest): string[] {
  const mistakes: string[] = [];
  const all = [...active, ...inactive].flatMap(({ status }) => status);
  const meaningless = all.find((status) => MEANINGLESS.has(status));
  if (meaningless !== undefined) mistakes.push(`the status ${meaningless} says nothing of a secret`);
  if (active.some(({ status }) => status.includes(401))) mistakes.push('401 never means active');
  for (const condition of active) {
    if (inactive.some((other) => areBothMet(condition, other)))
      mistakes.push('an answer could mean active and inactive');
  }
  return mistakes;
}

/** Unless a field that both name keeps them apart. */
function areBothMet(one: VerifyCondition, other: VerifyCondition): boolean {
  if (!one.status.some((status) => other.status.includes(status))) return false;
  const { json = {} } = other;
  return !Object.entries(one.json ?? {}).some(
    ([field, wanted]) =>
      json[field] !== undefined && !valuesOf(wanted).some((value) => valuesOf(json[field]).includes(value)),
  );
}

/** What a field may be. */
export function valuesOf(wanted: unknown): readonly unknown[] {
  return Array.isArray(wanted) ? wanted : [wanted];
}
