/** git over smart HTTP, by git's own server side. https://git-scm.com/docs/git-http-backend */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname } from 'node:path';

interface GitQuestion {
  readonly folder: string;
  /** Below the repository: `/info/refs` and the like. */
  readonly path: string;
  readonly query: string;
  /** Knows the oldest protocol alone. */
  readonly isOld: boolean;
  /** What becomes of the answer half-way. */
  readonly cut?: 'dies' | 'stalls' | undefined;
}

export function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, path, query, isOld, cut }: GitQuestion,
): void {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const git = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      GIT_PROJECT_ROOT: dirname(folder),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `/${basename(folder)}${path}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: isOld ? '' : header('git-protocol'),
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  request.pipe(git.stdin);
  git.stdin.on('error', () => undefined);
  if (cut) {
    sendHalf(git.stdout, response, cut);
    return;
  }
  let head = '';
  git.stdout.on('data', (chunk: Buffer) => {
    if (response.headersSent) {
      response.write(chunk);
      return;
    }
    head += chunk.toString('latin1');
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = Object.fromEntries(
      head
        .slice(0, end)
        .split('\r\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    response.writeHead(Number.parseInt(headers['Status'] ?? '200', 10), headers);
    response.write(Buffer.from(head.slice(end + 4), 'latin1'));
  });
  git.on('close', () => response.end());
}

function sendHalf(from: NodeJS.ReadableStream, response: ServerResponse, cut: 'dies' | 'stalls'): void {
  const chunks: Buffer[] = [];
  from.on('data', (chunk: Buffer) => chunks.push(chunk));
  from.on('end', () => {
    const all = Buffer.concat(chunks);
    const body = all.subarray(all.indexOf('\r\n\r\n') + 4);
    const type = /^content-type: (.*)\r$/im.exec(all.toString('latin1'))?.[1] ?? '';
    response.writeHead(200, { 'content-type': type });
    response.write(body.subarray(0, body.length / 2), () => {
      if (cut === 'dies') response.destroy();
    });
  });
}
