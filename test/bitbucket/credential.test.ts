/** Credentials: where they come from, what REST and git get of them, and that they show themselves nowhere. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TokenCredential } from '../../src/bitbucket/credential/credential.ts';
import {
  type CredentialReference,
  CREDENTIAL_VARIABLES,
  readCredential,
} from '../../src/bitbucket/credential/read-credential.ts';
import { ScannerError } from '../../src/core/scanner-error.ts';
import { temporaryFolder } from '../support/make-repository.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { ModelAccount } from '../support/loopback-bitbucket/model.ts';
import { EVERYTHING, listAll, madeUpSecret, openLoopback, openModel } from './support/open-loopback.ts';

const host = new URL('https://bitbucket.org');
const token = madeUpSecret();
const { token: TOKEN, email: EMAIL, user: USER, oauthKey: KEY, oauthSecret: SECRET } = CREDENTIAL_VARIABLES;

function read(
  env: Record<string, string>,
  reference: CredentialReference | null = null,
  forge: 'cloud' | 'data-center' = 'cloud',
): ReturnType<typeof readCredential> {
  return readCredential({ forge, host, env, reference });
}

async function refusalOf(pending: Promise<unknown>): Promise<ScannerError> {
  const error: unknown = await pending.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ScannerError)) throw new Error('it was accepted', { cause: error });
  expect(error.code).toBe('credential');
  return error;
}

describe('a credential of the environment', () => {
  it('is none where nothing is set', async () => {
    expect(await read({})).toBeNull();
  });

  it.each<[string, Record<string, string>, 'cloud' | 'data-center', object]>([
    [
      'a token alone: of a workspace, project or repository',
      { [TOKEN]: token },
      'cloud',
      { kind: 'access-token', token, user: null },
    ],
    [
      'a token with an e-mail: of a person',
      { [TOKEN]: token, [EMAIL]: 'ada@example.org' },
      'cloud',
      { kind: 'api-token', token, user: 'ada@example.org' },
    ],
    [
      'key and secret: a consumer',
      { [KEY]: 'consumer-key', [SECRET]: token },
      'cloud',
      { kind: 'oauth', key: 'consumer-key', secret: token },
    ],
    [
      'a token of a Data Center',
      { [TOKEN]: token },
      'data-center',
      { kind: 'http-token', token, user: null },
    ],
    [
      'a token of a Data Center and its user',
      { [TOKEN]: token, [USER]: 'ada' },
      'data-center',
      { kind: 'http-token', token, user: 'ada' },
    ],
  ])('%s', async (_, env, forge, expected) => {
    expect(await read(env, null, forge)).toEqual(expected);
  });

  it('may stand in a variable that the configuration names', async () => {
    const reference = { from: 'environment', variable: 'CI_TOKEN', email: 'ada@example.org' } as const;
    expect(await read({ CI_TOKEN: token }, reference)).toEqual({
      kind: 'api-token',
      token,
      user: 'ada@example.org',
    });
    expect((await refusalOf(read({ [TOKEN]: token }, reference))).message).toContain('CI_TOKEN is not set');
  });

  it.each<[string, Record<string, string>, 'cloud' | 'data-center', RegExp]>([
    [
      'two at once',
      { [TOKEN]: token, [KEY]: 'consumer-key', [SECRET]: token },
      'cloud',
      /both .*TOKEN and .*OAUTH_KEY/,
    ],
    ['a key without secret', { [KEY]: 'consumer-key' }, 'cloud', /OAUTH_SECRET is not set/],
    ['a secret without key', { [SECRET]: token }, 'cloud', /OAUTH_KEY is not set/],
    [
      'a consumer on a Data Center',
      { [KEY]: 'consumer-key', [SECRET]: token },
      'data-center',
      /is for Bitbucket Cloud/,
    ],
    ['an empty one', { [TOKEN]: '' }, 'cloud', /TOKEN is empty/],
    [
      'one with a line end, which could smuggle in a header',
      { [TOKEN]: `${token}\r\nX: y` },
      'cloud',
      /line ends/,
    ],
    ['one with a space', { [TOKEN]: `${token} ` }, 'data-center', /spaces/],
    ['an API token without e-mail', { [TOKEN]: `ATATT${token}` }, 'cloud', /nothing says whose/],
    ['an app password', { [TOKEN]: `ATBB${token}`, [EMAIL]: 'ada@example.org' }, 'cloud', /app password/],
    ['an e-mail that is none', { [TOKEN]: token, [EMAIL]: 'ada' }, 'cloud', /no e-mail/],
    ['a user with a colon', { [TOKEN]: token, [USER]: 'a:b' }, 'data-center', /USER is/],
  ])('is refused without being shown: %s', async (_, env, forge, expected) => {
    const error = await refusalOf(read(env, null, forge));
    expect(error.message).toMatch(expected);
    expect(error.hint).toBeTruthy();
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token);
  });
});

describe('a credential of a file', () => {
  it('is its first line, and refused where others may read it, or it is not there', async () => {
    const folder = tempFolder({ token: `${token}\nand more\n` });
    const reference = { from: 'file', path: join(folder, 'token'), email: 'ada@example.org' } as const;
    chmodSync(reference.path, 0o644);
    const open = await refusalOf(read({}, reference));
    expect(open.message).toContain('others may read it');
    expect(inspect(open, { depth: 9 })).not.toContain(token);
    chmodSync(reference.path, 0o600);
    // What the environment holds is not asked for.
    expect(await read({ [TOKEN]: 'x'.repeat(20) }, reference)).toEqual({
      kind: 'api-token',
      token,
      user: 'ada@example.org',
    });
    const missing = { from: 'file', path: join(folder, 'no') } as const;
    expect((await refusalOf(read({}, missing))).message).toContain('no such file');
  });
});

describe("a credential of git's helper", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** A helper as users have one, set up in a configuration of its own. */
  function helper(user: string, password: string): void {
    const script = `!f() { cat >/dev/null; printf 'username=${user}\\npassword=${password}\\n'; }; f`;
    const folder = tempFolder({ gitconfig: `[credential]\n\thelper = ${JSON.stringify(script)}\n` });
    vi.stubEnv('GIT_CONFIG_GLOBAL', `${folder}/gitconfig`);
    vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
    vi.stubEnv('HOME', temporaryFolder());
  }

  interface Understood {
    readonly reference: CredentialReference;
    readonly expected: object;
  }

  it.each<[string, string, 'cloud' | 'data-center', Understood]>([
    [
      'of a workspace',
      'x-token-auth',
      'cloud',
      { reference: { from: 'git' }, expected: { kind: 'access-token', user: null } },
    ],
    [
      'of a person, e-mail as user',
      'ada@example.org',
      'cloud',
      { reference: { from: 'git' }, expected: { kind: 'api-token', user: 'ada@example.org' } },
    ],
    [
      'of a person, e-mail of the configuration',
      'x-bitbucket-api-token-auth',
      'cloud',
      {
        reference: { from: 'git', email: 'ada@example.org' },
        expected: { kind: 'api-token', user: 'ada@example.org' },
      },
    ],
    [
      'of a user of a Data Center',
      'ada',
      'data-center',
      { reference: { from: 'git' }, expected: { kind: 'http-token', user: 'ada' } },
    ],
  ])('is understood: %s', async (_, user, forge, { reference, expected }) => {
    helper(user, token);
    expect(await read({}, reference, forge)).toEqual({ token, ...expected });
  });

  it('is refused where there is none', async () => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
    vi.stubEnv('HOME', temporaryFolder());
    const error = await refusalOf(read({}, { from: 'git' }));
    expect(error.message).toContain('hold nothing for bitbucket.org');
  });

  it('asks for nothing that a user name smuggles in', async () => {
    helper('ada', token);
    await refusalOf(read({}, { from: 'git', user: 'ada\nhost=evil.example.org' }));
  });
});

describe('each kind of credential', () => {
  const accounts: ModelAccount[] = [
    { kind: 'api-token', user: 'ada@example.org', secret: madeUpSecret() },
    { kind: 'access-token', user: '', secret: madeUpSecret() },
    { kind: 'oauth', user: 'consumer-key', secret: madeUpSecret() },
  ];
  const repositories = [{ id: 1, workspace: 'acme', project: 'CORE', slug: 'web' }];
  const model = openModel({ accounts, repositories, isOpen: false });
  const acme = { ...EVERYTHING, workspaces: ['acme'] };

  it.each(accounts)('of Cloud opens REST: $kind', async ({ kind, user, secret }) => {
    const parts =
      kind === 'oauth'
        ? ({ kind, key: user, secret } as const)
        : ({
            kind: kind === 'api-token' ? kind : 'access-token',
            token: secret,
            user: user || null,
          } as const);
    const { forge } = await openLoopback({ face: 'cloud', model }, parts);
    expect(await listAll(forge.repositories(acme))).toMatchObject([{ repository: { slug: 'web' } }]);
  });

  it('is taken for another when it is used as another', async () => {
    const [person] = accounts;
    const parts = { kind: 'access-token', token: person?.secret ?? '', user: null } as const;
    const { forge } = await openLoopback({ face: 'cloud', model }, parts);
    await expect(listAll(forge.repositories(acme))).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it.each(['http-token', 'project-token'] as const)('of a Data Center opens REST: %s', async (kind) => {
    const secret = madeUpSecret();
    const own = { ...model, accounts: [{ kind, user: 'ada', secret }] };
    const parts = { kind: 'http-token', token: secret, user: kind === 'http-token' ? 'ada' : null } as const;
    const { forge } = await openLoopback({ face: 'data-center', model: own }, parts);
    expect(await listAll(forge.repositories(EVERYTHING))).toMatchObject([{ repository: { slug: 'web' } }]);
  });
});

describe('an OAuth consumer', () => {
  const secret = madeUpSecret();
  const accounts = [{ kind: 'oauth', user: 'consumer-key', secret }] as const;
  const model = openModel({ accounts, isOpen: false });
  const parts = { kind: 'oauth', key: 'consumer-key', secret } as const;
  const acme = { ...EVERYTHING, workspaces: ['acme'] };

  it('gets one token for many requests, and a new one before it ends', async () => {
    const opened = await openLoopback({ face: 'cloud', model }, parts);
    await Promise.all([1, 2, 3].map(() => listAll(opened.forge.repositories(acme))));
    expect(opened.loopback.issued.size).toBe(1);
    opened.clock.time += 6_500_000;
    await listAll(opened.forge.repositories(acme));
    expect(opened.loopback.issued.size).toBe(1);
    opened.clock.time += 200_000;
    await listAll(opened.forge.repositories(acme));
    expect(opened.loopback.issued.size).toBe(2);
  });

  it('gets a new token, once, when the forge forgot the old one', async () => {
    const opened = await openLoopback({ face: 'cloud', model }, parts);
    await listAll(opened.forge.repositories(acme));
    opened.loopback.issued.clear();
    expect(await listAll(opened.forge.repositories(acme))).toEqual([]);
    opened.loopback.faults.push({ on: /repositories/, fault: { kind: 'status', status: 401 } });
    const before = opened.loopback.requests.length;
    await expect(listAll(opened.forge.repositories(acme))).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(opened.loopback.requests.length - before).toBe(3);
  });

  it('says so when its secret is wrong, or what it is given is no token', async () => {
    const wrong = await openLoopback({ face: 'cloud', model }, { ...parts, secret: madeUpSecret() });
    await expect(listAll(wrong.forge.repositories(acme))).rejects.toMatchObject({
      kind: 'unauthorized',
      path: '/site/oauth2/access_token',
    });
    const odd = await openLoopback({ face: 'cloud', model }, parts);
    odd.loopback.faults.push({
      on: /oauth2/,
      fault: { kind: 'json', change: () => ({ access_token: 'a\nb' }) },
    });
    expect(await listAll(odd.forge.repositories(acme))).toMatchObject([
      { unseen: { why: expect.stringContaining('without an access token') } },
    ]);
  });
});

describe('what git gets', () => {
  it.each([
    ['api-token', 'ada@example.org', { kind: 'basic', user: 'x-bitbucket-api-token-auth', password: token }],
    ['access-token', null, { kind: 'basic', user: 'x-token-auth', password: token }],
    ['http-token', 'ada', { kind: 'basic', user: 'ada', password: token }],
    ['http-token', null, { kind: 'bearer', token }],
  ] as const)('depends on the kind: %s %s', async (kind, user, expected) => {
    expect(await new TokenCredential({ kind, token, user }).gitLogin()).toEqual(expected);
  });
});
