/** A Bitbucket on this machine with a few repositories, and the program that audits it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { PlacedFinding } from '../../../src/store/audit/audit-store.ts';
import { readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { madeUpSecret } from '../../bitbucket/support/open-loopback.ts';
import type { ModelAccount, ModelGrant, ModelRepository } from '../../support/loopback-bitbucket/model.ts';
import {
  type LoopbackBitbucket,
  type LoopbackOptions,
  startLoopbackBitbucket,
} from '../../support/loopback-bitbucket/start.ts';
import { makeRepository, temporaryFolder, type TestRepository } from '../../support/make-repository.ts';
import { type Ran, run } from '../../support/run-program.ts';
import { githubToken } from '../../support/secrets.ts';
import { seededBytes } from '../../support/seed.ts';

export interface AuditedForge {
  readonly loopback: LoopbackBitbucket;
  readonly token: string;
  /** Options that name it. */
  readonly named: readonly string[];
  readonly web: TestRepository;
  readonly fork: TestRepository;
  readonly env: NodeJS.ProcessEnv;
}

interface ForgeKind extends Pick<LoopbackOptions, 'face' | 'tls'> {
  readonly account: ModelAccount;
  readonly grants: readonly ModelGrant[];
}

/** The environment that holds the credential of an account. */
function environmentOf({ kind, user, secret }: ModelAccount): NodeJS.ProcessEnv {
  if (kind === 'oauth')
    return { BITSIEVE_BITBUCKET_OAUTH_KEY: user, BITSIEVE_BITBUCKET_OAUTH_SECRET: secret };
  return {
    BITSIEVE_BITBUCKET_TOKEN: secret,
    ...(kind === 'api-token' && { BITSIEVE_BITBUCKET_EMAIL: user }),
  };
}

export function dataCenter(): ForgeKind {
  const account = { kind: 'project-token', user: '', secret: madeUpSecret(), isAdministrator: true } as const;
  return { face: 'data-center', account, grants: [] };
}

/**
 * `web` has a secret at its tip, `api` one in its history, `fork` that of `web` and one more, `hollow` has no commit.
 *
 * @param kind a Data Center by default
 */
export async function auditedForge(
  more: readonly ModelRepository[] = [],
  { face, tls, account, grants }: ForgeKind = dataCenter(),
): Promise<AuditedForge> {
  const web = makeRepository();
  web.commit({ 'config.txt': `token = ${githubToken(1)}\n` });
  // Whoever is audited must have no say in how.
  web.commit({ '.scannerrc': '[[allow]]\npaths = ["**"]\n' });
  const api = makeRepository();
  api.commit({ 'deploy.sh': `export TOKEN=${githubToken(2)}\n` });
  api.commit({ 'deploy.sh': 'export TOKEN=\n' });
  const fork = makeRepository();
  fork.git('pull', '--quiet', web.folder, 'main');
  fork.commit({ 'own.txt': `token = ${githubToken(3)}\n` });
  const of = (id: number, slug: string, folder: string, hierarchy: string): ModelRepository => ({
    id,
    workspace: 'acme',
    project: 'acme',
    slug,
    folder,
    hierarchy,
  });
  const repositories: ModelRepository[] = [
    of(1, 'web', web.folder, 'one'),
    of(2, 'api', api.folder, 'two'),
    { ...of(3, 'fork', fork.folder, 'one'), forkOf: 1 },
    of(4, 'hollow', makeRepository().folder, 'four'),
    ...more,
  ];
  const model = { workspaces: ['acme'], repositories, grants, accounts: [account] };
  const loopback = await startLoopbackBitbucket({ face, model, ...(tls && { tls }) });
  const { url, apiUrl } = loopback;
  return {
    loopback,
    token: account.secret,
    named: face === 'cloud' ? ['--cloud', '--git-root', url, '--api-root', apiUrl] : ['--url', url],
    web,
    fork,
    env: { ...environmentOf(account), BITSIEVE_KEY: 'of the tests' },
  };
}

/** What is to be found in it, as `placesIn` gives it. */
export const PLACES: readonly string[] = [
  'acme/api deploy.sh',
  'acme/fork config.txt',
  'acme/fork own.txt',
  'acme/web config.txt',
];

/** There, and nobody serves it. */
export const BROKEN: ModelRepository = {
  id: 9,
  workspace: 'acme',
  project: 'acme',
  slug: 'broken',
  hierarchy: 'nine',
};

/** Small ones, each with a secret of its own. */
export function manyMore(count: number): ModelRepository[] {
  return Array.from({ length: count }, (_, place) => {
    const repository = makeRepository();
    repository.commit({ 'settings.ini': `token = ${githubToken(100 + place)}\n` });
    const slug = `small-${place}`;
    const { folder } = repository;
    return { id: 100 + place, workspace: 'acme', project: 'acme', slug, folder, hierarchy: slug };
  });
}

/** The same, each with a file of noise, which no pack makes smaller. */
export function heavy(id: number, bytes: number): ModelRepository {
  const repository = makeRepository();
  repository.commit({
    'settings.ini': `token = ${githubToken(id)}\n`,
    'noise.bin': seededBytes(bytes, String(id)),
  });
  const slug = `heavy-${id}`;
  return { id, workspace: 'acme', project: 'acme', slug, folder: repository.folder, hierarchy: slug };
}

export interface Audited extends Ran {
  /** Asked of git over HTTP: `slug service`. */
  readonly transfers: readonly string[];
}

export async function audit(
  { loopback, env, named }: AuditedForge,
  store: string,
  ...args: string[]
): Promise<Audited> {
  const before = loopback.requests.length;
  const ran = await run(['audit', ...named, '--store', store, ...args], { env });
  const paths = loopback.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  return { ...ran, transfers: paths.filter((path) => path.includes('.git/')) };
}

export function newStore(): string {
  return join(temporaryFolder(), 'audit.db');
}

/** Everything that is known at the end of the last run: `place path mask`. */
export async function findingsIn(store: string): Promise<string[]> {
  const reader = await readAuditStore(store);
  try {
    const [last] = await reader.runs();
    const all: PlacedFinding[] = [];
    for await (const finding of reader.findings(last?.number ?? 0)) all.push(finding);
    return all
      .map(({ place, finding }) =>
        [place.fullName, finding.path, finding.detector, finding.reach, finding.secretId].join(' '),
      )
      .toSorted();
  } finally {
    await reader.close();
  }
}

/** What is known at the end of the last run: `place path`. */
export async function placesIn(store: string): Promise<string[]> {
  return (await findingsIn(store)).map((line) => line.split(' ').slice(0, 2).join(' '));
}

/**
 * All bytes of all files of a folder; of one file that. Another process reads them: the driver keeps a store open until its statements are
 * collected, and where a process closes a file that SQLite has open in it, SQLite's locks are gone (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export function contentsOf(place: string): string {
  return execFileSync('find', [place, '-type', 'f', '-exec', 'cat', '{}', '+'], {
    maxBuffer: 1 << 28,
  }).toString('latin1');
}
