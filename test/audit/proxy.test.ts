/** An audit from behind a proxy, and of a forge with a certificate of its own: REST and git go the same way, and nobody's password is shown. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proxiesIn } from '../../src/bitbucket/web/proxy.ts';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import { startLoopbackProxy } from '../support/loopback-proxy.ts';
import { selfSigned } from '../support/self-signed.ts';
import { tempFolder } from '../support/temp-folder.ts';
import {
  audit,
  auditedForge,
  contentsOf,
  dataCenter,
  newStore,
  PLACES,
  placesIn,
} from './support/audited-forge.ts';

const HOST = 'bitbucket.example.com';

describe('behind a proxy with a login, a forge with its own certificate', () => {
  it('is audited, and the login is shown nowhere; without authority or login it is said what to do', async () => {
    const tls = selfSigned(HOST);
    const forge = await auditedForge([], { ...dataCenter(), tls });
    const password = madeUpSecret();
    const proxy = await startLoopbackProxy(() => forge.loopback.port, `ada:${password}`);
    const authority = join(tempFolder(), 'authority.pem');
    writeFileSync(authority, tls.certificate);
    const HTTPS_PROXY = `http://ada:${password}@127.0.0.1:${proxy.port}`;
    const trusting = { NODE_EXTRA_CA_CERTS: authority, GIT_SSL_CAINFO: authority };
    const withEnv = (env: NodeJS.ProcessEnv): typeof forge => ({ ...forge, env: { ...forge.env, ...env } });

    const store = newStore();
    const ran = await audit(withEnv({ ...trusting, HTTPS_PROXY }), store);
    expect(ran.code, ran.stdout + ran.stderr).toBe(1);
    expect(await placesIn(store)).toEqual(PLACES);
    expect(ran.transfers.length).toBeGreaterThan(7);
    expect(new Set(proxy.asked)).toEqual(new Set([`${HOST}:443`]));
    const left = contentsOf(dirname(store)) + ran.stdout + ran.stderr;
    for (const trace of [password, Buffer.from(`ada:${password}`).toString('base64')])
      expect(left).not.toContain(trace);

    const unknown = await audit(withEnv({ HTTPS_PROXY }), newStore());
    expect(unknown.code).toBe(4);
    expect(unknown.stderr).toMatch(/certificate is of an authority that this machine does not know/);
    expect(unknown.stderr).toContain('NODE_EXTRA_CA_CERTS');

    const wrong = HTTPS_PROXY.replace('ada:', 'bob:');
    const refused = await audit(withEnv({ ...trusting, https_proxy: wrong, HTTPS_PROXY }), newStore());
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/the proxy refuses to lead there \(HTTP 407\)/);
    expect(refused.stderr).toContain('USER:PASSWORD');

    const gitOnly = newStore();
    const half = await audit(
      withEnv({ NODE_EXTRA_CA_CERTS: authority, HTTPS_PROXY }),
      gitOnly,
      '--repo',
      'acme/web',
    );
    expect(half.code).toBe(3);
    expect(half.stdout).toMatch(/acme\/web could not be fetched \(certificate\).*GIT_SSL_CAINFO/);
    expect(unknown.stderr + refused.stdout + refused.stderr + half.stdout).not.toContain(password);
  });
});

it('HTTP_PROXY leads REST and git to a plain forge, NO_PROXY past it', async () => {
  const forge = await auditedForge();
  const proxy = await startLoopbackProxy(() => forge.loopback.port);
  const env = { ...forge.env, HTTP_PROXY: `127.0.0.1:${proxy.port}` };
  const through = await audit({ ...forge, env }, newStore(), '--repo', 'acme/web');
  expect(through.code, through.stdout + through.stderr).toBe(1);
  // A tunnel each, or whole addresses: it is all the same, as long as nothing goes past.
  expect(proxy.asked.some((one) => one.includes('/info/refs'))).toBe(true);
  expect(proxy.asked.some((one) => !one.includes('.git/'))).toBe(true);
  proxy.asked.length = 0;
  const past = await audit(
    { ...forge, env: { ...env, NO_PROXY: '127.0.0.1' } },
    newStore(),
    '--repo',
    'acme/web',
  );
  expect(past.code, past.stdout + past.stderr).toBe(1);
  expect(proxy.asked).toEqual([]);
});

it('the environment names a proxy in either case; what is none is refused without being shown', () => {
  const none = { http: null, https: null, except: '' };
  expect(proxiesIn({})).toEqual(none);
  expect(proxiesIn({ HTTPS_PROXY: '', no_proxy: 'a,b' })).toEqual({ ...none, except: 'a,b' });
  expect(proxiesIn({ ALL_PROXY: 'p.example.com:3128', https_proxy: 'https://q.example.com' })).toEqual({
    http: 'http://p.example.com:3128',
    https: 'https://q.example.com',
    except: '',
  });
  const password = madeUpSecret();
  for (const text of [`socks5://ada:${password}@h:1`, `http://ada:${password}@h:port`]) {
    const refused = (): unknown => proxiesIn({ HTTPS_PROXY: text });
    expect(refused).toThrow(/^HTTPS_PROXY is no address of an HTTP proxy$/);
  }
});
