/** Every number of an answer, counted once more: from plain git commands, and from the rights that were made up. */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExposureAnswer, ReaderCount } from '../../src/exposure/exposure-answer.ts';
import { subjectIn } from '../../src/exposure/asked-subject.ts';
import { windowOf } from '../../src/exposure/window.ts';
import type { ToldFinding } from '../../src/core/stored-finding.ts';
import type { ModelRepository } from '../support/loopback-bitbucket/model.ts';
import { serveLoopbackBitbucket } from '../support/loopback-bitbucket/serve.ts';
import type { TestRepository } from '../support/make-repository.ts';
import { run, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import { githubToken, password } from '../support/secrets.ts';
import { EMAILS, GRANTS, GROUPS, mayRead, slowReaders } from './support/made-up-rights.ts';
import { exposureOf } from './support/made-store.ts';
import { Recount, type RecountedFile } from './support/recount.ts';

const LABELS: Readonly<Record<string, readonly string[]>> = {
  'credential/vcs RESTRICTED': Array.from({ length: 20 }, (_, seed) => githubToken(seed)),
  'credential/generic-password CONFIDENTIAL': Array.from({ length: 20 }, (_, seed) => password(seed + 40)),
};
const VALUES = Object.values(LABELS).flat();
const token = (seed: number): string => `token = ${githubToken(seed)}\n`;
const login = (seed: number): string => `db.password = "${password(seed + 40)}"\n`;

/** At its tip, in its history, by a merge that drops, an evil one, reverts, a rename, and a branch that was rebased away. */
function web(): TestRepository {
  const repository = sharedRepository();
  repository.commit({ 'a.txt': token(1), 'readme.md': 'x\n' });
  repository.commit({ 'conf/app.ini': login(1), 'b.txt': token(2) });
  repository.git('mv', 'a.txt', 'moved.txt');
  repository.commit({ 'moved.txt': `# above\n${token(1)}` });
  repository.git('rm', '--quiet', 'b.txt');
  const removed = repository.commit({ 'c.txt': token(4) });
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.commit({ 'side.txt': token(3), 'conf/side.ini': login(3) });
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ 'd.txt': login(2) });
  repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
  repository.commit({ 'side.txt': 'dropped\n', 'evil.txt': token(5) });
  repository.git('branch', '--quiet', '-D', 'side');
  repository.commit({ 'd.txt': 'clean\n', 'conf/side.ini': 'clean\n', 'c.txt': 'clean\n' });
  repository.git('revert', '--no-edit', 'HEAD');
  repository.git('revert', '--no-edit', 'HEAD');
  repository.git('checkout', '--quiet', '-b', 'work', removed);
  for (const seed of [8, 9, 10]) repository.commit({ [`lost-${seed}.txt`]: token(seed) });
  repository.commit({ 'lost.ini': login(8), 'moved.txt': `# below\n${token(1)}` });
  repository.git('checkout', '--quiet', 'main');
  repository.git('branch', '--quiet', '-D', 'work');
  return repository;
}

/** On a branch, in a pull request, behind a tag; and what `web` has too. */
function api(): TestRepository {
  const repository = sharedRepository();
  repository.commit({ 'src/client.ts': token(1), 'x.txt': 'x\n' });
  repository.git('checkout', '--quiet', '-b', 'feature');
  const picked = repository.commit({ 'feature.txt': token(6), 'f.ini': login(6) });
  repository.git('checkout', '--quiet', '-b', 'old', 'main');
  repository.commit({ 'o.txt': token(7) });
  repository.git('cherry-pick', picked);
  repository.git('checkout', '--quiet', '-b', 'gone', 'main');
  repository.commit({ 'pull.ini': login(7), 'again.txt': token(2) });
  repository.git('update-ref', 'refs/pull-requests/3/from', 'HEAD');
  repository.git('checkout', '--quiet', '-b', 'released', 'main');
  repository.commit({ 'released.txt': token(11) });
  repository.git('tag', '--annotate', '--message', 'v1', 'v1');
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ 'x.txt': 'y\n' });
  repository.git('branch', '--quiet', '-D', 'gone', 'released');
  return repository;
}

function forkOf(parent: TestRepository): TestRepository {
  const repository = sharedRepository();
  repository.git('pull', '--quiet', parent.folder, 'main');
  repository.git('reset', '--quiet', '--hard', 'HEAD~3');
  repository.git('commit', '--quiet', '--allow-empty', '--author=Bo <bo@example.net>', '--message', 'mine');
  repository.commit({ 'own.txt': token(12), 'copy/app.ini': login(1) });
  return repository;
}

interface Counted {
  readonly repository: string;
  readonly value: string;
  readonly file: RecountedFile;
}

const made: {
  store: string;
  folders: ReadonlyMap<string, string>;
  repositories: readonly ModelRepository[];
  counted: readonly Counted[];
} = { store: '', folders: new Map(), repositories: [], counted: [] };

beforeAll(async () => {
  const parent = web();
  const of = (id: number, project: string, slug: string, { folder }: TestRepository): ModelRepository => ({
    id,
    workspace: 'agency',
    project,
    slug,
    folder,
  });
  made.repositories = [
    { ...of(1, 'CORE', 'web', parent), hierarchy: 'one' },
    of(2, 'OPS', 'api', api()),
    { ...of(3, '~bo', 'web', forkOf(parent)), hierarchy: 'one', forkOf: 1, slug: 'fork' },
    { ...of(4, 'OPS', 'hollow', sharedRepository()), isEmpty: true },
  ];
  made.folders = new Map(
    made.repositories.map(({ project, slug, folder = '' }) => [`${project}/${slug}`, folder]),
  );
  made.counted = [...made.folders].flatMap(([repository, folder]) =>
    repository === 'OPS/hollow' ? [] : countedIn(repository, new Recount(folder)),
  );
  const secret = madeUpSecret();
  const accounts = [{ kind: 'http-token', user: 'admin', secret, isAdministrator: true }] as const;
  const { repositories } = made;
  const model = {
    workspaces: ['agency'],
    repositories,
    grants: GRANTS,
    groups: GROUPS,
    emails: EMAILS,
    accounts,
  };
  const loopback = await serveLoopbackBitbucket({ face: 'data-center', model });
  made.store = `${sharedFolder()}/audit.db`;
  const env = { BITSIEVE_BITBUCKET_TOKEN: secret, BITSIEVE_KEY: 'of the tests' };
  const args = ['audit', '--url', loopback.url, '--store', made.store, '--permissions', 'repository'];
  const { code, stderr } = await run(args, { env });
  loopback.close();
  expect(code, stderr).toBe(1);
});

function countedIn(repository: string, recount: Recount): Counted[] {
  const files = recount.filesOf(VALUES.map((value) => Buffer.from(value)));
  return files.flatMap((own, nth) => own.map((file) => ({ repository, value: VALUES[nth] ?? '', file })));
}

async function answered<Answer>(...args: string[]): Promise<Answer> {
  const { stdout, stderr } = await run([...args, '-f', 'json']);
  if (stdout === '') throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  return JSON.parse(stdout) as Answer;
}

function exposure(...args: string[]): Promise<ExposureAnswer> {
  return answered('exposure', '--store', made.store, ...args);
}

/** What a finding and a recounted file say, in the same words. */
function toldOf({ path, otherPaths, reach, commit, author, date, exposure: spans }: ToldFinding): object {
  return {
    paths: [path, ...otherPaths.map((other) => other.path)].toSorted(),
    reach,
    introduced: [commit, author?.name, author?.email, date],
    spans: spans
      .map(({ branch, cameIn, left }) =>
        [branch, cameIn.commit, cameIn.date, ...(left ? [left.commit, left.date] : ['-'])].join(' '),
      )
      .toSorted(),
  };
}

function expectedOf({ file: { paths, reach, introduced, spans } }: Counted): object {
  const [first] = introduced;
  return {
    paths,
    reach,
    introduced: [first?.commit, first?.name, first?.email, first?.date],
    spans: spans.toSorted(),
  };
}

const inOrder = (all: readonly object[]): string[] => all.map((one) => JSON.stringify(one)).toSorted();

function byReach(counted: readonly Counted[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { file } of counted) counts[file.reach] = (counts[file.reach] ?? 0) + 1;
  return counts;
}

const ORDER = ['tip', 'history', 'unmerged', 'unreachable'] as const;

function slowAmount(counted: readonly Counted[]): object {
  const reach = { tip: 0, history: 0, unmerged: 0, unreachable: 0, unknown: 0 };
  const values = new Set(counted.map(({ value }) => value));
  for (const value of values) {
    const own = counted.filter((one) => one.value === value);
    const best = ORDER.find((where) => own.some(({ file }) => file.reach === where));
    reach[best ?? 'unknown'] += 1;
  }
  const seconds = counted.flatMap(({ file }) => file.introduced.map((one) => one.seconds));
  return {
    values: values.size,
    records: values.size,
    findings: counted.length,
    repositories: new Set(counted.map(({ repository }) => repository)).size,
    reach,
    oldest: seconds.length === 0 ? null : new Date(Math.min(...seconds) * 1000).toISOString(),
  };
}

function readersOf(counted: readonly Counted[]): Partial<ReaderCount> {
  const names = new Set(counted.map(({ repository }) => repository));
  return slowReaders(made.repositories.filter(({ project, slug }) => names.has(`${project}/${slug}`)));
}

const labelOf = (value: string): string =>
  Object.entries(LABELS).find(([, values]) => values.includes(value))?.[0] ?? '';

/** Read where the finding says that it stands. */
function valueOf({ repository = '', blob, line }: ToldFinding): string | undefined {
  const git = ['-C', made.folders.get(repository) ?? '', 'cat-file', 'blob', blob ?? ''];
  const text = execFileSync('git', git).toString().split('\n')[line - 1] ?? '';
  return VALUES.find((value) => text.includes(value));
}

describe('findings', () => {
  it('have the commit, author, date, paths, reach and intervals that git tells', async () => {
    const { findings } = await answered<{ findings: ToldFinding[] }>('report', '--store', made.store);
    expect(byReach(made.counted)).toMatchObject({
      tip: expect.toSatisfy((count: number) => count >= 3),
      history: expect.toSatisfy((count: number) => count >= 3),
      unmerged: expect.toSatisfy((count: number) => count >= 3),
    });
    const told = findings.map((one) => ({ repository: one.repository, ...toldOf(one) }));
    expect(inOrder(told)).toEqual(
      inOrder(made.counted.map((one) => ({ repository: one.repository, ...expectedOf(one) }))),
    );
  });

  it('have them too where no ref leads to them any more, asked of the folder', async () => {
    const folder = made.folders.get('CORE/web') ?? '';
    const { findings } = await answered<{ findings: ToldFinding[] }>('scan', folder, '--unreachable');
    const counted = countedIn('CORE/web', new Recount(folder, { unreachable: true }));
    expect(byReach(counted)['unreachable']).toBeGreaterThanOrEqual(3);
    expect(inOrder(findings.map(toldOf))).toEqual(inOrder(counted.map(expectedOf)));
    const { total, labels } = await answered<ExposureAnswer>('exposure', '--path', folder, '--unreachable');
    expect(total).toMatchObject(slowAmount(counted));
    for (const { label, level, ...amount } of labels)
      expect(amount).toMatchObject(
        slowAmount(counted.filter(({ value }) => labelOf(value) === `${label} ${level}`)),
      );
  });
});

describe('sums', () => {
  it('are those of the values that were put there, and of the rights that were given', async () => {
    const { total, labels, repositories } = await exposure('--domain', 'agency.example');
    const { counted } = made;
    expect(total).toMatchObject({ ...slowAmount(counted), readers: readersOf(counted) });
    expect(labels.map(({ label, level }) => `${label} ${level}`)).toEqual(Object.keys(LABELS));
    for (const { label, level, ...amount } of labels) {
      const own = counted.filter(({ value }) => labelOf(value) === `${label} ${level}`);
      expect(amount, label).toMatchObject({ ...slowAmount(own), readers: readersOf(own) });
    }
    expect(repositories).toHaveLength(3);
    for (const { repository, ...amount } of repositories) {
      const own = counted.filter((one) => one.repository === repository);
      expect(amount, repository).toMatchObject({ ...slowAmount(own), readers: readersOf(own) });
    }
  });

  it('of what matters most are those of each value', async () => {
    const { findings } = await exposure('--domain', 'agency.example');
    const { findings: all } = await answered<{ findings: ToldFinding[] }>('report', '--store', made.store);
    expect(findings).toHaveLength(10);
    for (const { secretId, places, repositories, introduced, readers } of findings) {
      const known = all.find((one) => one.secretId === secretId);
      const wanted = known && valueOf(known);
      const own = made.counted.filter(({ value }) => value === wanted);
      const numbers = { findings: places, repositories, oldest: introduced };
      expect(slowAmount(own)).toMatchObject(numbers);
      expect(readers).toMatchObject(readersOf(own));
    }
  });

  it.each(['user:eve', 'user:ada', 'group:partners', 'key:deploy', 'anonymous', 'authenticated'])(
    'through the eyes of %s are those of what these may read',
    async (as) => {
      const { total, repositoriesAsked } = await exposureOf(made.store, { as: subjectIn(as) });
      const read = made.repositories.filter((one) => mayRead(one, as));
      const names = read.map(({ project, slug }) => `${project}/${slug}`);
      expect(repositoriesAsked).toBe(names.length);
      expect(total).toMatchObject(
        slowAmount(made.counted.filter(({ repository }) => names.includes(repository))),
      );
    },
  );
});

describe('a window', () => {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

  it('holds what was there before its end, and tells what came and what left a tip in it', async () => {
    const dates = made.counted
      .flatMap(({ file }) => file.introduced.map(({ seconds }) => seconds))
      .toSorted((a, b) => a - b);
    for (const [from, to] of [
      [0, 4],
      [3, 9],
      [9, dates.length - 1],
    ] as const) {
      const [begin, end] = [dates[from] ?? 0, dates[to] ?? 0];
      const asked = { window: windowOf(at(begin), at(end)) };
      const { total, window } = await exposureOf(made.store, asked);
      const firstOf = ({ file }: Counted): number => file.introduced[0]?.seconds ?? 0;
      const held = made.counted.filter((one) => firstOf(one) < end);
      expect(total).toMatchObject(slowAmount(held));
      const came = held.filter((one) => firstOf(one) >= begin);
      const left = held.filter(({ file }) =>
        file.spans.some((span) => {
          const when = Date.parse(span.split(' ').at(-1) ?? '') / 1000;
          return when >= begin && when < end;
        }),
      );
      expect(window?.cameIn).toMatchObject({ ...pickSmall(came), by: { commit: came.length } });
      expect(window?.leftTip).toEqual(pickSmall(left));
    }
  });

  function pickSmall(counted: readonly Counted[]): object {
    return { values: new Set(counted.map(({ value }) => value)).size, findings: counted.length };
  }
});
