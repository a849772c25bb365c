/** Where a finding lies now, and from when till when each branch held it: on real repositories, one situation each. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

const token = githubToken(1);
const other = githubToken(2);

/** `branch: from..to`, the names of commits as `names` has them; the end is open while the branch holds it. */
function spans({ exposure }: Finding, names: Readonly<Record<string, string>>): string[] {
  const nameOf = (commit: string): string =>
    Object.entries(names).find(([, oid]) => oid === commit)?.[0] ?? commit;
  return exposure.map(
    ({ branch, cameIn, left }) => `${branch}: ${nameOf(cameIn.commit)}..${left ? nameOf(left.commit) : ''}`,
  );
}

async function onlyFinding(repository: TestRepository, options: object = {}): Promise<Finding> {
  const { findings, problems } = await scanHistoryHere(repository.folder, options);
  expect(problems).toEqual([]);
  expect(findings).toHaveLength(1);
  const [finding] = findings;
  if (!finding) throw new Error('nothing was found');
  return finding;
}

/** A branch `side` with a commit of its own, and `main` with one more; the work tree is at `main`. */
function forked(files: Record<string, string>): { repository: TestRepository; base: string; side: string } {
  const repository = makeRepository();
  const base = repository.commit({ base: 'x' });
  repository.git('checkout', '--quiet', '-b', 'side');
  const side = repository.commit(files);
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ main: 'z' });
  return { repository, base, side };
}

describe('intervals on one branch', () => {
  it('begin with the commit that brought it in and end with the one that took it out, with their dates', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'clean' });
    const cameIn = repository.commit({ a: token });
    repository.commit({ a: `${token}\nedited` });
    const left = repository.commit({ a: 'clean again' });
    repository.commit({ b: 'later' });
    const finding = await onlyFinding(repository);
    expect(spans(finding, { cameIn, left })).toEqual(['main: cameIn..left']);
    expect(finding).toMatchObject({ reach: 'history', atTip: false, furtherIntervals: 0 });
    expect(finding.exposure[0]?.left?.date).toBe(repository.git('log', '-1', '--format=%cI', left));
    expect(finding.exposure[0]?.cameIn.date).toBe(finding.introduced?.date);
  });

  it('are several where it came back, by hand or by a revert', async () => {
    const repository = makeRepository();
    const first = repository.commit({ a: token });
    const removed = repository.commit({ a: 'clean' });
    repository.git('revert', '--no-edit', removed);
    const back = repository.git('rev-parse', 'HEAD');
    const finding = await onlyFinding(repository);
    expect(spans(finding, { first, removed, back })).toEqual(['main: first..removed', 'main: back..']);
    expect(finding.reach).toBe('tip');
  });

  it('go on over a rename, and over an edit that moves the secret within its file', async () => {
    const repository = makeRepository();
    const first = repository.commit({ 'old/name': token });
    repository.git('mv', 'old/name', 'new');
    repository.commit({});
    repository.commit({ new: `above\n${token}` });
    expect(spans(await onlyFinding(repository), { first })).toEqual(['main: first..']);
  });

  it('end only when the last copy of the file is gone', async () => {
    const repository = makeRepository();
    const first = repository.commit({ a: token, b: token });
    repository.commit({ a: 'clean' });
    const last = repository.commit({ b: 'clean' });
    expect(spans(await onlyFinding(repository), { first, last })).toEqual(['main: first..last']);
  });

  it('are the first and the latest ten where there are more, and the rest is counted', async () => {
    const repository = makeRepository();
    const commits = Array.from({ length: 25 }, (_, index) =>
      repository.commit({ a: index % 2 === 0 ? token : 'clean' }),
    );
    const finding = await onlyFinding(repository);
    expect(finding.exposure.map(({ cameIn }) => commits.indexOf(cameIn.commit))).toEqual([
      0, 8, 10, 12, 14, 16, 18, 20, 22, 24,
    ]);
    expect(finding.furtherIntervals).toBe(3);
  });
});

describe('merges', () => {
  it('bring to a branch what the other one has held for longer', async () => {
    const { repository, side } = forked({ s: token });
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
    const merge = repository.git('rev-parse', 'HEAD');
    const finding = await onlyFinding(repository);
    expect(finding.introduced?.commit).toBe(side);
    expect(spans(finding, { merge, side })).toEqual(['main: merge..', 'side: side..']);
    expect(finding).toMatchObject({ reach: 'tip', tips: ['main', 'side'] });
  });

  it('bring in what neither parent has, and can drop what one has', async () => {
    const { repository, side } = forked({ s: token });
    repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    const merge = repository.commit({ s: 'dropped', evil: other });
    const { findings } = await scanHistoryHere(repository.folder);
    const byPath = new Map(findings.map((finding) => [finding.path, finding]));
    const [evil, dropped] = [byPath.get('evil'), byPath.get('s')];
    expect(evil && spans(evil, { merge })).toEqual(['main: merge..']);
    expect(dropped && spans(dropped, { merge, side })).toEqual(['side: side..']);
    expect(dropped).toMatchObject({ reach: 'tip', tips: ['side'] });
  });

  it('can drop what the branch itself held', async () => {
    const { repository } = forked({ s: 'x' });
    const cameIn = repository.commit({ a: token });
    repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    const merge = repository.commit({ a: 'clean' });
    expect(spans(await onlyFinding(repository), { cameIn, merge })).toEqual(['main: cameIn..merge']);
  });

  it('that cross each other are each branch’s own', async () => {
    const { repository, side } = forked({ s: token });
    const main = repository.git('rev-parse', 'main');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', 'side');
    const intoMain = repository.git('rev-parse', 'HEAD');
    repository.git('checkout', '--quiet', 'side');
    repository.git('merge', '--quiet', '--no-ff', '--no-edit', main);
    const out = repository.commit({ s: 'clean' });
    repository.git('checkout', '--quiet', 'main');
    expect(spans(await onlyFinding(repository), { intoMain, side, out })).toEqual([
      'main: intoMain..',
      'side: side..out',
    ]);
  });
});

describe('reach', () => {
  it('is unmerged on a branch that never got into the default one, also at its tip', async () => {
    const { repository, side } = forked({ s: token });
    const finding = await onlyFinding(repository);
    expect(finding).toMatchObject({ reach: 'unmerged', atTip: true, tips: ['side'] });
    expect(spans(finding, { side })).toEqual(['side: side..']);
  });

  it.each(['refs/pull-requests/7/from', 'refs/pull/7/head', 'refs/stash', 'refs/elsewhere'])(
    'is unmerged where only %s leads there, which is no branch',
    async (ref) => {
      const { repository, side } = forked({ s: token });
      repository.git('update-ref', ref, side);
      repository.git('branch', '--quiet', '-D', 'side');
      expect(await onlyFinding(repository)).toMatchObject({ reach: 'unmerged', exposure: [], atTip: false });
    },
  );

  it('is history where only a tag leads there: that was published', async () => {
    const { repository } = forked({ s: token });
    repository.git('tag', '--annotate', 'v1', '--message', 'release', 'side');
    repository.git('tag', '--annotate', 'again', '--message', 'a tag of a tag', 'v1');
    repository.git('tag', '--delete', 'v1');
    repository.git('branch', '--quiet', '-D', 'side');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'history', exposure: [] });
  });

  it('is unreachable where a deleted branch has left it behind', async () => {
    const { repository } = forked({ s: token });
    repository.git('branch', '--quiet', '-D', 'side');
    const finding = await onlyFinding(repository, { unreachable: true });
    expect(finding).toMatchObject({ reach: 'unreachable', exposure: [] });
  });

  it('of a blob without a commit is that of what points at it', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    const blobs = [10, 11, 12].map((seed) => {
      repository.write('loose', githubToken(seed));
      return repository.git('hash-object', '-w', 'loose');
    });
    repository.git('tag', 'blob', blobs[0] ?? '');
    repository.git('update-ref', 'refs/elsewhere', blobs[1] ?? '');
    const { findings } = await scanHistoryHere(repository.folder, { unreachable: true });
    const reaches = blobs.map((blob) => findings.find((finding) => finding.blob === blob)?.reach);
    expect(reaches).toEqual(['history', 'unmerged', 'unreachable']);
  });

  it('is tip where only a detached HEAD holds it, which is no branch', async () => {
    const repository = makeRepository();
    const cameIn = repository.commit({ a: token });
    const left = repository.commit({ a: 'clean' });
    repository.git('checkout', '--quiet', '--detach', cameIn);
    const finding = await onlyFinding(repository);
    expect(finding).toMatchObject({ reach: 'tip', atTip: false, tips: [] });
    expect(spans(finding, { cameIn, left })).toEqual(['main: cameIn..left']);
  });

  it('knows branches without a common commit', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    repository.git('checkout', '--quiet', '--orphan', 'pages');
    const pages = repository.commit({ page: token });
    repository.git('checkout', '--quiet', 'main');
    const finding = await onlyFinding(repository);
    expect(finding.reach).toBe('unmerged');
    expect(spans(finding, { pages })).toEqual(['pages: pages..']);
  });

  it('of a message is that of its commit or tag, and never a tip', async () => {
    const { repository } = forked({});
    repository.git('commit', '--quiet', '--allow-empty', '--message', githubToken(20));
    repository.git('tag', '--annotate', 'v1', '--message', githubToken(21));
    repository.git('checkout', '--quiet', 'side');
    repository.git('commit', '--quiet', '--allow-empty', '--message', githubToken(22));
    repository.git('commit', '--quiet', '--allow-empty', '--message', githubToken(23));
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    repository.git('checkout', '--quiet', 'main');
    const { findings } = await scanHistoryHere(repository.folder, { unreachable: true });
    const reachOf = (seed: number): unknown =>
      findings.find(({ value }) => value.unwrapText() === githubToken(seed))?.reach;
    expect([20, 21, 22, 23].map(reachOf)).toEqual(['history', 'history', 'unmerged', 'unreachable']);
    expect(findings.flatMap(({ exposure }) => exposure)).toEqual([]);
  });

  it('is not said of a part of a history', async () => {
    const { repository } = forked({ s: token });
    for (const options of [{ branch: 'side' }, { range: 'main..side' }]) {
      expect(await onlyFinding(repository, options)).toMatchObject({ reach: null, exposure: [] });
    }
  });
});

describe('the default branch', () => {
  it('is the one that the remote names, whatever is checked out', async () => {
    const { repository } = forked({ s: token });
    const clone = join(temporaryFolder(), 'clone');
    repository.git('clone', '--quiet', '.', clone);
    repository.git('-C', clone, 'checkout', '--quiet', 'side');
    const [finding] = (await scanHistoryHere(clone)).findings;
    expect(finding).toMatchObject({ reach: 'unmerged', tips: ['origin/side', 'side'] });
  });

  it('is else the branch of HEAD', async () => {
    const { repository } = forked({ s: token });
    repository.git('checkout', '--quiet', 'side');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'tip' });
  });

  it.each(['main', 'master'])('is %s where HEAD names a branch that is not there', async (name) => {
    const { repository } = forked({ s: token });
    repository.git('branch', '--move', 'main', name);
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'unmerged' });
  });

  it('is at last the most recent one', async () => {
    const { repository } = forked({ s: token });
    repository.git('branch', '--move', 'main', 'trunk');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'unmerged' });
    repository.git('checkout', '--quiet', 'side');
    repository.commit({ later: 'x' });
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'tip' });
  });

  it('is none where there is no branch: then nothing is unmerged', async () => {
    const repository = makeRepository();
    const commit = repository.commit({ a: token });
    repository.git('update-ref', 'refs/pull/1/head', commit);
    repository.git('branch', '--move', 'main', 'gone');
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/unborn');
    repository.git('branch', '-D', 'gone');
    expect(await onlyFinding(repository)).toMatchObject({ reach: 'history', exposure: [] });
  });
});

it('names ten branches, the default one first, then those that hold it still; the rest is counted', async () => {
  const repository = makeRepository();
  repository.commit({ a: token });
  for (let index = 10; index < 16; index++) repository.git('branch', `a${index}`);
  for (let index = 10; index < 22; index++) repository.git('branch', `b${index}`);
  for (let index = 10; index < 16; index++) {
    repository.git('checkout', '--quiet', `a${index}`);
    repository.commit({ a: `clean ${index}` });
  }
  repository.git('checkout', '--quiet', 'main');
  repository.commit({ a: 'clean' });
  const { exposure, furtherIntervals } = await onlyFinding(repository);
  expect(exposure.map(({ branch }) => branch)).toEqual([
    'main',
    ...Array.from({ length: 9 }, (_, index) => `b${10 + index}`),
  ]);
  expect(furtherIntervals).toBe(9);
});

it('claims nothing of trees that spell out endless paths, and ends', async () => {
  const repository = makeRepository();
  repository.commit({ a: token });
  const treeOf = (entries: string[]): string =>
    execFileSync('git', ['mktree'], { cwd: repository.folder, input: entries.join('') })
      .toString()
      .trim();
  let tree = repository.git('rev-parse', 'HEAD^{tree}');
  for (let depth = 0; depth < 8; depth++)
    tree = treeOf(Array.from({ length: 20 }, (_, index) => `040000 tree ${tree}\t${index}\n`));
  const bomb = repository.git('commit-tree', '-m', 'bomb', '-p', 'HEAD', tree);
  repository.git('update-ref', 'refs/heads/side', bomb);
  const { findings, problems } = await scanHistoryHere(repository.folder);
  expect(problems).toMatchObject([{ code: 'history-damaged', severity: 'warning' }]);
  expect(findings.length).toBeGreaterThan(0);
  const claims = findings.map(({ reach, exposure }) => [reach, exposure.length]);
  expect(claims.filter(([reach, length]) => length !== 0 || (reach !== null && reach !== 'tip'))).toEqual([]);
});
