/**
 * One request over the network, to the address that was looked at and no other. Redirects are answers like any other; TLS is always
 * checked, also where NODE_TLS_REJECT_UNAUTHORIZED says not to.
 */
import { lookup as lookUp } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { ScannerError } from '../core/scanner-error.ts';
import { isMetadataAddress, isPublicAddress } from './address-guard.ts';
import type { FilledRequest } from './fill-request.ts';

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface NetworkOptions {
  /** Of which only the proxies' variables are looked at. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All addresses of a host; left out: the system's own. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
  readonly maxBodyBytes: number;
}

export interface NetworkAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** Null where it was not to be read, or is too long. */
  readonly body: string | null;
}

/** Sends secrets to hosts; holds connections until it is closed. */
export interface Network {
  /** @throws what the network throws, `ADDRESS_REFUSED` among it: the code alone may be told */
  send(request: FilledRequest, wantsBody: boolean, signal: AbortSignal): Promise<NetworkAnswer>;
  close(): Promise<void>;
}

/** The name leads to a machine that no secret is sent to. */
class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

const CONNECT_MS = 10_000;

/** @throws {ScannerError} `config` when a variable names a proxy that is none */
export function openNetwork({ env, resolve = systemLookup, maxBodyBytes }: NetworkOptions): Network {
  const declared = dispatcherFor(env, guarded(resolve, isPublicAddress));
  const own = dispatcherFor(
    env,
    guarded(resolve, (address) => !isMetadataAddress(address)),
  );
  return {
    async send({ isOwn, origin, path, method, headers, body }, wantsBody, signal) {
      const dispatcher = isOwn ? own : declared;
      const answer = await dispatcher.request({ origin, path, method, headers, body, signal });
      return {
        status: answer.statusCode,
        retryAfter: oneOf(answer.headers['retry-after']),
        body: await readBody(answer.body, wantsBody ? maxBodyBytes : 0),
      };
    },
    close: async () => {
      await Promise.all([declared.destroy(), own.destroy()]);
    },
  };
}

/**
 * Through a proxy (HTTPS_PROXY, NO_PROXY) the proxy looks names up: then the certificate alone, which is checked end to end, says
 * that it is the declared host.
 */
function dispatcherFor(env: NetworkOptions['env'], lookup: LookupFunction): Dispatcher {
  const of = (name: string): string => env[name.toLowerCase()] ?? env[name] ?? '';
  const tls = { rejectUnauthorized: true, timeout: CONNECT_MS };
  const proxy = of('HTTPS_PROXY');
  // Not repeated: it may hold a password.
  if (proxy !== '' && !(/^https?:\/\/[^/]/.test(proxy) && URL.canParse(proxy)))
    throw new ScannerError('config', 'HTTPS_PROXY is no address of a proxy', {
      hint: 'Write http://proxy.example.org:3128',
    });
  return new EnvHttpProxyAgent({
    // Unencrypted is a host on this machine alone, and a proxy would read along. Left out, it would look into the environment for itself.
    httpProxy: '',
    httpsProxy: proxy,
    noProxy: of('NO_PROXY'),
    connect: { ...tls, lookup },
    requestTls: tls,
    proxyTls: tls,
    maxHeaderSize: 32_768,
    pipelining: 1,
  });
}

/** What was looked at is what is connected to: nobody looks the name up a second time. */
function guarded(
  resolve: (host: string) => Promise<readonly Address[]>,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  const find = callbackify(async (host: string): Promise<readonly Address[]> => {
    const addresses = await resolve(host);
    if (addresses.length > 0 && addresses.every(({ address }) => isAllowed(address))) return addresses;
    throw new AddressRefused('the host has an address that no secret is sent to');
  });
  return (host, { all }, callback) => {
    find(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (first === undefined) callback(error, '', 0);
      else if (all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}

function systemLookup(host: string): Promise<readonly Address[]> {
  return lookUp(host, { all: true });
}

/** What is not wanted is not waited for: the connection ends with it. */
async function readBody(
  body: AsyncIterable<Uint8Array> & Destroyable,
  maxBytes: number,
): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  if (maxBytes === 0) {
    body.on('error', () => undefined).destroy();
    return null;
  }
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > maxBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

interface Destroyable {
  on(event: 'error', listener: () => void): Destroyable;
  destroy(): unknown;
}

function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
