/** An HTTP proxy on this machine: tunnels for CONNECT, and whole addresses; whatever host is named, it leads to one place. */
import { createServer, request as ask } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LoopbackProxy {
  readonly port: number;
  /** `host:port` of each tunnel, and each address that was asked whole. */
  readonly asked: string[];
}

const LOGIN = 'Proxy-Authenticate: Basic realm="proxy"';

/** @param login `user:password`; without it everybody may */
export async function startLoopbackProxy(target: () => number, login?: string): Promise<LoopbackProxy> {
  const asked: string[] = [];
  const expected = `Basic ${Buffer.from(login ?? '').toString('base64')}`;
  const isAllowed = (given: string | undefined): boolean => login === undefined || given === expected;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { 'proxy-authorization': given, ...headers } = request.headers;
    if (!isAllowed(given)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="proxy"' }).end();
      return;
    }
    const { pathname, search } = new URL(request.url ?? '');
    const path = `${pathname}${search}`;
    const onward = ask({ port: target(), path, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    if (!isAllowed(request.headers['proxy-authorization'])) {
      socket.end(`HTTP/1.1 407 Login\r\n${LOGIN}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(target(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => end.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, asked };
}
