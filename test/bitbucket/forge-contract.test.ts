/** What every forge promises: the same model gives the same answers, and no answer, however odd, brings it down. */
import { describe, expect, it } from 'vitest';
import { ForgeError } from '../../src/bitbucket/forge-error.ts';
import type { Forge, ForgeRepository, ForgeScope } from '../../src/bitbucket/forge.ts';
import { openForge } from '../../src/bitbucket/open-forge.ts';
import { manyRepositories } from '../support/loopback-bitbucket/model.ts';
import { FakeClock } from './support/fake-clock.ts';
import { EVERYTHING, listAll, openLoopback, openModel } from './support/open-loopback.ts';
import { fc } from '../support/property.ts';

const FACES = ['cloud', 'data-center'] as const;
type Face = (typeof FACES)[number];

function scopeOf(face: Face): ForgeScope {
  return face === 'cloud'
    ? { ...EVERYTHING, workspaces: ['acme'] }
    : { ...EVERYTHING, projects: ['P0', 'P1', 'P2', 'P3', 'P4'] };
}

const someRepository: ForgeRepository = {
  id: '1',
  fullName: 'acme/web',
  workspace: 'acme',
  slug: 'web',
  project: null,
  name: 'web',
  isPublic: false,
  isArchived: null,
  mainBranch: null,
  sizeBytes: null,
  forkOf: null,
  family: '1',
  owner: null,
  updatedAt: null,
  clone: { https: null, ssh: null },
  webUrl: null,
};

/** Everything that a forge can be asked; of what is thrown, the error. */
async function askEverything(forge: Forge, scope: ForgeScope): Promise<unknown[]> {
  const questions: Array<() => Promise<unknown>> = [
    () => forge.access(scope),
    () => listAll(forge.workspaces()),
    () => listAll(forge.repositories(scope)),
    () => listAll(forge.repositories({ ...EVERYTHING, repositories: ['acme/web'] })),
    () => listAll(forge.permissions(scope)),
    () => listAll(forge.projectPermissions('acme/CORE')),
    () => listAll(forge.repositoryPermissions(someRepository)),
    () => listAll(forge.groupMembers('devs')),
    () => listAll(forge.pullRequests(someRepository)),
    () => listAll(forge.refChanges(someRepository)),
    () => forge.wholeCommit(someRepository, 'a'.repeat(12)),
    () => forge.sizeBytes(someRepository),
    () => forge.mainBranch(someRepository),
  ];
  const answers: unknown[] = [];
  for (const question of questions) answers.push(await question().catch((error: unknown) => error));
  return answers;
}

const KEYS =
  `uuid full_name name is_private size mainbranch parent project key owner links clone html href values next permission user
  group id state source commit hash slug hierarchyId origin archived isLastPage nextPageStart fromRef latestCommit displayId
  permitted repository version __proto__ error errors workspace label`.split(/\s+/);

/** Documents of either face, real names with values that may be anything. */
const oddDocument = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(
      'acme/web',
      '{00000000-0000-4000-8000-000000000001}',
      'read',
      'OPEN',
      '..',
      -1,
      1e308,
      true,
    ),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 12 }),
}));

describe.each(FACES)('%s', (face) => {
  it('lists all repositories of the model, with the families that are in it', async () => {
    const repositories = manyRepositories('acme', 60);
    const { forge } = await openLoopback({ face, model: openModel({ repositories }) });
    const listed = await listAll(forge.repositories(scopeOf(face)));
    const found = listed.flatMap((one) => ('repository' in one ? [one.repository] : []));
    expect(found.map(({ slug }) => slug).toSorted()).toEqual(repositories.map(({ slug }) => slug).toSorted());
    const familyOf = new Map(found.map(({ slug, family }) => [slug, family]));
    for (const { id, forkOf } of repositories.filter((one) => one.forkOf !== undefined)) {
      expect(familyOf.get(`repo-${id}`)).toBe(familyOf.get(`repo-${forkOf}`));
    }
    expect(familyOf.get('repo-1')).not.toBe(familyOf.get('repo-60'));
  });

  it.each([401, 403, 404, 410, 418, 500])(
    'answers, or ends with an error of its own, where all is %i',
    async (status) => {
      const { forge, loopback } = await openLoopback({ face, model: openModel({}) });
      loopback.faults.push({ on: /./, fault: { kind: 'status', status, body: '{"x":1}' } });
      const answers = await askEverything(forge, scopeOf(face));
      const [access, , , , permissions, ofProject, explicit] = answers;
      expect([access, permissions, ofProject, explicit].some((answer) => answer instanceof Error)).toBe(
        false,
      );
      for (const answer of answers) if (answer instanceof Error) expect(answer).toBeInstanceOf(ForgeError);
    },
  );

  it('survives documents of any shape', async () => {
    const documents = fc.array(
      fc.oneof(oddDocument.value, oddDocument.object, fc.record({ values: fc.array(oddDocument.object) })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    let given: unknown[] = [];
    let asked = 0;
    const send = (): Promise<Response> =>
      Promise.resolve(Response.json(given[asked++ % given.length] ?? null));
    const url = 'https://bitbucket.example.org';
    const apiUrl = `${url}/2.0`;
    const { forge } = openForge({ kind: face, url, apiUrl, credential: null, send, clock: new FakeClock() });
    await fc.assert(
      fc.asyncProperty(documents, async (drawn) => {
        given = drawn;
        asked = 0;
        for (const answer of await askEverything(forge, scopeOf(face))) {
          if (answer instanceof Error) expect(answer).toBeInstanceOf(ForgeError);
          expect(JSON.stringify(answer) ?? '').not.toMatch(/\\u00[01]|"slug":"(?:\.\.|[^"]*\/)/);
        }
        expect(asked).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
