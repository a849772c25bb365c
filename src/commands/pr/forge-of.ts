/** Options and what the build knows -> the Bitbucket that is told, the repository there, and what it is told with. */
import type { Credential } from '../../bitbucket/credential/credential.ts';
import { readCredential } from '../../bitbucket/credential/read-credential.ts';
import { type ForgeOptions, openWeb } from '../../bitbucket/open-forge.ts';
import { sendThrough, sendVouched } from '../../bitbucket/web/proxied-network.ts';
import { proxiesIn } from '../../bitbucket/web/proxy.ts';
import type { Retry, WebOptions } from '../../bitbucket/web/web.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Environment, PipelineFacts } from '../../pipelines/pipeline-facts.ts';
import { type RepositoryName, repositoryNamed } from '../../pipelines/repository-address.ts';
import type { PrOptions } from './pr-options.ts';

export interface ToldForge {
  readonly kind: 'cloud' | 'data-center';
  readonly owner: string;
  readonly slug: string;
  readonly web: WebOptions;
  /** Null: the step's proxy vouches for what is asked. */
  readonly credential: Credential | null;
  /** What git may be given the credential for. */
  readonly gitHost: string;
  /** A page of the commit, for whoever has no build to show. */
  readonly pageOf: (commit: string) => string;
}

interface ForgeRequest {
  readonly options: PrOptions;
  readonly facts: PipelineFacts;
  readonly env: Environment;
  /** The address of "origin"; null where there is none. */
  readonly origin: string | null;
  readonly signal: AbortSignal;
  readonly onRetry: (retry: Retry) => void;
}

/** Told in the interface of Cloud; the step's proxy takes it from there. Encrypted it could not put a credential to it. */
const VOUCHED_API = 'http://api.bitbucket.org/2.0';
const NO_TOKEN =
  'Set BITSIEVE_BITBUCKET_TOKEN (docs/credentials.md), or --no-publish where nobody shall be told.';

/** @returns null where nothing says which Bitbucket is to be told. @throws {ScannerError} `usage`, `config`, `credential` */
export async function forgeOf(request: ForgeRequest): Promise<ToldForge | null> {
  const { options, facts } = request;
  if (options.noPublish === true) return null;
  const named = repositoryIn(request);
  const kind = kindOf(request, named);
  if (kind === null) return null;
  if (!named) {
    throw new ScannerError('usage', 'which repository is to be told is not said', {
      hint: 'Write --repository KEY/NAME, or on Cloud --repository WORKSPACE/NAME.',
    });
  }
  const { owner, slug } = named;
  const opened = await openFor(request, kind, named);
  const { web, credential, gitHost } = opened;
  const proxy = options.insightsProxy ?? facts.proxy;
  const pageOf = (commit: string): string =>
    kind === 'cloud'
      ? `https://bitbucket.org/${owner}/${slug}/commits/${commit}`
      : `${gitHost.href.replace(/\/$/, '')}/projects/${encodeURIComponent(owner)}/repos/${encodeURIComponent(slug)}/commits/${commit}`;
  const told = { kind, owner, slug, credential, gitHost: gitHost.host, pageOf };
  if (credential) return { ...told, web };
  const needed = neededFor(request, kind, proxy);
  if (needed !== null || proxy === null)
    throw new ScannerError('credential', `there is no token ${needed ?? 'to publish with'}`, {
      hint: NO_TOKEN,
    });
  return { ...told, web: { ...web, base: new URL(VOUCHED_API), send: sendVouched(proxyAddress(proxy)) } };
}

/** What a token is missing for; null where the step's proxy does. */
function neededFor({ options }: ForgeRequest, kind: ToldForge['kind'], proxy: string | null): string | null {
  if (options.buildStatus === true) return 'to set a build status with';
  return kind === 'data-center' || proxy === null ? 'to publish with' : null;
}

/** By flags and by the build alone: what lies in the checkout must not say where a token goes. */
function kindOf({ options, facts }: ForgeRequest, named: RepositoryName | null): ToldForge['kind'] | null {
  if (options.cloud === true) return 'cloud';
  if (options.url) return 'data-center';
  if (options.repository && named?.forge) return named.forge === 'cloud' ? 'cloud' : 'data-center';
  return facts.system === 'Bitbucket Pipelines' || options.insightsProxy ? 'cloud' : null;
}

/** @throws {ScannerError} `usage` */
function repositoryIn({ options, facts, origin }: ForgeRequest): RepositoryName | null {
  if (options.repository) {
    const named = repositoryNamed(options.repository);
    if (named) return named;
    throw new ScannerError('usage', '--repository names no repository of a Bitbucket', {
      hint: 'Write WORKSPACE/NAME, KEY/NAME, or the address that it is cloned from.',
    });
  }
  for (const text of [facts.repository, origin]) {
    const named = text === null ? null : repositoryNamed(text);
    if (named) return named;
  }
  return null;
}

async function openFor(
  { options, env, signal, onRetry }: ForgeRequest,
  kind: ToldForge['kind'],
  { forge }: RepositoryName,
): Promise<ReturnType<typeof openWeb>> {
  const url = options.url ?? (forge instanceof URL ? forge.href : undefined);
  const addresses: Pick<ForgeOptions, 'url' | 'apiUrl'> =
    kind === 'data-center'
      ? { ...(url && { url }) }
      : { ...(options.apiRoot && { apiUrl: options.apiRoot }) };
  const named = { kind, ...addresses } as const;
  const { gitHost } = openWeb({ ...named, credential: null });
  const credential = await readCredential({
    forge: kind,
    host: gitHost,
    env,
    reference: referenceIn(options),
  });
  const send = sendThrough(proxiesIn(env));
  return openWeb({ ...named, credential, send, signal, onRetry });
}

/** The configuration has no say: whoever opens a pull request writes it, and could name any variable of the build. */
function referenceIn({
  credentialHelper,
  credentialVariable,
}: PrOptions): Parameters<typeof readCredential>[0]['reference'] {
  if (credentialHelper === true) return { from: 'git' };
  return credentialVariable ? { from: 'environment', variable: credentialVariable } : null;
}

/** @throws {ScannerError} `config` */
function proxyAddress(text: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'http:') return text;
  throw new ScannerError('config', '--insights-proxy is no address of a proxy', {
    hint: 'Write http://HOST:PORT, without user and password.',
  });
}
