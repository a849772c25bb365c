/**
 * Signature version 4 of AWS: the secret key signs the request and is not sent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from 'node:crypto';

interface Unsigned {
  readonly method: string;
  /** With its port, where that is not the usual one. */
  readonly origin: string;
  /** Without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Scope {
  readonly region: string;
  readonly service: string;
}

/** The global endpoint of STS signs for this region. */
const STS: Scope = { region: 'us-east-1', service: 'sts' };
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** @returns the headers of the request, the signature among them */
export function signAws(
  { method, origin, path, headers, body }: Unsigned,
  { secret, pair: keyId }: { readonly secret: string; readonly pair: string },
  now: Date,
  { region, service }: Scope = STS,
): Record<string, string> {
  const time = now.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const signed: Record<string, string> = { ...headers, host: new URL(origin).host, 'x-amz-date': time };
  const names = ['content-type', 'host', 'x-amz-date'].filter((name) => name in signed);
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${signed[name] ?? ''}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const toSign = [ALGORITHM, time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `${ALGORITHM} Credential=${keyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  const { host: _, ...sent } = signed;
  return { ...sent, authorization };
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
