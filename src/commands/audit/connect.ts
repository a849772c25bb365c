/** Options -> a forge that can be asked, with the credential that the environment holds for it. */
import { type BudgetSnapshot, type BudgetWait } from '../../bitbucket/budget.ts';
import { readCredential } from '../../bitbucket/credential/read-credential.ts';
import type { ForgeScope } from '../../bitbucket/forge.ts';
import { type ForgeOptions, openForge, type OpenForge } from '../../bitbucket/open-forge.ts';
import type { Retry } from '../../bitbucket/web/web.ts';
import type { Send } from '../../bitbucket/web/network.ts';
import { sendThrough } from '../../bitbucket/web/proxied-network.ts';
import { proxiesIn } from '../../bitbucket/web/proxy.ts';
import { loadCatalogue } from '../../catalogue/load-catalogue.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { configFor } from '../config-for.ts';
import type { AuditOptions } from './audit-options.ts';

export interface Connection extends OpenForge {
  /** The network as the forge is asked over it: directly, or by a proxy. */
  readonly send: Send;
  /** As the store names the forge. */
  readonly name: string;
}

interface ConnectRequest {
  readonly options: AuditOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly spent?: (forge: string) => BudgetSnapshot;
  readonly onWait?: (wait: BudgetWait) => void;
  readonly onRetry?: (retry: Retry) => void;
}

/** @throws {ScannerError} `usage`, `config`, `credential` */
export async function connect(request: ConnectRequest): Promise<Connection> {
  const { options, env, signal, spent, onWait, onRetry } = request;
  const { cloud, url } = options;
  if (cloud !== true && !url) {
    throw new ScannerError('usage', 'which Bitbucket is to be audited is not said', {
      hint: 'Write --cloud, or --url with the address of a Data Center.',
    });
  }
  const kind = cloud === true ? 'cloud' : 'data-center';
  const named = { kind, ...addressesIn(options) } as const;
  // Of an address that is none, openForge says what is wrong, and nobody has been asked for a credential then.
  const { gitHost } = openForge({ ...named, credential: null });
  const credential = await readCredential({
    forge: kind,
    host: gitHost,
    env,
    reference: referenceIn(options) ?? (await configFor(options, '.', loadCatalogue())).credential,
  });
  const name = gitHost.href.replace(/\/$/, '');
  const budget = { ...(spent && { spent: spent(name) }), ...(onWait && { onWait }) };
  const send = sendThrough(proxiesIn(env));
  const opened = openForge({ ...named, credential, budget, signal, send, ...(onRetry && { onRetry }) });
  return { ...opened, name, send };
}

/** By flags alone: a `.scannerrc` that came with a checkout could have the credential sent anywhere. */
function addressesIn({ url, apiRoot: apiUrl, gitRoot }: AuditOptions): Pick<ForgeOptions, 'url' | 'apiUrl'> {
  const address = gitRoot ?? url;
  return { ...(address && { url: address }), ...(apiUrl && { apiUrl }) };
}

function referenceIn({
  credentialHelper,
  credentialVariable,
}: AuditOptions): Parameters<typeof readCredential>[0]['reference'] {
  if (credentialHelper === true) return { from: 'git' };
  return credentialVariable ? { from: 'environment', variable: credentialVariable } : null;
}

export function scopeIn({ workspace = [], project = [], repo = [] }: AuditOptions): ForgeScope {
  return { workspaces: workspace, projects: project, repositories: repo };
}
