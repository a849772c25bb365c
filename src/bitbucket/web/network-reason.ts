/** Why there was no answer at all, in words, and what to do about it: from the code of an error alone, for its message may quote headers. */
import { plainText } from '../../core/plain-text.ts';

export interface NetworkReason {
  readonly reason: string;
  readonly hint?: string;
  /** May go better in a moment. */
  readonly mayPass: boolean;
}

const CHECK_ADDRESS = 'Check the address and its port; where only a proxy leads out, name it in HTTPS_PROXY.';
const NAME_AUTHORITY =
  'Where the certificate is your own: name the file of its authority in NODE_EXTRA_CA_CERTS, and for git in GIT_SSL_CAINFO.';

const BAD_PORT = 'could not be asked: this port is not for the web';

const MOST_CAUSES = 5;
/** The first that fits; of codes that Node, its TLS and undici give. */
const REASONS: ReadonlyArray<
  readonly [RegExp, Omit<NetworkReason, 'mayPass'> & { readonly mayPass?: true }]
> = [
  [/^ENOTFOUND$/, { reason: 'no host of this name is known', hint: CHECK_ADDRESS }],
  [
    /^EAI_AGAIN$/,
    { reason: 'the name of the host could not be looked up', hint: CHECK_ADDRESS, mayPass: true },
  ],
  [/^ECONNREFUSED$/, { reason: 'nobody answers at this port', hint: CHECK_ADDRESS, mayPass: true }],
  [
    /^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH)$/,
    { reason: 'the host cannot be reached', hint: CHECK_ADDRESS, mayPass: true },
  ],
  [
    /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)$/,
    { reason: 'its certificate is of an authority that this machine does not know', hint: NAME_AUTHORITY },
  ],
  [/^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/, { reason: 'its certificate is not valid today' }],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    {
      reason: 'its certificate is of another host',
      hint: 'Write the name that the certificate is made out to.',
    },
  ],
  [
    /^(?:EPROTO|ERR_SSL_\w+)$/,
    {
      reason: 'it speaks no TLS at this port',
      hint: 'Check the port, and whether the address begins with https.',
    },
  ],
  [/^HPE_/, { reason: 'what answers speaks no HTTP', hint: CHECK_ADDRESS }],
];

/** https://github.com/nodejs/undici/blob/v7.30.2/lib/dispatcher/proxy-agent.js */
const PROXY_STATUS = /^Proxy response \((\d{3})\)/;
const PROXY_LOGIN = 'Write its user and password into the variable: http://USER:PASSWORD@HOST:PORT';

/** @param error thrown by fetch */
export function networkReason(error: unknown): NetworkReason {
  const causes = chainOf(error);
  const [, status] = causes.flatMap(({ message }) => PROXY_STATUS.exec(String(message)) ?? []);
  if (status !== undefined) return refusedByProxy(status);
  if (causes.some(({ message }) => message === 'bad port'))
    return { reason: BAD_PORT, hint: CHECK_ADDRESS, mayPass: false };
  const told = causes.map(({ code }): unknown => code).find((code) => typeof code === 'string');
  const code = plainText(typeof told === 'string' ? told : 'no reason given', 60);
  const known = REASONS.find(([pattern]) => pattern.test(code))?.[1];
  if (!known) return { reason: `could not be asked (${code})`, mayPass: true };
  return {
    ...known,
    reason: `could not be asked: ${known.reason} (${code})`,
    mayPass: known.mayPass === true,
  };
}

/** The error, what caused it, and so on; undici wraps what a proxy says twice. */
function chainOf(error: unknown): ReadonlyArray<{ readonly code?: unknown; readonly message?: unknown }> {
  const chain = [Object(error)];
  while (chain.length < MOST_CAUSES && chain.at(-1).cause !== undefined)
    chain.push(Object(chain.at(-1).cause));
  return chain.toReversed();
}

function refusedByProxy(status: string): NetworkReason {
  return {
    reason: `could not be asked: the proxy refuses to lead there (HTTP ${status})`,
    mayPass: status.startsWith('5'),
    ...(status === '407' && { hint: PROXY_LOGIN }),
  };
}
