/** git itself, over smart HTTP, with each kind of credential: it logs in, and nothing of the credential stays behind. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitEnvironment } from '../../src/bitbucket/credential/git-environment.ts';
import type { CredentialParts } from '../../src/bitbucket/credential/read-credential.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import type { ModelAccount } from '../support/loopback-bitbucket/model.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  type Opened,
} from './support/open-loopback.ts';

interface Cloned {
  readonly code: number | null;
  readonly folder: string;
  readonly output: string;
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

async function clone(
  { credential, gitHost }: Opened,
  address: string,
  more: Record<string, string> = {},
): Promise<Cloned> {
  const folder = join(temporaryFolder(), 'mirror.git');
  const inherited = {
    PATH: process.env['PATH'] ?? '',
    HOME: temporaryFolder(),
    GIT_CONFIG_NOSYSTEM: '1',
    ...more,
  };
  const env = { ...inherited, ...(await gitEnvironment(credential, gitHost, inherited)) };
  const git = spawn('git', ['clone', '--mirror', address, folder], { env });
  const seen: string[] = [];
  const watch = setInterval(() => seen.push(commandLines()), 5);
  let output = '';
  for (const stream of [git.stdout, git.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => git.on('close', resolve));
  clearInterval(watch);
  return { code, folder, output, commandLines: seen.join('\n') };
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
  it.each(kinds)('clones with the credential, which stays nowhere: %s', async (kind, parts, face, user) => {
    const opened = await open(kind, parts, face, user);
    const cloned = await clone(opened, await addressOf(opened), {
      GIT_TRACE: '1',
      GIT_TRACE_CURL: '1',
      GIT_TRACE2: '1',
    });
    expect(cloned.code, cloned.output).toBe(0);
    expect(cloned.commandLines).toContain('mirror.git');
    const [, encoded = ''] = opened.loopback.requests.at(-1)?.authorization?.split(' ') ?? [];
    expect(encoded.length).toBeGreaterThan(20);
    const issued = [...opened.loopback.issued.keys()];
    const left = [cloned.output, cloned.commandLines, contentsOf(cloned.folder)].join('\n');
    for (const trace of [secret, encoded, ...issued]) expect(left).not.toContain(trace);
    expect(opened.loopback.requests.map(({ path }) => path).join()).not.toContain(secret);
  });

  it.each(['cloud', 'data-center'] as const)(
    'fails at once, without asking anybody, where there is none: %s',
    async (face) => {
      const opened = await open('access-token', null, face, '');
      const cloned = await clone(
        opened,
        `${opened.loopback.url}${face === 'cloud' ? '' : '/scm'}/acme/web.git`,
      );
      expect(cloned.code).not.toBe(0);
    },
  );

  it('sends the credential to no other host', async () => {
    const opened = await open(
      'access-token',
      { kind: 'access-token', token: secret, user: null },
      'cloud',
      '',
    );
    const foreign = await openLoopback({
      face: 'cloud',
      model: openModel({
        repositories: [{ id: 1, workspace: 'acme', project: 'P', slug: 'web', folder: servedFolder() }],
      }),
    });
    const cloned = await clone(opened, `${foreign.loopback.url}/acme/web.git`);
    expect(cloned.code, cloned.output).toBe(0);
    expect(foreign.loopback.requests.map(({ authorization }) => authorization)).not.toContain(
      expect.any(String),
    );
    expect(foreign.loopback.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });
});
