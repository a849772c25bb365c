/** Credentials reach the server that they are for, and can be found nowhere else. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessEnvironment, type GitAccess, withoutAccess } from '../../../src/git/mirror/git-access.ts';
import { serveGit } from '../../support/git-http-server.ts';
import { makeRepository, TestRepository } from '../../support/make-repository.ts';
import { mirrored, newCache, refsOf } from '../../support/brought.ts';
import { LIMITS, requestFor } from '../../support/mirrors.ts';
import { programsWith } from '../../support/running-programs.ts';
import { githubToken } from '../../support/secrets.ts';

const TOKEN = githubToken(11).slice(4);

function origin(): { repository: TestRepository; root: string; path: string } {
  const repository = makeRepository();
  repository.commit({ 'a.txt': 'one\n' });
  const parts = repository.folder.split('/');
  return { repository, root: parts.slice(0, -1).join('/'), path: `${parts.at(-1)}/.git` };
}

const KINDS: readonly (readonly [string, GitAccess, string])[] = [
  [
    'an API token of Cloud',
    { kind: 'basic', user: 'x-bitbucket-api-token-auth', password: TOKEN },
    `Basic ${Buffer.from(`x-bitbucket-api-token-auth:${TOKEN}`).toString('base64')}`,
  ],
  [
    'an access token of Cloud',
    { kind: 'basic', user: 'x-token-auth', password: TOKEN },
    `Basic ${Buffer.from(`x-token-auth:${TOKEN}`).toString('base64')}`,
  ],
  ['an HTTP token of Data Center', { kind: 'bearer', token: TOKEN }, `Bearer ${TOKEN}`],
];

/** The files below a folder that hold one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = join(folder, name);
    return statSync(file).isFile() && texts.some((text) => readFileSync(file).includes(text));
  });
}

describe.each(KINDS)('%s', (_, access, authorization) => {
  const secrets = [TOKEN, authorization.split(' ')[1] ?? TOKEN];

  it('opens what is closed without it', async () => {
    const { repository, root, path } = origin();
    const server = await serveGit({ root, authorization });
    const url = `${server.origin}/${path}`;
    const { cache } = newCache();
    expect(await cache.bring(requestFor(url))).toMatchObject({ kind: 'authentication' });
    expect(await cache.bring(requestFor(url, { access: { kind: 'bearer', token: 'wrong' } }))).toMatchObject({
      kind: 'authentication',
    });
    const mirror = mirrored(await cache.bring(requestFor(url, { access })));
    expect(refsOf(new TestRepository(mirror.folder))).toBe(refsOf(repository));
  });

  it('stands in no command line, file or message, also while git waits', async () => {
    const { root, path } = origin();

    const server = await serveGit({
      root,
      authorization,
      fault: () => ({ kind: 'stalls', afterBytes: 10 }),
    });
    const { cache, folder } = newCache({ limits: { ...LIMITS, stallMs: 3000 } });
    const brought = cache.bring(requestFor(`${server.origin}/${path}`, { access }));
    while (!server.requests.some(({ path: asked }) => asked.startsWith('POST')))
      await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 300));
    // Or this test would look at nothing.
    expect(existsSync('/proc') && programsWith(path).length === 0).toBe(false);
    for (const secret of secrets) expect(programsWith(secret)).toEqual([]);
    expect(filesWith(folder, secrets)).toEqual([]);
    expect(JSON.stringify(await brought)).toContain('stalled');
    expect(filesWith(folder, secrets)).toEqual([]);
  });

  it('is not repeated when the server says it', async () => {
    const { root, path } = origin();
    const body = `who is ${secrets.join(' or ')}?`;
    const fault = (): { kind: 'answers'; status: number; body: string } => ({
      kind: 'answers',
      status: 403,
      body,
    });
    const server = await serveGit({ root, fault });
    const brought = await newCache().cache.bring(requestFor(`${server.origin}/${path}`, { access }));
    for (const secret of secrets) expect(JSON.stringify(brought)).not.toContain(secret);
    expect(withoutAccess(`fatal: ${body}`, access)).not.toMatch(new RegExp(secrets.join('|')));
  });
});

describe('the environment of a fetch', () => {
  it('binds the header to one origin, and holds none where there is nothing to say', () => {
    const env = accessEnvironment({ kind: 'bearer', token: 'abc' }, 'https://example.org:8443');
    expect(env['GIT_CONFIG_KEY_0']).toBe('http.https://example.org:8443/.extraHeader');
    expect(accessEnvironment({ kind: 'bearer', token: 'abc' }, 'ssh://example.org')).toEqual({});
    expect(accessEnvironment({ kind: 'none' }, 'https://example.org')).toEqual({});
    expect(() =>
      accessEnvironment({ kind: 'bearer', token: 'a\r\nHost: b' }, 'https://example.org'),
    ).toThrow();
  });
});
