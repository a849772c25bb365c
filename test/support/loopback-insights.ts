/**
 * Code Insights and build statuses of a Bitbucket on this machine: keeps what it is told, refuses what the platform refuses, and
 * holds every request to the published schemas. For Cloud it is the step's proxy as well, which is asked by whole addresses.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { onTestFinished } from 'vitest';
import { applyFault, faultOn, type PlannedFault } from './loopback-bitbucket/faults.ts';

type Face = 'cloud' | 'data-center';

export interface ToldRequest {
  readonly method: string;
  /** As it was asked: a path, or a whole address. */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface LoopbackInsights {
  readonly origin: string;
  readonly requests: ToldRequest[];
  readonly faults: PlannedFault[];
  /** A request that goes wrong was taken all the same: only its answer is lost. */
  losesAnswers: boolean;
  /** What is not as published. */
  readonly wrong: string[];
  /** By commit. */
  readonly reports: Map<string, Record<string, unknown>>;
  readonly annotations: Map<string, Array<Record<string, unknown>>>;
  readonly statuses: Map<string, Record<string, unknown>>;
}

interface Options {
  readonly face: Face;
  /** Whoever brings another one is refused; without it only the proxy is let in. */
  readonly token?: string;
  /** How many annotations a report takes. */
  readonly room?: number;
}

/** What the documents demand, and the platforms do not: examples of their own lack it. */
const MISSTATED = [/must have required property 'type'$/, /\/value must be object$/];
const REPORT = /\/(?:commit|commits)\/([0-9a-f]{40})\/reports\/bitsieve(\/annotations)?$/;
const STATUS = /\/(?:commit|commits)\/([0-9a-f]{40})\/(?:statuses\/build|builds)$/;

export async function startLoopbackInsights(options: Options): Promise<LoopbackInsights> {
  const insights: LoopbackInsights & { origin: string } = {
    origin: '',
    requests: [],
    faults: [],
    losesAnswers: false,
    wrong: [],
    reports: new Map(),
    annotations: new Map(),
    statuses: new Map(),
  };
  const faultsOf = PUBLISHED[options.face];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { method = '', url: target = '', headers } = request;
    insights.requests.push({ method, target, authorization: headers.authorization, body });
    const path = new URL(target, 'http://127.0.0.1').pathname.replace(/^\/(?:2\.0|bitbucket\/rest)/, '');
    insights.wrong.push(...faultsOf(`${method} ${path}`, body));
    const fault = faultOn(`${method} ${path}`, insights.faults);
    const isTaken = !fault || insights.losesAnswers;
    const told = isTaken ? answerTo(insights, options, { method, target, path, body, headers }) : NOTHING;
    if (fault) applyFault(fault, response, {});
    else send(response, told);
  };
  const server = createServer((request, response) => {
    void take(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  insights.origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return insights;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

interface Asked extends Pick<ToldRequest, 'method' | 'target' | 'body'> {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

interface Answer {
  readonly status: number;
  readonly document?: unknown;
}

const NOTHING: Answer = { status: 204 };

function answerTo(kept: LoopbackInsights, options: Options, asked: Asked): Answer {
  const [, status] = STATUS.exec(asked.path) ?? [];
  const [, commit, isAnnotations] = REPORT.exec(asked.path) ?? [];
  if (!isLetIn(options, asked, status !== undefined)) return refusal(401, 'who are you?');
  if (status !== undefined) {
    const document = JSON.parse(asked.body);
    kept.statuses.set(status, document);
    return options.face === 'cloud' ? { status: 201, document } : NOTHING;
  }
  if (commit === undefined) return refusal(404, 'no such commit');
  if (isAnnotations === undefined) return answerReport(kept, commit, asked);
  if (!kept.reports.has(commit)) return refusal(404, 'no such report');
  return answerAnnotations(kept, { ...options, commit }, asked);
}

/** A build status takes a credential on either platform, a report on Cloud none from behind the proxy. */
function isLetIn({ token }: Options, { target, headers }: Asked, isStatus: boolean): boolean {
  const isProxied = target.startsWith('http://api.bitbucket.org/2.0/');
  if (isProxied) return headers.authorization === undefined && !isStatus;
  return token !== undefined && headers.authorization === `Bearer ${token}`;
}

function answerReport(kept: LoopbackInsights, commit: string, { method, body }: Asked): Answer {
  if (method === 'DELETE') {
    kept.annotations.delete(commit);
    return kept.reports.delete(commit) ? NOTHING : refusal(404, 'no such report');
  }
  const document = JSON.parse(body);
  kept.reports.set(commit, document);
  return { status: 200, document };
}

function answerAnnotations(
  kept: LoopbackInsights,
  { face, room = 1000, commit }: Options & { readonly commit: string },
  { method, body }: Asked,
): Answer {
  if (method === 'DELETE') {
    kept.annotations.delete(commit);
    return NOTHING;
  }
  const document = JSON.parse(body);
  const more: Array<Record<string, unknown>> = face === 'cloud' ? document : document.annotations;
  const ids = new Set(more.map((one) => one['external_id']));
  const there = kept.annotations.get(commit) ?? [];
  // Cloud knows them by their ids; a Data Center puts one beside the other.
  const left = face === 'cloud' ? there.filter((one) => !ids.has(one['external_id'])) : there;
  if (left.length + more.length > room) return refusal(400, 'too many annotations');
  kept.annotations.set(commit, [...left, ...more]);
  return face === 'cloud' ? { status: 200, document } : NOTHING;
}

function refusal(status: number, message: string): Answer {
  return { status, document: { type: 'error', error: { message }, errors: [{ message }] } };
}

function send(response: ServerResponse, { status, document }: Answer): void {
  if (document === undefined) response.writeHead(status).end();
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(document));
}

interface Published {
  readonly operations: Readonly<Record<string, { readonly request: unknown }>>;
}

/** @returns what is wrong with a request; one that is not published is wrong too */
function publishedFor(face: Face): (operation: string, body: string) => string[] {
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of ours
  const document = JSON.parse(
    readFileSync(`test/fixtures/openapi/insights-${face}.json`, 'utf8'),
  ) as Published;
  ajv.addSchema(document, 'api');
  const operations = Object.entries(document.operations).map(([name, { request }]) => ({
    name,
    pattern: new RegExp(`^${name.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    hasBody: request !== null,
  }));
  return (operation, body) => {
    const known = operations.find(({ pattern }) => pattern.test(operation));
    if (!known) return [`${operation} is not published`];
    if (!known.hasBody) return body === '' ? [] : [`${operation} takes no body`];
    const pointer = known.name
      .replaceAll('~', '~0')
      .replaceAll('/', '~1')
      .replaceAll('{', '%7B')
      .replaceAll('}', '%7D')
      .replaceAll(' ', '%20');
    const validate = ajv.getSchema(`api#/operations/${pointer}/request`);
    if (!validate) return [`there is no schema of ${known.name}`];
    if (validate(JSON.parse(body)) === true) return [];
    const faults = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${operation} ${instancePath} ${message}`,
    );
    return faults.filter((fault) => !MISSTATED.some((one) => one.test(fault)));
  };
}

const PUBLISHED = { cloud: publishedFor('cloud'), 'data-center': publishedFor('data-center') };
