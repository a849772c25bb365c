/** git itself, over smart HTTP, with each kind of credential: it logs in, and nothing of the credential stays behind. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CredentialParts } from '../../src/bitbucket/credential/read-credential.ts';
import type { Mirror } from '../../src/git/mirror/mirror.ts';
import type { TransferFailure } from '../../src/git/mirror/transfer-failure.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { cacheIn, requestFor } from '../support/mirrors.ts';
import type { ModelAccount } from '../support/loopback-bitbucket/model.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  type Opened,
} from './support/open-loopback.ts';

interface Brought {
  readonly answer: Mirror | TransferFailure;
  /** Of all mirrors. */
  readonly folder: string;
  /** Command lines of git and all that it started, seen while it ran. */
  readonly commandLines: string;
}

function servedFolder(): string {
  const repository = makeRepository();
  repository.commit({ 'a.txt': 'one\n' });
  return repository.folder;
}

/** Every command line that can be seen on this machine. */
function commandLines(): string {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
      } catch {
        return '';
      }
    })
    .join('\n');
}

async function bring({ credential }: Opened, url: string): Promise<Brought> {
  const folder = temporaryFolder();
  const access = (await credential?.gitLogin()) ?? { kind: 'none' };
  const seen: string[] = [];
  const watch = setInterval(() => seen.push(commandLines()), 5);
  const answer = await cacheIn(folder).bring(requestFor(url, { access, mainBranch: null }));
  clearInterval(watch);
  return { answer, folder, commandLines: seen.join('\n') };
}

/** All bytes of all files of a folder. */
function contentsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

const secret = madeUpSecret();
const kinds: ReadonlyArray<[ModelAccount['kind'], CredentialParts, 'cloud' | 'data-center', string]> = [
  ['api-token', { kind: 'api-token', token: secret, user: 'ada@example.org' }, 'cloud', 'ada@example.org'],
  ['access-token', { kind: 'access-token', token: secret, user: null }, 'cloud', ''],
  ['oauth', { kind: 'oauth', key: 'consumer-key', secret }, 'cloud', 'consumer-key'],
  ['http-token', { kind: 'http-token', token: secret, user: 'ada' }, 'data-center', 'ada'],
  ['project-token', { kind: 'http-token', token: secret, user: null }, 'data-center', ''],
];

async function open(
  kind: ModelAccount['kind'],
  parts: CredentialParts | null,
  face: 'cloud' | 'data-center',
  user: string,
): Promise<Opened> {
  const accounts = [{ kind, user, secret }];
  const project = face === 'cloud' ? 'CORE' : 'acme';
  const repositories = [{ id: 1, workspace: 'acme', project, slug: 'web', folder: servedFolder() }];
  return openLoopback({ face, model: openModel({ accounts, repositories, isOpen: false }) }, parts);
}

async function addressOf({ forge }: Opened): Promise<string> {
  const scope = forge.kind === 'cloud' ? { ...EVERYTHING, workspaces: ['acme'] } : EVERYTHING;
  const [listed] = await listAll(forge.repositories(scope));
  const address = listed && 'repository' in listed ? listed.repository.clone.https : null;
  if (address === null) throw new Error('there is no address');
  return address;
}

describe('git over HTTP', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(kinds)('fetches with the credential, which stays nowhere: %s', async (kind, parts, face, user) => {
    const trace = join(temporaryFolder(), 'trace');
    // What git may be told to trace holds no header.
    for (const name of ['GIT_TRACE', 'GIT_TRACE_CURL', 'GIT_TRACE2']) vi.stubEnv(name, trace);
    const opened = await open(kind, parts, face, user);
    const { answer, folder, commandLines: seen } = await bring(opened, await addressOf(opened));
    expect(answer).toMatchObject({ kind: 'mirror' });
    expect(seen).toContain('acme/web.git');
    const [, encoded = ''] = opened.loopback.requests.at(-1)?.authorization?.split(' ') ?? [];
    expect(encoded.length).toBeGreaterThan(20);
    const issued = [...opened.loopback.issued.keys()];
    const traced = existsSync(trace) ? readFileSync(trace, 'latin1') : '';
    const left = [JSON.stringify(answer), seen, contentsOf(folder), traced].join('\n');
    for (const text of [secret, encoded, ...issued]) expect(left).not.toContain(text);
    expect(opened.loopback.requests.map(({ path }) => path).join()).not.toContain(secret);
  });

  it.each(['cloud', 'data-center'] as const)(
    'fails at once, without asking anybody, where there is none: %s',
    async (face) => {
      const opened = await open('access-token', null, face, '');
      const path = `${face === 'cloud' ? '' : '/scm'}/acme/web.git`;
      const { answer } = await bring(opened, `${opened.loopback.url}${path}`);
      expect(answer).toMatchObject({ kind: 'authentication' });
    },
  );

  it('asks no host that is not the forge, with or without the credential', async () => {
    const parts = { kind: 'access-token', token: secret, user: null } as const;
    const opened = await open('access-token', parts, 'cloud', '');
    const elsewhere = (await addressOf(opened)).replace('127.0.0.1', 'localhost');
    const before = opened.loopback.requests.length;
    expect((await bring(opened, elsewhere)).answer).toMatchObject({ kind: 'refused' });
    expect(opened.loopback.requests).toHaveLength(before);
  });
});
