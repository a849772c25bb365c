/** Puts a forge together: address, credential, budget, and what a request may cost. */
import { Budget, type BudgetOptions, CLOUD_LIMITS, DATA_CENTER_LIMITS, type Limits } from './budget.ts';
import { type Clock, systemClock } from './clock.ts';
import type { CloneHosts } from './clone-links.ts';
import { cloudForge } from './cloud/cloud-forge.ts';
import { type Credential, TokenCredential } from './credential/credential.ts';
import { OauthCredential } from './credential/oauth-credential.ts';
import type { CredentialParts } from './credential/read-credential.ts';
import { dataCenterForge } from './data-center/data-center-forge.ts';
import type { Forge } from './forge.ts';
import { type Send, send as overTheNetwork } from './web/network.ts';
import { forgeUrl } from './web/origin.ts';
import { ask, type WebOptions } from './web/web.ts';

export interface ForgeOptions {
  readonly kind: 'cloud' | 'data-center';
  /** Where repositories are fetched from: of a Data Center, its address with context path. Cloud's own by default. */
  readonly url?: string;
  /** The root of Cloud's REST interface, version included. */
  readonly apiUrl?: string;
  /** null asks as anonymous. */
  readonly credential: CredentialParts | null;
  /** Lets the credential travel unencrypted; loopback may always. */
  readonly allowHttp?: boolean;
  readonly budget?: Pick<BudgetOptions, 'onWait' | 'spent'>;
  readonly onRetry?: WebOptions['onRetry'];
  readonly signal?: AbortSignal;
  /** What tests replace. */
  readonly send?: Send;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly timeoutMs?: number;
  readonly maxBodyBytes?: number;
}

export interface OpenForge {
  readonly forge: Forge;
  /** For git, by its `gitLogin`. */
  readonly credential: Credential | null;
  /** Counts git's requests too: `take('git')` before each fetch. */
  readonly budget: Budget;
  /** The one origin that git may be given the credential for. */
  readonly gitHost: URL;
}

const CLOUD_URL = 'https://bitbucket.org';
const CLOUD_API_URL = 'https://api.bitbucket.org/2.0';
/** Below bitbucket.org; https://developer.atlassian.com/cloud/bitbucket/oauth-2/ */
const TOKEN_PATH = '/site/oauth2/access_token';
const TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** 60 an hour for each address, https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/ */
const ANONYMOUS_LIMITS = { ...CLOUD_LIMITS, repositories: 60, other: 60 };

/** Asks nothing yet. @throws {ScannerError} `config`, for an address that is none or not safe */
export function openForge(options: ForgeOptions): OpenForge {
  const { web, credential, gitHost } = openWeb(options);
  const isCloud = options.kind === 'cloud';
  const hosts: CloneHosts = { https: gitHost, ssh: isCloud ? gitHost.hostname : null };
  const forge = isCloud ? cloudForge(web, hosts) : dataCenterForge(web, hosts);
  return { forge, credential, budget: web.budget, gitHost };
}

export interface OpenWeb extends Pick<OpenForge, 'credential' | 'gitHost'> {
  /** Its base is the root of Cloud's REST interface, of a Data Center its address with the context path. */
  readonly web: WebOptions;
}

/** A forge's addresses with what may be sent there, for what its interface does not ask. Asks nothing yet. @throws {ScannerError} `config` */
export function openWeb(options: ForgeOptions): OpenWeb {
  const { kind, allowHttp = false, clock = systemClock, credential: parts } = options;
  const isCloud = kind === 'cloud';
  const gitHost = forgeUrl(options.url ?? CLOUD_URL, allowHttp);
  const base = isCloud ? forgeUrl(options.apiUrl ?? CLOUD_API_URL, allowHttp) : gitHost;
  const budget = new Budget({ ...options.budget, limits: limitsOf(options), clock });
  const anonymous = webOptions(options, base, budget);
  const credential = parts === null ? null : credentialOf(parts, { ...anonymous, base: gitHost });
  return { web: { ...anonymous, authorizer: credential }, credential, gitHost };
}

function limitsOf({ kind, credential }: ForgeOptions): Limits {
  if (kind === 'data-center') return DATA_CENTER_LIMITS;
  return credential === null ? ANONYMOUS_LIMITS : CLOUD_LIMITS;
}

function webOptions(options: ForgeOptions, base: URL, budget: Budget): WebOptions {
  const { clock = systemClock, send = overTheNetwork, random = Math.random, signal, onRetry } = options;
  return {
    base,
    authorizer: null,
    budget,
    clock,
    send,
    random,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
    ...(signal && { signal }),
    ...(onRetry && { onRetry }),
  };
}

/** @param web without credential, for the site that gives out OAuth tokens */
function credentialOf(parts: CredentialParts, web: WebOptions): Credential {
  if (parts.kind !== 'oauth') return new TokenCredential(parts);
  const { key, secret } = parts;
  return new OauthCredential({
    key,
    secret,
    clock: web.clock,
    tokenUrl: new URL(TOKEN_PATH, web.base).href,
    ask: (request, authorizer) => ask({ ...web, authorizer }, request),
  });
}
