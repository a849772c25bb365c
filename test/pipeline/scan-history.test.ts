import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync, chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { places, planHere, scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

const token = githubToken(1);
const other = githubToken(2);

describe('attribution', () => {
  it('names the commit that brought a secret in, with author, committer date, line and column', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'nothing\n' });
    const commit = repository.commit({ 'a.txt': `nothing\n  key = ${token}\n` });
    repository.commit({ 'a.txt': `more\nnothing\n  key = ${token}\n` });
    const { findings, problems, counts } = await scanHistoryHere(repository.folder);
    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ commits: 3, blobs: 3, refs: 2 });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: 'a.txt',
      line: 2,
      column: 9,
      endLine: 2,
      endColumn: 9 + token.length,
      versions: 2,
      atTip: true,
      tips: ['main'],
      introduced: { commit, author: { name: 'Ada Author', email: 'ada@example.org' } },
    });
    expect(findings[0]?.introduced?.date).toMatch(/^2023-11-1\dT\d\d:\d\d:\d\d\+01:00$/);
  });

  it('says that a removed secret is no longer at a tip', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': token });
    repository.commit({ 'a.txt': 'clean' });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toMatchObject([{ atTip: false, tips: [] }]);
  });

  it('finds and attributes a blob that only a merge commit holds', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ side: 'y' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ main: 'z' });
    repository.git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
    const merge = repository.commit({ 'evil.txt': token }, 'merge');
    const { findings } = await scanHistoryHere(repository.folder);
    expect(places(findings)).toEqual([`evil.txt:1 ${merge.slice(0, 7)}`]);
  });

  it('is less sure of what lies in paths of tests alone, and not of what lies elsewhere too', async () => {
    const repository = makeRepository();
    repository.commit({ 'test/a.txt': token, 'examples/a.txt': token });
    repository.commit({ 'test/b.txt': other, 'src/b.txt': other });
    const { findings } = await scanHistoryHere(repository.folder);
    const sure = new Map(findings.map(({ blob, confidence, notes }) => [blob, { confidence, notes }]));
    const blobOf = (path: string): string => repository.git('rev-parse', `HEAD:${path}`).trim();
    expect(sure.get(blobOf('test/a.txt'))).toEqual({
      confidence: 'medium',
      notes: ['in a path of tests, examples or documentation'],
    });
    expect(sure.get(blobOf('src/b.txt'))).toEqual({ confidence: 'high', notes: [] });
  });

  it('follows a rename and lists the further path once', async () => {
    const repository = makeRepository();
    const first = repository.commit({ 'old/name.txt': token });
    repository.git('mv', 'old/name.txt', 'new.txt');
    const second = repository.commit({});
    repository.commit({ 'new.txt': `${token}\nedited` });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      path: 'old/name.txt',
      versions: 2,
      atTip: true,
      introduced: { commit: first },
    });
    expect(findings[0]?.otherPaths).toMatchObject([{ path: 'new.txt', introduced: { commit: second } }]);
  });

  it('keeps two copies in one file apart, each with its own history', async () => {
    const repository = makeRepository();
    const first = repository.commit({ 'a.txt': `${token}\n` });
    const second = repository.commit({ 'a.txt': `${token}\nx\n${token}\n` });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(places(findings)).toEqual([`a.txt:1 ${first.slice(0, 7)}`, `a.txt:3 ${second.slice(0, 7)}`]);
  });

  it('gives the same secret the same secretId and fingerprint wherever it lies', async () => {
    const repository = makeRepository();
    repository.commit({ a: token, b: `x\n${token}` });
    repository.commit({ c: other });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(new Set(findings.map(({ secretId }) => secretId)).size).toBe(2);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(findings).toHaveLength(3);
  });

  it('takes the oldest of several commits that brought in the same', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    const first = repository.commit({ 'a.txt': token });
    repository.commit({ 'a.txt': 'gone' });
    repository.commit({ 'a.txt': token });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(places(findings)).toEqual([`a.txt:1 ${first.slice(0, 7)}`]);
  });
});

describe('what refs reach', () => {
  it('scans tags, notes, the stash and pull-request refs', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    repository.git('notes', 'add', '-m', githubToken(10));
    repository.write('base', githubToken(11));
    repository.git('stash', '--quiet');
    repository.git('checkout', '--quiet', '-b', 'pr');
    const pull = repository.commit({ pr: githubToken(12) });
    repository.git('checkout', '--quiet', 'main');
    repository.git('update-ref', 'refs/pull-requests/7/from', pull);
    repository.git('branch', '--quiet', '-D', 'pr');
    repository.git('tag', '--annotate', 'v1', '--message', `release\n\n${githubToken(13)}`);
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(problems).toEqual([]);
    const values = findings.map(({ value }) => value.unwrapText()).toSorted();
    expect(values).toEqual([10, 11, 12, 13].map(githubToken).toSorted());
    expect(findings.find(({ kind }) => kind === 'tag-message')).toMatchObject({
      path: 'refs/tags/v1',
      line: 3,
    });
    expect(findings.find(({ path }) => path === 'pr')).toMatchObject({ atTip: false });
  });

  it('scans commit messages', async () => {
    const repository = makeRepository();
    const commit = repository.commit({ a: 'x' }, `fix\n\nused ${token} for it`);
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toMatchObject([
      { kind: 'commit-message', line: 3, column: 6, blob: commit, introduced: { commit } },
    ]);
  });

  it('adds unreachable objects only when asked', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    repository.commit({ a: token });
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect((await scanHistoryHere(repository.folder)).findings).toEqual([]);
    const { findings } = await scanHistoryHere(repository.folder, { unreachable: true });
    expect(findings).toMatchObject([{ path: 'a', atTip: false }]);
  });

  it('finds a blob that a tag points at directly, for which there is no path', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    repository.write('loose', token);
    const blob = repository.git('hash-object', '-w', 'loose');
    repository.git('tag', 'blob', blob);
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toMatchObject([{ path: `objects/${blob}`, blob, introduced: null }]);
  });
});

describe('parts of the history', () => {
  it('a range answers for what it brings in, not for what the file held before', async () => {
    const repository = makeRepository();
    const base = repository.commit({ a: `${token}\n` });
    const next = repository.commit({ a: `${token}\n${other}\n` });
    const { findings, counts } = await scanHistoryHere(repository.folder, { range: `${base}..HEAD` });
    expect(places(findings)).toEqual([`a:2 ${next.slice(0, 7)}`]);
    expect(counts.commits).toBe(1);
  });

  it('finds in a range what a later commit of it takes out again', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    const bad = repository.commit({ a: token });
    repository.commit({ a: 'x' });
    const { findings } = await scanHistoryHere(repository.folder, { range: 'HEAD~2..HEAD' });
    expect(places(findings)).toEqual([`a:1 ${bad.slice(0, 7)}`]);
  });

  it('scans one branch alone, and what came after a commit', async () => {
    const repository = makeRepository();
    const base = repository.commit({ a: githubToken(20) });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ b: githubToken(21) });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ c: githubToken(22) });
    const paths = async (options: object): Promise<string[]> =>
      (await scanHistoryHere(repository.folder, options)).findings.map(({ path }) => path).toSorted();
    expect(await paths({ branch: 'side' })).toEqual(['a', 'b']);
    expect(await paths({ sinceCommit: base })).toEqual(['b', 'c']);
    expect(await paths({ branch: 'main', sinceCommit: base })).toEqual(['c']);
  });

  it.each([{ range: 'nowhere..HEAD' }, { branch: '--all' }, { sinceCommit: '--exec=x' }])(
    'refuses %j',
    async (options) => {
      const repository = makeRepository();
      repository.commit({ a: 'x' });
      await expect(scanHistoryHere(repository.folder, options)).rejects.toMatchObject({ code: 'revision' });
    },
  );

  it('refuses a range that is none', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    await expect(scanHistoryHere(repository.folder, { range: 'HEAD' })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

describe('kinds of repositories', () => {
  const expected = ['a:1'];
  const found = async (folder: string): Promise<string[]> =>
    (await scanHistoryHere(folder)).findings.map(({ path, line }) => `${path}:${line}`);

  it('bare, mirror, worktree, subfolder, .git folder', async () => {
    const repository = makeRepository();
    repository.commit({ a: token, 'sub/x': 'x' });
    const bare = join(temporaryFolder(), 'bare.git');
    const mirror = join(temporaryFolder(), 'mirror.git');
    const worktree = join(temporaryFolder(), 'tree');
    repository.git('clone', '--quiet', '--bare', '.', bare);
    repository.git('clone', '--quiet', '--mirror', '.', mirror);
    repository.git('worktree', 'add', '--quiet', '--detach', worktree);
    for (const folder of [
      bare,
      mirror,
      worktree,
      join(repository.folder, 'sub'),
      join(repository.folder, '.git'),
    ]) {
      expect(await found(folder), folder).toEqual(expected);
    }
  });

  it('submodule: its own history from within, not a problem from without', async () => {
    const inner = makeRepository();
    inner.commit({ a: token });
    const outer = makeRepository();
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'module');
    outer.commit({});
    expect(await found(join(outer.folder, 'module'))).toEqual(expected);
    const { findings, problems } = await scanHistoryHere(outer.folder);
    expect({ findings, problems }).toEqual({ findings: [], problems: [] });
  });

  it('SHA-256 object names', async () => {
    const repository = makeRepository('--object-format=sha256');
    const commit = repository.commit({ a: token });
    expect(commit).toHaveLength(64);
    expect(places((await scanHistoryHere(repository.folder)).findings)).toEqual([
      `a:1 ${commit.slice(0, 7)}`,
    ]);
  });

  it('empty: nothing to find, nothing wrong', async () => {
    const { findings, problems, counts } = await scanHistoryHere(makeRepository().folder);
    expect({ findings, problems, blobs: counts.blobs }).toEqual({ findings: [], problems: [], blobs: 0 });
  });

  it('shallow: a warning that says so, and what is here is scanned', async () => {
    const repository = makeRepository();
    repository.commit({ a: other });
    repository.commit({ a: token });
    const shallow = join(temporaryFolder(), 'shallow');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    const { findings, problems } = await scanHistoryHere(shallow);
    expect(findings).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'shallow-clone', severity: 'warning' }]);
  });

  it('not a repository; a path that does not exist', async () => {
    await expect(scanHistoryHere(temporaryFolder())).rejects.toMatchObject({ code: 'not-a-repository' });
    await expect(scanHistoryHere('/nowhere/at/all')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('damage', () => {
  function looseFile(repository: TestRepository, oid: string): string {
    return join(repository.folder, '.git/objects', oid.slice(0, 2), oid.slice(2));
  }

  it('lists a missing blob and scans the rest', async () => {
    const repository = makeRepository();
    repository.commit({ a: token, b: 'to be lost' });
    const lost = repository.git('rev-parse', 'HEAD:b');
    rmSync(looseFile(repository, lost));
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(findings).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'missing-object', severity: 'error', object: lost }]);
  });

  it.each(['tree', 'parent'])('lists a missing %s and scans what is stored', async (what) => {
    const repository = makeRepository();
    repository.commit({ 'sub/a': token });
    repository.commit({ 'sub/a': other });
    const lost = repository.git('rev-parse', what === 'tree' ? 'HEAD:sub' : 'HEAD~1');
    rmSync(looseFile(repository, lost));
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(new Set(findings.map(({ value }) => value.unwrapText()))).toEqual(new Set([token, other]));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('lists a corrupt blob and scans the rest', async () => {
    const repository = makeRepository();
    repository.commit({ a: token, b: 'x'.repeat(5000) + Math.PI, c: other });
    const broken = looseFile(repository, repository.git('rev-parse', 'HEAD:b'));
    const bytes = readFileSync(broken);
    chmodSync(broken, 0o644);
    writeFileSync(broken, Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(bytes.length - 20, 0x55)]));
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(findings).toHaveLength(2);
    expect(problems).toMatchObject([{ severity: 'error', object: repository.git('rev-parse', 'HEAD:b') }]);
  });

  it('survives a pack cut short', async () => {
    const repository = makeRepository();
    for (let index = 0; index < 20; index++)
      repository.commit({ [`f${index}`]: `${index}\n${githubToken(100 + index)}` });
    repository.git('repack', '-adq');
    const folder = join(repository.folder, '.git/objects/pack');
    const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '');
    chmodSync(pack, 0o644);
    const bytes = readFileSync(pack);
    writeFileSync(pack, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const { problems } = await scanHistoryHere(repository.folder);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('lists a blob over the limit and does not read it', async () => {
    const repository = makeRepository();
    repository.commit({ small: token, large: `${other}\n${'x'.repeat(5000)}` });
    const { findings, problems } = await scanHistoryHere(
      repository.folder,
      {},
      planHere({ maxBlobBytes: 4000 }),
    );
    expect(findings.map(({ path }) => path)).toEqual(['small']);
    expect(problems).toMatchObject([
      { code: 'blob-over-limit', object: repository.git('rev-parse', 'HEAD:large') },
    ]);
  });

  it('ends in time on a tree that spells out ten billion paths', async () => {
    const repository = makeRepository();
    repository.write('f', token);
    let object = repository.git('hash-object', '-w', 'f');
    let entry = `100644 blob ${object}`;
    for (let level = 0; level < 10; level++) {
      const listing = Array.from({ length: 10 }, (_, index) => `${entry}\tn${index}\n`).join('');
      object = execFileSync('git', ['mktree'], { cwd: repository.folder, input: listing }).toString().trim();
      entry = `040000 tree ${object}`;
    }
    repository.git('update-ref', 'refs/heads/main', repository.git('commit-tree', object, '-m', 'bomb'));
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(findings.length).toBeGreaterThan(0);
    expect(problems).toMatchObject([{ code: 'history-damaged', severity: 'warning' }]);
  });
});

describe('names and contents that nobody expects', () => {
  it('file names with newlines, quotes, tabs and bytes that are not UTF-8', async () => {
    const repository = makeRepository();
    const names = ['new\nline', '"quoted"', "it's", 'tab\there', 'ünïcödé', '-rf', ' lead', '日本'];
    repository.commit(Object.fromEntries(names.map((name, index) => [name, githubToken(200 + index)])));
    const blob = repository.git('rev-parse', 'HEAD:-rf');
    const entry = Buffer.concat([
      Buffer.from(`100644 blob ${blob}\t`),
      Buffer.from([0x62, 0xff, 0xfe, 0x00]),
    ]);
    const tree = execFileSync('git', ['mktree', '-z'], { cwd: repository.folder, input: entry })
      .toString()
      .trim();
    repository.git('update-ref', 'refs/heads/odd', repository.git('commit-tree', tree, '-m', 'odd'));
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(problems).toEqual([]);
    const paths = findings.flatMap(({ path, otherPaths }) => [
      path,
      ...otherPaths.map((further) => further.path),
    ]);
    expect(paths.toSorted()).toEqual([...names, 'b\ufffd\ufffd'].toSorted());
  });

  it.each([
    ['UTF-16 LE with mark', Buffer.from(`\ufeffkey\r\n  ${token}\r\n`, 'utf16le'), 3],
    ['UTF-16 BE with mark', Buffer.from(`\ufeffkey\r\n  ${token}\r\n`, 'utf16le').swap16(), 3],
    ['UTF-16 LE without mark', Buffer.from(`the key\r\n  ${token}\r\n`, 'utf16le'), 3],
    ['Latin-1', Buffer.from(`caf\xe9\n\xe9 ${token}`, 'latin1'), 3],
    ['UTF-8', Buffer.from(`café\né ${token}`), 3],
    ['NUL bytes', Buffer.concat([Buffer.alloc(10), Buffer.from(`\nk=${token}\0`)]), 3],
  ])('%s', async (_, bytes, column) => {
    const repository = makeRepository();
    repository.commit({ file: bytes });
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings.map((finding) => finding.value.unwrapText())).toEqual([token]);
    expect(findings).toMatchObject([{ line: 2, column }]);
  });

  it('one line of 50 MB', async () => {
    const repository = makeRepository();
    const bytes = Buffer.alloc(50_000_000, 'var a=1;');
    bytes.write(` ${token} `, 49_000_000);
    repository.commit({ 'min.js': bytes });
    const { findings, problems } = await scanHistoryHere(repository.folder);
    expect(problems).toEqual([]);
    expect(findings).toMatchObject([{ line: 1, column: 49_000_002 }]);
  });

  it('an author that git would not have written', async () => {
    const repository = makeRepository();
    repository.commit({ a: token });
    const raw = repository
      .git('cat-file', 'commit', 'HEAD')
      .replace(/^author .*$/m, 'author nobody at all')
      .replace(/^committer .*$/m, 'committer <x> 99999999999999999999 +9999');
    const commit = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], {
      cwd: repository.folder,
      input: raw,
    })
      .toString()
      .trim();
    repository.git('update-ref', 'refs/heads/main', commit);
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings).toMatchObject([
      { path: 'a', introduced: { commit, date: '1970-01-01T00:00:00+00:00' } },
    ]);
  });
});

it('a repository cannot make the scanner run anything', async () => {
  const repository = makeRepository();
  repository.commit({ a: token, '.gitattributes': '* filter=evil diff=evil' });
  const marker = join(repository.folder, 'was-run');
  for (const key of [
    'core.fsmonitor',
    'core.sshCommand',
    'filter.evil.smudge',
    'diff.evil.textconv',
    'diff.external',
    'core.pager',
    'core.alternateRefsCommand',
  ]) {
    repository.git('config', key, `touch ${marker}`);
  }
  const { findings } = await scanHistoryHere(repository.folder);
  expect(findings).toHaveLength(1);
  expect(readdirSync(repository.folder)).not.toContain('was-run');
});
