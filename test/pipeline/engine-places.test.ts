/** The engine against the reference reader wherever objects can lie, and whatever refs can point at. */
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSame, facts, valuesOf } from '../support/both-readers.ts';
import { filling, importHistory } from '../support/import-history.ts';
import { makeRepository, temporaryFolder, TestRepository } from '../support/make-repository.ts';
import { objectsOf } from '../support/packed-history.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

/** Versions of one file, of which every third has a new token and all have the first one in the middle. */
function versions(from: number, count: number): Array<Record<string, Buffer>> {
  return Array.from({ length: count }, (_, index) => {
    const token = index % 3 === 0 ? githubToken(from + index) : '';
    const more = `line\n`.repeat(index);
    return {
      file: Buffer.from(`${filling(1, 2000)}${githubToken(from)}\n${filling(2, 2000)}${more}${token}\n`),
    };
  });
}

/** Some versions in a pack, more in a second one, and loose objects on top. */
function threeLayers(...initArgs: string[]): TestRepository {
  const repository = makeRepository(...initArgs);
  importHistory(repository, versions(100, 12));
  repository.git('repack', '-adfq');
  repository.git('reset', '--quiet', '--hard');
  for (const files of versions(200, 6)) repository.commit(files);
  repository.git('repack', '-dq');
  repository.commit({ loose: githubToken(300), 'deep/er/file': githubToken(301) });
  return repository;
}

describe('wherever objects lie', () => {
  it.each([['sha1'], ['sha256']])('packs, a second pack and loose objects, %s', async (format) => {
    const repository = threeLayers(`--object-format=${format}`);
    const seen = await expectSame(repository.folder, { hasPlain: true });
    expect(seen.counts).toMatchObject({ reader: 'engine', commits: 19 });
    expect(seen.counts.carried).toBeGreaterThan(10);
    expect(valuesOf(seen)).toEqual(
      expect.arrayContaining([100, 103, 200, 203, 300, 301].map((seed) => githubToken(seed))),
    );
  });

  it('nothing but loose objects', async () => {
    const repository = makeRepository();
    for (const files of versions(100, 5)) repository.commit(files);
    const seen = await expectSame(repository.folder);
    expect(seen.counts).toMatchObject({ reader: 'engine', carried: 0, blobs: 5 });
  });

  it('packs under one index: with their own, and without', async () => {
    const repository = threeLayers();
    const before = await expectSame(repository.folder);
    repository.git('multi-pack-index', 'write');
    expect(await expectSame(repository.folder)).toMatchObject({ counts: before.counts });
    const packs = join(objectsOf(repository), 'pack');
    for (const name of readdirSync(packs)) if (name.endsWith('.idx')) rmSync(join(packs, name));
    // Not every git opens a pack that has no index of its own.
    const { findings, counts } = await scanHistoryHere(repository.folder);
    expect(counts).toMatchObject({
      reader: 'engine',
      blobs: before.counts.blobs,
      carried: before.counts.carried,
    });
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(
      before.findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it('alternates of alternates, relative paths, and two ways to the same folder', async () => {
    const origin = threeLayers();
    const folder = temporaryFolder();
    const middle = join(folder, 'middle');
    origin.git('clone', '--quiet', '--bare', '--shared', '.', middle);
    const end = join(folder, 'end');
    new TestRepository(middle).git('clone', '--quiet', '--shared', '.', end);
    const borrower = new TestRepository(end);
    borrower.commit({ own: githubToken(400) });
    const alternates = join(end, '.git/objects/info/alternates');
    writeFileSync(alternates, `# two ways\n../../../middle/objects\n${middle}/objects\n/nowhere/at/all\n`);
    const seen = await expectSame(end);
    expect(seen.counts.reader).toBe('engine');
    expect(valuesOf(seen)).toEqual(
      expect.arrayContaining([100, 200, 300, 400].map((seed) => githubToken(seed))),
    );
  });

  it('a shallow clone, also one that still has what is beyond its depth', async () => {
    const origin = threeLayers();
    const folder = join(temporaryFolder(), 'shallow');
    origin.git('clone', '--quiet', '--depth=3', `file://${origin.folder}`, folder);
    const clone = await expectSame(folder);
    expect(clone.counts.commits).toBe(3);
    expect(clone.problems).toMatchObject([{ code: 'shallow-clone' }]);
    const whole = new TestRepository(join(temporaryFolder(), 'whole'));
    cpSync(origin.folder, whole.folder, { recursive: true });
    writeFileSync(join(whole.folder, '.git/shallow'), `${origin.git('rev-parse', 'HEAD~2')}\n`);
    expect((await expectSame(whole.folder)).counts.commits).toBe(3);
  });

  it('a partial clone: what was not fetched is named', async () => {
    const origin = threeLayers();
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const folder = join(temporaryFolder(), 'partial');
    origin.git('clone', '--quiet', '--filter=blob:none', '--no-checkout', `file://${origin.folder}`, folder);
    const seen = await expectSame(folder);
    expect(seen.counts).toMatchObject({ blobs: 0, commits: 19 });
    expect(seen.problems.length).toBeGreaterThan(15);
    expect(new Set(seen.problems.map(({ code }) => code))).toEqual(new Set(['missing-object']));
  });
});

describe('whatever refs point at', () => {
  it('tags of tags, of trees and of blobs, notes, a stash, a detached HEAD, a replaced commit', async () => {
    const repository = threeLayers();
    const blob = hashed(repository, 'tagged', `key = ${githubToken(500)}\n`);
    repository.git('tag', '--annotate', '--message', `in a message: ${githubToken(501)}`, 'of-blob', blob);
    repository.git('tag', '--annotate', '--message', 'of a tag', 'of-tag', 'of-blob');
    repository.git('tag', 'of-tree', 'HEAD~3^{tree}');
    repository.git('notes', 'add', '--message', githubToken(502), 'HEAD');
    repository.write('file', githubToken(503));
    repository.git('stash', '--quiet');
    repository.git('checkout', '--quiet', '--detach');
    repository.commit({ file: githubToken(504) });
    repository.git('replace', 'HEAD~1', 'HEAD~4');
    repository.git('checkout', '--quiet', '--orphan', 'alone');
    repository.commit({ alone: githubToken(505) });
    const seen = await expectSame(repository.folder, { hasPlain: true });
    expect(seen.counts.reader).toBe('engine');
    expect(valuesOf(seen)).toEqual(
      expect.arrayContaining([500, 501, 502, 503, 505].map((seed) => githubToken(seed))),
    );
    const all = await expectSame(repository.folder, { selection: { unreachable: true } });
    expect(valuesOf(all)).toContain(githubToken(504));
    repository.git('repack', '-adfq', '--keep-unreachable');
    expect(facts(await expectSame(repository.folder))).toEqual(facts(seen));
    expect(facts(await expectSame(repository.folder, { selection: { unreachable: true } }))).toEqual(
      facts(all),
    );
  });

  it('merges, renames, one blob at many paths, submodules, links', async () => {
    const repository = makeRepository();
    repository.commit({ a: githubToken(1), 'dir/a': githubToken(1), 'dir/b': 'x' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.git('mv', 'a', 'renamed');
    repository.commit({ side: githubToken(2) });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'dir/b': githubToken(3) });
    repository.git('merge', '--quiet', '--no-commit', 'side');
    repository.commit({ 'only-in-merge': githubToken(4) });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'12'.repeat(20)},module`);
    repository.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${hashed(repository, 'link', githubToken(5))},link`,
    );
    repository.git('commit', '--quiet', '--message', `says ${githubToken(6)}`);
    for (const repack of [false, true]) {
      if (repack) repository.git('repack', '-adfq');
      const seen = await expectSame(repository.folder);
      expect(seen.counts.reader).toBe('engine');
      expect(new Set(valuesOf(seen))).toEqual(new Set([1, 2, 3, 4, 5, 6].map((seed) => githubToken(seed))));
      expect(seen.problems).toEqual([]);
    }
  });

  it('no commit at all, and a ref that points at nothing', async () => {
    const repository = makeRepository();
    expect((await expectSame(repository.folder)).counts).toMatchObject({ commits: 0, blobs: 0 });
    repository.commit({ a: githubToken(1) });
    repository.commit({ a: githubToken(2) });
    writeFileSync(join(repository.folder, '.git/refs/heads/broken'), `${'ab'.repeat(20)}\n`);
    const seen = await expectSame(repository.folder);
    expect(seen.findings).toHaveLength(2);
    expect(seen.problems.length).toBeGreaterThan(0);
  });
});

function hashed(repository: TestRepository, name: string, text: string): string {
  repository.write(`.git/${name}`, text);
  return repository.git('hash-object', '-w', join('.git', name));
}
