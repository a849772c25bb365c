/**
 * Asks a server for its refs by one HTTP request and no process: what thousands of repositories that have not changed cost.
 * https://git-scm.com/docs/http-protocol, https://git-scm.com/docs/protocol-v2#_v0
 */
import type { RemoteRefs } from './remote-refs.ts';

export type Get = (url: string, init: RequestInit) => Promise<Response>;

interface Question {
  readonly get: Get;
  readonly url: string;
  /** Value of the header; empty: nobody in particular asks. */
  readonly authorization: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A million refs of a hundred bytes. */
const MOST_BYTES = 128 * 1024 * 1024;
const TYPE = 'application/x-git-upload-pack-advertisement';
const SERVICE = '# service=git-upload-pack';
const LINE = /^([0-9a-f]{40}|[0-9a-f]{64}) ([^\0]+)(?:\0(.*))?$/;
const HEAD = /(?:^| )symref=HEAD:refs\/heads\/(\S+)/;

/** @returns undefined for every answer that is not plainly one: then git is to ask, which says what is wrong */
export async function askOverHttp(question: Question): Promise<RemoteRefs | undefined> {
  const { get, url, authorization, timeoutMs, signal } = question;
  const headers = { accept: TYPE, ...(authorization !== '' && { authorization }) };
  const ends = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const service = `${url.replace(/\/$/, '')}/info/refs?service=git-upload-pack`;
    // Whoever is sent elsewhere is asked by git, which gives the credential to no other host.
    const response = await get(service, { headers, redirect: 'manual', signal: ends });
    const isAnswer = response.status === 200 && response.headers.get('content-type') === TYPE;
    const body = isAnswer ? await readWhole(response) : undefined;
    if (!isAnswer) await response.body?.cancel();
    return body && refsIn(body);
  } catch {
    return undefined;
  }
}

async function readWhole({ body }: Response): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A line for the service, a flush, the refs, a flush; the first ref's line names what the server can do. */
function refsIn(body: Buffer): RemoteRefs | undefined {
  const [service, opening, ...lines] = linesIn(body) ?? [];
  const closing = lines.pop();
  if (service !== SERVICE || opening !== '' || closing !== '') return undefined;
  const told = lines.flatMap((line) => toldBy(line) ?? []);
  // Another version of the protocol, or a shallow repository.
  if (told.length < lines.length) return undefined;
  const head = told.find(({ mainBranch }) => mainBranch !== null);
  return { kind: 'refs', refs: told.flatMap(({ refs }) => refs), mainBranch: head?.mainBranch ?? null };
}

function toldBy(line: string): Pick<RemoteRefs, 'refs' | 'mainBranch'> | undefined {
  const [, oid, name = '', abilities = ''] = LINE.exec(line) ?? [];
  return oid === undefined
    ? undefined
    : { refs: refIn(oid, name), mainBranch: HEAD.exec(abilities)?.[1] ?? null };
}

/** What a tag stands for is no ref; nor is HEAD, nor the line of an empty repository. */
function refIn(oid: string, name: string): RemoteRefs['refs'] {
  return name.startsWith('refs/') && !name.endsWith('^{}') ? [{ name, oid }] : [];
}

/** Without line ends; a flush is an empty one. Undefined when the lengths do not add up. In latin1. */
function linesIn(body: Buffer): string[] | undefined {
  const lines: string[] = [];
  let at = 0;
  while (at < body.length) {
    const digits = body.toString('latin1', at, at + 4);
    const length = /^[0-9a-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
    if (length !== 0 && (length < 4 || at + length > body.length)) return undefined;
    lines.push(body.toString('latin1', at + 4, at + Math.max(4, length)).replace(/\n$/, ''));
    at += Math.max(4, length);
  }
  return lines;
}
