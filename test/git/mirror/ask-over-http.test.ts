/** Refs asked for without git are those that git would be told; whatever is not plainly an answer is left to git. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, basename } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askOverHttp } from '../../../src/git/mirror/ask-over-http.ts';
import type { RemoteRefs } from '../../../src/git/mirror/remote-refs.ts';
import { serveGit } from '../../support/git-http-server.ts';
import { makeRepository, type TestRepository } from '../../support/make-repository.ts';
import { fc } from '../../support/property.ts';

function ask(url: string, authorization = ''): Promise<RemoteRefs | undefined> {
  const { signal } = new AbortController();
  return askOverHttp({ get: fetch, url, authorization, timeoutMs: 20_000, signal });
}

async function served({ folder }: TestRepository): Promise<string> {
  const { origin } = await serveGit({ root: dirname(folder) });
  return `${origin}/${basename(folder)}/.git`;
}

const TYPE = 'application/x-git-upload-pack-advertisement';

async function answering(status: number, body: string | Buffer, headers = {}): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': TYPE, ...headers }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const pkt = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;
const [ONE, TWO] = ['1'.repeat(40), '2'.repeat(40)];
const OPENING = `${pkt('# service=git-upload-pack\n')}0000`;
const GOOD = `${OPENING}${pkt(`${ONE} HEAD\0multi_ack symref=HEAD:refs/heads/main agent=git\n`)}${pkt(`${ONE} refs/heads/main\n`)}0000`;

describe('asked without git', () => {
  it('are what ls-remote says', async () => {
    const origin = makeRepository();
    origin.commit({ 'a.txt': 'a\n' });
    origin.git('tag', '-a', 'v1', '-m', 'one');
    origin.git('branch', 'käse/side');
    origin.git('update-ref', 'refs/pull-requests/7/from', 'HEAD');
    const answer = await ask(await served(origin));
    const listed = origin.git('ls-remote', '--quiet', '.').trim().split('\n');
    const expected = listed.filter((line) => line.includes('\trefs/') && !line.endsWith('^{}'));
    const said = answer?.refs.map(({ oid, name }) => `${oid}\t${Buffer.from(name, 'latin1').toString()}`);
    expect(said?.toSorted()).toEqual(expected.toSorted());
    expect(answer?.mainBranch).toBe('main');
  });

  it('are none of an empty repository', async () => {
    expect((await ask(await served(makeRepository())))?.refs).toEqual([]);
  });

  it('are given to whoever may see them', async () => {
    const origin = makeRepository();
    origin.commit({ 'a.txt': 'a\n' });
    const { origin: server, requests } = await serveGit({
      root: dirname(origin.folder),
      authorization: 'Bearer x1',
    });
    const url = `${server}/${basename(origin.folder)}/.git`;
    expect(await ask(url)).toBeUndefined();
    expect((await ask(url, 'Bearer x1'))?.refs).toHaveLength(1);
    expect(requests).toHaveLength(2);
  });
});

describe('left to git', () => {
  it('is not what is plainly an answer', async () => {
    expect(await ask(await answering(200, GOOD))).toEqual({
      kind: 'refs',
      refs: [{ name: 'refs/heads/main', oid: ONE }],
      mainBranch: 'main',
    });
  });

  it.each([
    ['a page', 200, '<html>log in</html>', { 'content-type': 'text/html' }],
    ['a refusal', 401, GOOD, {}],
    ['an answer that ends too early', 200, GOOD.slice(0, -30), {}],
    ['one without its end', 200, GOOD.slice(0, -4), {}],
    ['another service', 200, GOOD.replace('upload', 'unload'), {}],
    ['another version', 200, `${OPENING}${pkt('version 2\n')}${pkt('ls-refs\n')}0000`, {}],
    ['a shallow repository', 200, GOOD.replace(/0000$/, `${pkt(`shallow ${TWO}`)}0000`), {}],
    ['lengths that lie', 200, GOOD.replace(/^.{4}/, 'fff0'), {}],
    ['lengths that are none', 200, GOOD.replace(/^.{4}/, '0003'), {}],
  ])('is %s', async (_, status, body, headers) => {
    expect(await ask(await answering(status, body, headers))).toBeUndefined();
  });

  it('is a redirect, and nobody else learns the credential', async () => {
    const { origin: elsewhere, requests } = await serveGit({ root: '/nowhere' });
    const url = await answering(302, '', { location: `${elsewhere}/x.git/info/refs` });
    expect(await ask(url, 'Bearer x1')).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it('is a server that is not there, or that never ends', async () => {
    expect(await ask('http://127.0.0.1:1/x.git')).toBeUndefined();
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': TYPE }).write(OPENING);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => server.closeAllConnections());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { signal } = new AbortController();
    const stalled = askOverHttp({ get: fetch, url, authorization: '', timeoutMs: 200, signal });
    expect(await stalled).toBeUndefined();
    server.close();
  });

  it('is any damage', async () => {
    const bytes = Buffer.from(GOOD, 'latin1');
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(edits, async (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        const get = (): Promise<Response> =>
          Promise.resolve(new Response(damaged, { headers: { 'content-type': TYPE } }));
        const { signal } = new AbortController();
        const answer = await askOverHttp({
          get,
          url: 'http://x',
          authorization: '',
          timeoutMs: 1000,
          signal,
        });
        for (const { oid } of answer?.refs ?? []) expect(oid).toMatch(/^[0-9a-f]{40}$/);
      }),
      { numRuns: 500 },
    );
  });
});
