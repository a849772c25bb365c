/** A loopback issuer: answers as it is told, and remembers what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answering = (received: Received, response: ServerResponse) => void;

export interface Issuer {
  readonly port: number;
  readonly base: string;
  readonly received: Received[];
  answering: Answering;
}

export const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answering =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** @param tls certificate and key; left out: in clear */
export async function startIssuer(tls?: { readonly cert: string; readonly key: string }): Promise<Issuer> {
  const received: Received[] = [];
  const issuer = { port: 0, base: '', received, answering: answer(200) };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const whole = { method, path, headers, body: Buffer.concat(parts).toString() };
      received.push(whole);
      issuer.answering(whole, response);
    });
  };
  const server: Server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  // A client that does not trust the certificate hangs up.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  issuer.port = (server.address() as AddressInfo).port;
  issuer.base = `${tls ? 'https' : 'http'}://127.0.0.1:${issuer.port}`;
  return issuer;
}
