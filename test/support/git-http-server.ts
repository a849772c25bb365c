/**
 * A server of git over HTTP on the loopback interface: `git http-backend` behind a small server that asks for credentials and can
 * behave badly.
 */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface GitHttpOptions {
  /** The folder whose repositories are served, by their paths in it. */
  readonly root: string;
  /** What `Authorization` must be; left out: anybody may read. */
  readonly authorization?: string;
  /** How the answer to a request for objects goes wrong. */
  readonly fault?: () => Fault | undefined;
}

export type Fault =
  | { readonly kind: 'dies'; readonly afterBytes: number }
  | { readonly kind: 'stalls'; readonly afterBytes: number }
  | { readonly kind: 'redirects'; readonly to: string }
  | { readonly kind: 'answers'; readonly status: number; readonly body: string };

export interface GitHttpServer {
  readonly origin: string;
  /** Method and path of each request so far, and what it was authorized with. */
  readonly requests: { path: string; authorization: string | undefined }[];
}

export async function serveGit(options: GitHttpOptions): Promise<GitHttpServer> {
  const requests: GitHttpServer['requests'] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push({ path: `${request.method} ${request.url}`, authorization });
    if (options.authorization !== undefined && authorization !== options.authorization) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end('who are you?');
      return;
    }
    answer(request, response, options);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => close(server));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests };
}

function answer(request: IncomingMessage, response: ServerResponse, { root, fault }: GitHttpOptions): void {
  const wrong = fault?.();
  if (wrong?.kind === 'redirects') {
    response.writeHead(302, { Location: `${wrong.to}${request.url}` }).end();
    return;
  }
  if (wrong?.kind === 'answers') {
    response.writeHead(wrong.status, { 'Content-Type': 'text/plain' }).end(wrong.body);
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const backend = spawn('git', ['http-backend'], { env: environmentFor(request, url, root) });
  backend.stdin.on('error', () => undefined);
  request.pipe(backend.stdin);
  response.once('close', () => backend.kill());
  const isObjects = request.method === 'POST' && url.pathname.endsWith('/git-upload-pack');
  pass(backend.stdout, response, isObjects ? wrong : undefined);
}

function environmentFor({ method, headers }: IncomingMessage, url: URL, root: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: method,
    CONTENT_TYPE: headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_ADDR: '127.0.0.1',
  };
}

/** The header is CGI's, the body is passed on until it is to go wrong. */
function pass(from: NodeJS.ReadableStream, response: ServerResponse, wrong: Fault | undefined): void {
  let header = Buffer.alloc(0);
  let sent = 0;
  let isOpen = false;
  const send = (chunk: Buffer): void => {
    const limit = wrong && 'afterBytes' in wrong ? wrong.afterBytes : Infinity;
    response.write(chunk.subarray(0, Math.max(0, limit - sent)));
    sent += chunk.length;
    if (sent >= limit && wrong?.kind === 'dies') setTimeout(() => response.destroy(), 20);
  };
  from.on('data', (chunk: Buffer) => {
    if (isOpen) return send(chunk);
    header = Buffer.concat([header, chunk]);
    const end = header.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    isOpen = true;
    begin(response, header.toString('latin1', 0, end));
    return send(header.subarray(end + 4));
  });
  from.on('end', () => {
    if (wrong?.kind !== 'stalls' || sent < wrong.afterBytes) response.end();
  });
}

function begin(response: ServerResponse, header: string): void {
  const fields = header.split('\r\n').map((line) => line.split(/: ?(.*)/s));
  const status = fields.find(([name]) => name === 'Status')?.[1];
  const headers = fields
    .filter(([name]) => name !== 'Status')
    .map(([name = '', value = '']) => [name, value]);
  response.writeHead(Number.parseInt(status ?? '200', 10), Object.fromEntries(headers));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
