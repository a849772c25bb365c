/** What is asked of a forge exists in Atlassian's OpenAPI document, and the loopback Bitbucket answers as that says: by its schemas, not by types alone. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import type { CredentialParts } from '../../src/bitbucket/credential/read-credential.ts';
import type { LoopbackOptions, SeenRequest } from '../support/loopback-bitbucket/serve.ts';
import type { ModelGrant, ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { EVERYTHING, listAll, madeUpSecret, openLoopback, type Opened } from './support/open-loopback.ts';

type Face = LoopbackOptions['face'];

interface Published {
  readonly paths: Readonly<Record<string, object>>;
}

/** Sizes: gh-gei asks for them too. The default branch as Server 5 to 7 has it, asked where the published one is not found. */
const UNPUBLISHED = /\/repos\/[^/]+\/(?:sizes|branches\/default)$/;
/** Where forges do otherwise than their document says: Cloud's address for SSH is `git@host:path`, the last page of a Data Center has null. */
const MISSTATED = [/links\/clone\/1\/href must match format "uri"$/, /\/nextPageStart must be integer$/];
const COMMITS = { source: 'a'.repeat(40), target: 'b'.repeat(40) };

const REPOSITORIES: readonly ModelRepository[] = [
  { id: 1, workspace: 'acme', project: 'CORE', slug: 'web', name: 'The web', isPublic: true, sizeBytes: 7 },
  { id: 2, workspace: 'acme', project: 'CORE', slug: 'fork', forkOf: 1, isArchived: true },
  { id: 3, workspace: 'acme', project: 'CORE', slug: 'hollow', isEmpty: true, hasNoCloneLinks: true },
].map((one) => ({
  ...one,
  pullRequests: (['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'] as const).map((state, place) => ({
    ...COMMITS,
    id: place + 1,
    state,
  })),
  refChanges: [
    { id: 1, at: new Date(1_761_000_000_000), ref: 'refs/heads/main', to: COMMITS.source },
    { id: 2, at: new Date(1_762_000_000_000), ref: 'refs/heads/main', from: COMMITS.source },
  ],
}));

/** On everything, of every kind: on Cloud the repository is called otherwise. */
const GRANTS: ModelGrant[] = ['', 'acme', 'CORE', 'CORE/web', 'acme/web'].flatMap((on) =>
  (['user', 'group', 'access-key', 'default'] as const).flatMap((kind) =>
    (['read', 'write', 'admin'] as const).map((level) => ({ on, kind, name: `${kind}-${level}`, level })),
  ),
);

const ACCOUNTS = {
  cloud: { kind: 'api-token', user: 'ada@example.org', isAdministrator: true },
  'data-center': { kind: 'http-token', user: 'ada', isAdministrator: true },
} as const;

async function openFull(face: Face): Promise<Opened> {
  const secret = madeUpSecret();
  const account = { ...ACCOUNTS[face], secret };
  const credential: CredentialParts = { kind: account.kind, user: account.user, token: secret };
  const groups = [{ name: 'group-read', members: ['ada', 'bob'], inactive: ['bob'] }];
  const model = {
    workspaces: ['acme'],
    repositories: REPOSITORIES,
    grants: GRANTS,
    groups,
    accounts: [account],
  };
  return openLoopback({ face, model }, credential);
}

/** Everything that a forge can be asked. */
async function askEverything({ forge }: Opened): Promise<void> {
  const repositories = await listAll(forge.repositories(EVERYTHING));
  const listed = repositories.flatMap((one) => ('repository' in one ? [one.repository] : []));
  expect(listed.map(({ slug }) => slug)).toContain('web');
  await listAll(forge.workspaces());
  await listAll(forge.permissions(EVERYTHING));
  await listAll(forge.projectPermissions(forge.kind === 'cloud' ? 'acme/CORE' : 'CORE'));
  await listAll(forge.groupMembers('group-read'));
  for (const repository of listed) {
    await listAll(forge.repositoryPermissions(repository));
    await listAll(forge.pullRequests(repository));
    await listAll(forge.refChanges(repository));
    await forge.wholeCommit(repository, COMMITS.source.slice(0, 12));
    await forge.sizeBytes(repository);
    await forge.mainBranch(repository);
  }
  const [web] = listed;
  if (web) {
    const scope = { ...EVERYTHING, repositories: [web.fullName, `${web.fullName}-that-is-not-there`] };
    await listAll(forge.repositories(scope));
    await forge.access(scope);
  }
}

class Schemas {
  readonly #ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
  readonly #paths: readonly (readonly [RegExp, string])[];

  constructor(face: Face) {
    const file = `test/fixtures/openapi/${face}.json`;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of ours
    const document = JSON.parse(readFileSync(file, 'utf8')) as Published;
    this.#ajv.addSchema(document, 'api');
    this.#paths = Object.keys(document.paths).map((path) => [
      new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      `api#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}`,
    ]);
  }

  /** @returns what is wrong with an answer; a path that is not published is wrong too */
  faultsOf(path: string, status: number, document: unknown): string[] {
    const published = this.#paths.find(([pattern]) => pattern.test(path));
    if (!published) return ['is not published'];
    const validate = this.#compiled(status === 200 ? published[1] : 'api#/error');
    if (validate(document)) return [];
    const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    return faults.filter((fault) => !MISSTATED.some((known) => known.test(fault)));
  }

  get paths(): readonly string[] {
    return this.#paths.map(([, name]) => name);
  }

  /** The place of a path in the document: which were asked. */
  nameOf(path: string): string | undefined {
    return this.#paths.find(([pattern]) => pattern.test(path))?.[1];
  }

  #compiled(name: string): ValidateFunction {
    const found = this.#ajv.getSchema(name);
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  }
}

/** Below the interface; what was asked for is the whole answer, without a choice of fields. */
function wholeOf(
  request: SeenRequest,
  { loopback }: Opened,
): { readonly path: string; readonly url: string } {
  const url = new URL(request.path, loopback.url);
  url.searchParams.delete('fields');
  const path = url.pathname.replace(/^\/2\.0/, '').replace(/^\/bitbucket(?:\/rest)?/, '');
  return { path, url: url.href };
}

it.each(['cloud', 'data-center'] as const)(
  'everything that is asked of %s is published, and answered as published',
  async (face) => {
    const opened = await openFull(face);
    const schemas = new Schemas(face);
    await askEverything(opened);
    const asked = new Set<string | undefined>();
    const faults: string[] = [];
    // The questions of this test are among them soon.
    for (const request of opened.loopback.requests.slice()) {
      const { path, url } = wholeOf(request, opened);
      if (UNPUBLISHED.test(path)) continue;
      const headers = {
        ...(request.authorization !== undefined && { authorization: request.authorization }),
      };
      const response = await fetch(url, { headers });
      const wrong = schemas.faultsOf(path, response.status, await response.json());
      faults.push(...wrong.map((fault) => `${path}: ${fault}`));
      asked.add(schemas.nameOf(path));
    }
    expect(faults).toEqual([]);
    // Nothing is kept of the document that nobody asks.
    expect(schemas.paths.filter((path) => !asked.has(path))).toEqual([]);
  },
);

it('an answer of another shape is seen', () => {
  const schemas = new Schemas('cloud');
  expect(schemas.faultsOf('/repositories/acme/web', 200, { type: 'repository', size: 'big' })).toHaveLength(
    1,
  );
  expect(schemas.faultsOf('/repositories/acme/web', 404, { message: 'no' })).not.toEqual([]);
  expect(schemas.faultsOf('/repositories', 200, {})).toEqual(['is not published']);
});
