/** A Bitbucket on this machine: REST and git over HTTP, both faces, with faults on request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { components } from '@coderabbitai/bitbucket/server/openapi';
import { cloudFace, refusal as cloudRefusal } from './cloud-face.ts';
import { dataCenterFace, keysFace, refusal as dataCenterRefusal } from './data-center-face.ts';
import type { FaceAnswer, FaceRequest } from './face.ts';
import { applyFault, faultOn, type PlannedFault } from './faults.ts';
import { serveGit } from './git-door.ts';
import { type Door, logIn, partsOf } from './login.ts';
import type { SelfSigned } from '../self-signed.ts';
import type { Model, ModelAccount } from './model.ts';

type Schemas = components['schemas'];

export interface SeenRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface LoopbackBitbucket {
  /** Of the web and git; on Data Center with the context path `/bitbucket`. */
  readonly url: string;
  /** Cloud only. */
  readonly apiUrl: string;
  readonly port: number;
  readonly requests: SeenRequest[];
  readonly faults: PlannedFault[];
  /** Access tokens that consumers were given. */
  readonly issued: Map<string, ModelAccount>;
}

export interface LoopbackOptions {
  readonly face: 'cloud' | 'data-center';
  readonly model: Model;
  /** An old Server, which knows no `latest`. */
  readonly isOld?: boolean;
  readonly version?: string;
  /** Over TLS, as a host that nobody knows by that name: only a proxy leads there. */
  readonly tls?: SelfSigned;
}

const REST = /^\/bitbucket\/rest\/(\w+)\/(?:latest|1\.0)(\/.*)$/;
const REST_OF_OLD = /^\/bitbucket\/rest\/(\w+)\/1\.0(\/.*)$/;
const CONTEXT = '/bitbucket';

export async function serveLoopbackBitbucket(
  options: LoopbackOptions,
): Promise<LoopbackBitbucket & { readonly close: () => void }> {
  const bitbucket = { requests: [], faults: [], issued: new Map<string, ModelAccount>() };
  const { tls } = options;
  const place = { url: '', apiUrl: '', port: 0 };
  const started: LoopbackBitbucket = Object.assign(place, bitbucket);
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    handle(options, started, request, response);
  const server = tls
    ? createTlsServer({ key: tls.key, cert: tls.certificate }, answer)
    : createServer(answer);
  // A connection that is put away after 5 s may be chosen by a slow client at that very moment.
  server.keepAliveTimeout = 120_000;
  place.port = await listen(server);
  const origin = tls ? `https://${tls.host}` : `http://127.0.0.1:${place.port}`;
  place.url = options.face === 'cloud' ? origin : `${origin}${CONTEXT}`;
  place.apiUrl = `${origin}/2.0`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return Object.assign(started, { close });
}

function listen(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

function handle(
  options: LoopbackOptions,
  bitbucket: LoopbackBitbucket,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const target = request.url ?? '/';
  const { authorization } = request.headers;
  bitbucket.requests.push({ method: request.method ?? '', path: target, authorization });
  const url = new URL(target, bitbucket.url);
  const git = /^(?:\/bitbucket\/scm)?\/([^/]+)\/([^/]+)\.git(\/.*)$/.exec(url.pathname);
  if (git) {
    gitDoor(options, bitbucket, { request, response, url, parts: git.slice(1) });
    return;
  }
  const answer = answerTo(options, bitbucket, url, authorization);
  const fault = faultOn(target, bitbucket.faults);
  if (fault) {
    applyFault(fault, response, answer.document);
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(JSON.stringify(answer.document));
}

function answerTo(
  options: LoopbackOptions,
  bitbucket: LoopbackBitbucket,
  url: URL,
  authorization: string | undefined,
): FaceAnswer {
  const { face, model } = options;
  if (url.pathname === '/site/oauth2/access_token') return issue(model, bitbucket, authorization);
  const refusal = face === 'cloud' ? cloudRefusal : dataCenterRefusal;
  const door: Door = face === 'cloud' ? 'cloud-rest' : 'data-center';
  const account = logIn(model, door, authorization, bitbucket.issued);
  if (account === undefined) {
    return refusal(401, 'Token is invalid, expired, or not supported for this endpoint.');
  }
  if (account === null && model.isOpen !== true) return refusal(404, 'Not found');
  const request = { path: url.pathname, query: url.searchParams, root: bitbucket.url, account, model };
  return face === 'cloud' ? answerOfCloud(request) : answerOfDataCenter(request, options);
}

function answerOfCloud(request: FaceRequest): FaceAnswer {
  if (!request.path.startsWith('/2.0/')) return cloudRefusal(404, 'Resource not found');
  return cloudFace({ ...request, path: request.path.slice('/2.0'.length) });
}

function answerOfDataCenter(request: FaceRequest, options: LoopbackOptions): FaceAnswer {
  const [, slug] = /^\/bitbucket\/projects\/[^/]+\/repos\/([^/]+)\/sizes$/.exec(request.path) ?? [];
  if (slug !== undefined) return sizes(request, slug);
  const known = options.isOld === true ? REST_OF_OLD : REST;
  const [, module, path = ''] = known.exec(request.path) ?? [];
  if (module === undefined) return dataCenterRefusal(404, 'null for uri');
  const headers = request.account ? { 'x-ausername': request.account.user } : {};
  return { headers, ...restAnswer(module, { ...request, path }, options) };
}

function restAnswer(
  module: string,
  request: FaceRequest,
  { version = '9.4.2' }: LoopbackOptions,
): FaceAnswer {
  if (module === 'keys') return keysFace(request);
  if (request.path !== '/application-properties') return dataCenterFace(request);
  const document = { version, displayName: 'Bitbucket' };
  return { status: 200, document: document satisfies Schemas['RestApplicationProperties'] };
}

/** Outside of REST, and not of every version. */
function sizes({ model }: FaceRequest, slug: string): FaceAnswer {
  const there = model.repositories.find((one) => one.slug === slug);
  if (there?.sizeBytes === undefined) return dataCenterRefusal(404, 'Not found');
  return { status: 200, document: { repository: there.sizeBytes, attachments: 0 } };
}

function issue(model: Model, { issued }: LoopbackBitbucket, authorization = ''): FaceAnswer {
  const { user, secret } = partsOf(authorization);
  const consumer = model.accounts.find(
    (one) => one.kind === 'oauth' && one.user === user && one.secret === secret,
  );
  if (!consumer) return cloudRefusal(401, 'Invalid OAuth client credentials');
  const token = `issued-${issued.size + 1}-${secret.split('').toReversed().join('')}`;
  issued.set(token, consumer);
  return { status: 200, document: { access_token: token, expires_in: 7200, token_type: 'bearer' } };
}

interface GitVisit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly parts: readonly string[];
}

function gitDoor(
  { face, model }: LoopbackOptions,
  { issued, faults }: LoopbackBitbucket,
  { request, response, url, parts }: GitVisit,
): void {
  const door: Door = face === 'cloud' ? 'cloud-git' : 'data-center';
  const account = logIn(model, door, request.headers.authorization, issued);
  if (!account && model.isOpen !== true) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="Bitbucket"' });
    response.end();
    return;
  }
  const fault = faultOn(request.url ?? '', faults);
  const visit = { request, response, url, parts };
  if (fault?.kind === 'held') void fault.until.then(() => openRepository(model, visit));
  else if (fault && fault.kind !== 'cut') applyFault(fault, response);
  else openRepository(model, visit, fault?.half);
}

function openRepository(
  { repositories }: Model,
  { request, response, url, parts }: GitVisit,
  cut?: 'dies' | 'stalls',
): void {
  const [owner = '', slug, path = ''] = parts;
  const there = repositories.find((one) => one.slug === slug && [one.workspace, one.project].includes(owner));
  if (there?.folder === undefined) {
    response.writeHead(404);
    response.end();
    return;
  }
  const { folder, givesRefsOnly: isOld = false } = there;
  serveGit(request, response, { folder, path, query: url.search.slice(1), isOld, cut });
}
