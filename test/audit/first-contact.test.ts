/** Whoever runs an audit for the first time: each way in which a forge cannot be asked says what to do, soon, and begins no run. */
import { createServer, type RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { networkReason } from '../../src/bitbucket/web/network-reason.ts';
import { run } from '../support/run-program.ts';
import { newStore } from './support/audited-forge.ts';

const ENV = { BITSIEVE_KEY: 'of the tests', BITSIEVE_BITBUCKET_TOKEN: 'of-nobody-at-all' };
const UNAUTHORIZED = '{"errors":[{"message":"Authentication failed."}]}';

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

async function firstAudit(url: string, env: NodeJS.ProcessEnv = ENV): Promise<string> {
  const store = newStore();
  const { code, stderr, stdout } = await run(['audit', '--url', url, '--store', store], { env });
  expect(code, stderr).toBe(4);
  expect(stdout).toBe('');
  const status = await run(['audit', 'status', '--store', store]);
  expect(status.stdout).toBe('No run has been begun yet.\n');
  return stderr;
}

it.each<[string, RequestListener, RegExp]>([
  [
    'a page to log in',
    (_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Log in</title>'),
    /something else than JSON[^]*a page for people/,
  ],
  [
    'a way to the login of another host',
    (_, response) => response.writeHead(302, { location: 'https://sso.example.com/login' }).end(),
    /leads away from 127\.0\.0\.1:\d+, to sso\.example\.com[^]*page to log in/,
  ],
  ['another path', (_, response) => response.writeHead(404).end(), /there is no Bitbucket[^]*context path/],
  [
    'a token that has expired',
    (_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end(UNAUTHORIZED),
    /HTTP 401: Authentication failed[^]*expired: make a new one/,
  ],
])('%s', async (_, answer, expected) => {
  expect(await firstAudit(await serve(answer))).toMatch(expected);
});

it('no token, and TLS where there is none', async () => {
  const closed = await serve((_, response) => response.writeHead(401).end());
  const { BITSIEVE_KEY } = ENV;
  expect(await firstAudit(closed, { BITSIEVE_KEY })).toMatch(
    /No credential was given[^]*BITSIEVE_BITBUCKET_TOKEN/,
  );
  expect(await firstAudit(closed.replace('http:', 'https:'))).toMatch(/speaks no TLS[^]*begins with https/);
});

it('a forge that is down is asked again, and that is said', async () => {
  let asked = 0;
  const url = await serve((_, response) => {
    asked++;
    response.writeHead(asked === 1 ? 503 : 401).end();
  });
  expect(await firstAudit(url)).toMatch(
    /^GET \S+: HTTP 503; asked again in .+\nbitsieve: GET \S+: HTTP 401\n/,
  );
});

it.each([
  ['ENOTFOUND', false, 'no host of this name'],
  ['EAI_AGAIN', true, 'could not be looked up'],
  ['ECONNREFUSED', true, 'nobody answers'],
  ['UND_ERR_CONNECT_TIMEOUT', true, 'cannot be reached'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', false, 'authority'],
  ['CERT_HAS_EXPIRED', false, 'not valid today'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', false, 'of another host'],
  ['UND_ERR_SOCKET', true, 'could not be asked (UND_ERR_SOCKET)'],
])('%s is asked again: %s', (code, mayPass, words) => {
  const error = new TypeError('fetch failed', { cause: Object.assign(new Error('with a header'), { code }) });
  const told = networkReason(error);
  expect(told).toMatchObject({ mayPass, reason: expect.stringContaining(words) });
  expect(told.reason).toContain(code);
  expect(told.reason).not.toContain('header');
});
