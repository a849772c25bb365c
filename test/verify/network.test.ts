/** Where a secret travels to, and where not: loopback servers stand for issuers, for machines of a network, and for proxies. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilledRequest } from '../../src/verify/fill-request.ts';
import { type Address, type Network, type NetworkAnswer, openNetwork } from '../../src/verify/network.ts';
import { certificateFor } from './support/certificate.ts';
import { answer, startIssuer } from './support/issuer.ts';

const SECRET = ['not', 'to', 'be', 'seen'].join('-');
const HOST = 'api.issuer.example';

const clear = await startIssuer();
const sealed = await startIssuer(certificateFor(HOST));
beforeEach(() => {
  for (const issuer of [clear, sealed]) {
    issuer.received.length = 0;
    issuer.answering = answer(200, { ok: true });
  }
});

const open: Network[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((made) => made.close()));
});

type Resolve = (host: string) => Promise<readonly Address[]>;

/** Names lead where the test says, asked or not. */
function network(resolve: Resolve, env: Readonly<Record<string, string>> = {}): Network {
  const made = openNetwork({ env, resolve, maxBodyBytes: 1000 });
  open.push(made);
  return made;
}

const at =
  (...addresses: readonly string[]): Resolve =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

function request(origin: string, isOwn: boolean): FilledRequest {
  return {
    base: origin,
    host: new URL(origin).host,
    isOwn,
    method: 'GET',
    origin,
    path: '/me',
    shownPath: '/me',
    headers: { authorization: `Bearer ${SECRET}` },
    body: null,
  };
}

async function outcome(work: Promise<NetworkAnswer>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    const codes = [error, Object(error).cause].map((one) => String(Object(one).code ?? ''));
    return codes.find((code) => code !== '') ?? String(error);
  }
}

const long = (): AbortSignal => AbortSignal.timeout(20_000);

describe('a declared host', () => {
  it.each([
    ['this machine', '127.0.0.1'],
    ['a private network', '10.1.2.3'],
    ['the metadata of a cloud', '169.254.169.254'],
    ['IPv6 that means IPv4', '::ffff:127.0.0.1'],
    ['a private network beside the open one', '140.82.121.6', '192.168.0.1'],
    ['nowhere'],
  ])('is not asked where its name leads to %s', async (_, ...addresses) => {
    const asked = network(at(...addresses)).send(
      request(`http://${HOST}:${clear.port}`, false),
      true,
      long(),
    );
    expect(await outcome(asked)).toBe('ADDRESS_REFUSED');
    expect(clear.received).toEqual([]);
  });

  it('is looked up for each connection, and looked at each time: what it leads to later cannot slip in', async () => {
    const asked: string[] = [];
    const rebinding: Resolve = (host) => {
      asked.push(host);
      return at(asked.length === 1 ? '127.0.0.1' : '169.254.169.254')(host);
    };
    clear.answering = answer(200, {}, { connection: 'close' });
    const made = network(rebinding);
    const send = (): Promise<unknown> =>
      outcome(made.send(request(`http://${HOST}:${clear.port}`, true), true, long()));
    expect(await send()).toMatchObject({ status: 200 });
    expect(await send()).toBe('ADDRESS_REFUSED');
    // Nobody asked in between: what was looked at is what was connected to.
    expect([asked, clear.received.length]).toEqual([[HOST, HOST], 1]);
  });

  it('may be a host of our own inside the network, but never where a machine is told its credentials', async () => {
    const origin = `http://${HOST}:${clear.port}`;
    expect(await outcome(network(at('127.0.0.1')).send(request(origin, true), true, long()))).toMatchObject({
      status: 200,
    });
    expect(await outcome(network(at('169.254.169.254')).send(request(origin, true), true, long()))).toBe(
      'ADDRESS_REFUSED',
    );
    expect(clear.received).toHaveLength(1);
  });
});

describe('an answer', () => {
  const inside = `http://${HOST}`;
  const ask = (wantsBody: boolean): Promise<unknown> =>
    outcome(network(at('127.0.0.1')).send(request(`${inside}:${clear.port}`, true), wantsBody, long()));

  it.each([301, 302, 303, 307, 308])('of %i is not followed', async (status) => {
    const elsewhere = await startIssuer();
    clear.answering = answer(status, {}, { location: `${elsewhere.base}/stolen` });
    expect(await ask(true)).toMatchObject({ status });
    expect([clear.received.length, elsewhere.received]).toEqual([1, []]);
  });

  it('is not read where nobody looks at it, nor past its bound', async () => {
    let written = 0;
    clear.answering = (_, response) => {
      response.writeHead(200, { 'retry-after': '7' });
      const more = (): void => {
        if (response.destroyed || written > 50e6) response.end();
        else {
          written += 65_536;
          response.write('x'.repeat(65_536), more);
        }
      };
      more();
    };
    expect(await ask(true)).toEqual({ status: 200, retryAfter: '7', body: null });
    expect(await ask(false)).toEqual({ status: 200, retryAfter: '7', body: null });
    expect(written).toBeLessThan(50e6);
  });

  it('that does not come is not waited for', async () => {
    const stop = new AbortController();
    clear.answering = () => stop.abort();
    const asked = request(`${inside}:${clear.port}`, true);
    expect(await outcome(network(at('127.0.0.1')).send(asked, true, stop.signal))).not.toMatchObject({
      status: 200,
    });
    expect(clear.received).toHaveLength(1);
  });
});

describe('TLS', () => {
  const origin = `https://${HOST}:${sealed.port}`;

  it.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
    'is checked, and what is not trusted is told nothing: %j',
    async (env) => {
      Object.assign(process.env, env);
      try {
        const sent = network(at('127.0.0.1')).send(request(origin, true), true, long());
        expect(await outcome(sent)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
      } finally {
        delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      }
      expect(sealed.received).toEqual([]);
    },
  );
});

describe('a proxy', () => {
  /** Notes who is asked for, and leads there whatever the name. */
  const connects: string[] = [];
  const heard: string[] = [];
  let target = 0;
  const proxy: Server = createServer((asked, response) => {
    heard.push(asked.url ?? '');
    response.end();
  });
  proxy.on('connect', ({ url = '' }, socket, head) => {
    connects.push(url);
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const through = connect(target, '127.0.0.1', () => {
      through.write(head);
      socket.on('data', (part: Buffer) => heard.push(part.toString('latin1')));
      socket.pipe(through).pipe(socket);
    });
    for (const end of [socket, through]) end.on('error', () => undefined);
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  it('is used where the environment names one, encrypted end to end, with the certificate of the host', async () => {
    await new Promise<void>((done) => {
      proxy.listen(0, '127.0.0.1', done);
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const env = { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    target = sealed.port;
    const nobody: Resolve = () => Promise.reject(new Error('the proxy looks names up'));
    const sent = network(nobody, env).send(request(`https://${HOST}`, false), true, long());
    expect(await outcome(sent)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect([connects, sealed.received]).toEqual([[`${HOST}:443`], []]);
    expect(heard.join('')).not.toContain(SECRET);
  });

  it('is left out for hosts of NO_PROXY, which are then looked at again', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const { port } = proxy.address() as AddressInfo;
    const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '.issuer.example' };
    connects.length = 0;
    const sent = network(at('127.0.0.1'), env).send(request(`https://${HOST}`, false), true, long());
    expect([await outcome(sent), connects]).toEqual(['ADDRESS_REFUSED', []]);
  });

  it('reads nothing that is for a host on this machine, which is asked unencrypted', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    target = clear.port;
    connects.length = 0;
    const env = { HTTP_PROXY: address, HTTPS_PROXY: address };
    for (const name of ['localhost', '127.0.0.1']) {
      const sent = network(at('127.0.0.1'), env).send(
        request(`http://${name}:${clear.port}`, true),
        true,
        long(),
      );
      expect(await outcome(sent)).toMatchObject({ status: 200 });
    }
    expect([connects, clear.received.length]).toEqual([[], 2]);
  });

  it.each(['ada:hunter2@nowhere', 'http://ada:hunter2@nowhere:99999', 'http://ada:hunter2@no where'])(
    'that is no address is a mistake, and its password is not repeated: %s',
    (address) => {
      const env = { HTTPS_PROXY: address };
      expect(() => network(at('127.0.0.1'), env)).toThrow(/^HTTPS_PROXY is no address of a proxy$/);
    },
  );
});
