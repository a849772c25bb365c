import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { PROGRAM, PROGRAM_ENV, type Scan, run, scan } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const known = githubToken(1);
const added = githubToken(2);

async function staged(repository: TestRepository): Promise<Scan> {
  return scan(['--staged'], { cwd: repository.folder });
}

describe('what the index adds', () => {
  it('is found, and what is only in the work tree is not', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
    repository.write('a.txt', `one\n${added}\n`);
    repository.git('add', 'a.txt');
    repository.write('a.txt', 'one\n');
    repository.write('b.txt', githubToken(3));
    repository.write('untracked.txt', githubToken(4));
    const { code, places, report } = await staged(repository);
    expect({ code, places }).toEqual({ code: 1, places: ['a.txt:2'] });
    expect(report.scan).toMatchObject({ source: 'staged', complete: true });
  });

  it('is not a secret that the edited file held before', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `${known}\n` });
    repository.write('a.txt', `a line above\n${known}\n`);
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 0, places: [] });
    repository.write('a.txt', `a line above\n${known}\n${added}\n`);
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 1, places: ['a.txt:3'] });
  });

  it('is a second copy of a secret that the file held once', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `${known}\n` });
    repository.write('a.txt', `${known}\n${known}\n`);
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 1, places: ['a.txt:2'] });
  });

  it('is nothing of a renamed file, unless it was edited too', async () => {
    const repository = makeRepository();
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}\n`).join('');
    repository.commit({ 'old.txt': `${known}\n${lines}` });
    repository.git('mv', 'old.txt', 'new.txt');
    expect(await staged(repository)).toMatchObject({ code: 0, places: [] });
    repository.write('new.txt', `${known}\n${added}\n${lines}`);
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 1, places: ['new.txt:2'] });
  });

  it('is nothing of a deleted file', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known, 'b.txt': 'x' });
    repository.git('rm', '--quiet', 'a.txt');
    expect(await staged(repository)).toMatchObject({ code: 0, places: [] });
  });

  it('is everything on an unborn branch', async () => {
    const repository = makeRepository();
    expect(await staged(repository)).toMatchObject({ code: 0, places: [] });
    repository.write('a.txt', added);
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 1, places: ['a.txt:1'] });
  });

  it('is nothing inside a submodule', async () => {
    const inner = makeRepository();
    inner.commit({ a: added });
    const outer = makeRepository();
    outer.commit({ base: 'x' });
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'module');
    const { code, places, report } = await staged(outer);
    expect({ code, places, problems: report.problems }).toEqual({ code: 0, places: [], problems: [] });
  });

  it('is in a merge what no parent has', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x\n' });
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.commit({ 'side.txt': added, base: `side\n${known}\n` });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ base: 'main\n' });
    expect(() => repository.git('merge', '--quiet', 'side')).toThrow(/./);
    expect(await staged(repository)).toMatchObject({ code: 0, places: [] });
    repository.write('base', `both\n${known}\n${githubToken(3)}\n`);
    repository.write('new.txt', githubToken(4));
    repository.git('add', '--all');
    expect(await staged(repository)).toMatchObject({ code: 1, places: ['base:3', 'new.txt:1'] });
  });

  it('has its names as they are: quotes, newlines, blanks, a leading dash', async () => {
    const repository = makeRepository();
    for (const name of ['new\nline', '"quoted"', '-rf', 'tab\there', 'ü ü']) repository.write(name, added);
    repository.git('add', '--all');
    const { places } = await staged(repository);
    expect(places).toEqual(['"quoted":1', '-rf:1', 'new\nline:1', 'tab\there:1', 'ü ü:1'].toSorted());
  });
});

describe('where --staged is run', () => {
  it('in a subfolder it is the whole index, with paths from the top and the configuration of the top', async () => {
    const repository = makeRepository();
    repository.commit({ 'sub/base': 'x' });
    for (const name of ['top.txt', 'sub/below.txt', 'allowed.txt']) repository.write(name, added);
    repository.write('.scannerrc', '[[allow]]\npaths = ["allowed.txt"]\n');
    repository.git('add', '--all');
    const { places } = await scan(['--staged'], { cwd: join(repository.folder, 'sub') });
    expect(places).toEqual(['sub/below.txt:1', 'top.txt:1']);
  });

  it('in a linked worktree it is the index of that worktree', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    const linked = join(temporaryFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', linked);
    repository.write('main.txt', known);
    repository.git('add', '--all');
    writeFileSync(join(linked, 'linked.txt'), added);
    repository.git('-C', linked, 'add', '--all');
    expect((await scan(['--staged'], { cwd: linked })).places).toEqual(['linked.txt:1']);
    expect((await scan(['--staged', linked])).places).toEqual(['linked.txt:1']);
  });

  it('with GIT_DIR and GIT_INDEX_FILE it is that index, unless a path is given', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    repository.write('a.txt', added);
    const index = join(temporaryFolder(), 'index');
    const env = { GIT_DIR: join(repository.folder, '.git'), GIT_INDEX_FILE: index };
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['add', '--all'], { cwd: repository.folder, env: { ...PROGRAM_ENV, ...env } });
    const inherited = await scan(['--staged'], { cwd: repository.folder, env });
    expect(inherited.places).toEqual(['a.txt:1']);
    expect((await scan(['--staged', '.'], { cwd: repository.folder, env })).places).toEqual([]);
  });

  it.each(['commit', 'commit -a', 'commit a.txt'])('stops "git %s" as a pre-commit hook', async (command) => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'x\n', 'b.txt': 'x\n' });
    const hook = join(repository.folder, '.git/hooks/pre-commit');
    mkdirSync(join(repository.folder, '.git/hooks'), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" scan --staged >&2\n`);
    chmodSync(hook, 0o755);
    repository.write('a.txt', `x\n${added}\n`);
    if (command === 'commit') repository.git('add', '--all');
    const args = [...command.split(' '), '--message', 'x'];
    if (command === 'commit a.txt') args.splice(1, 1, '--only', 'a.txt');
    expect(() => repository.git(...args)).toThrow(/GitHub personal access token/);
    repository.write('a.txt', 'x\ny\n');
    if (command === 'commit') repository.git('add', '--all');
    repository.git(...args);
    expect(repository.git('rev-list', '--count', 'HEAD')).toBe('2');
  });
});

describe('what stands in the way of --staged', () => {
  it('a staged object that is missing is a problem', async () => {
    const repository = makeRepository();
    repository.write('a.txt', added);
    repository.write('b.txt', 'lost');
    repository.git('add', '--all');
    const lost = repository.git('rev-parse', ':b.txt');
    rmSync(join(repository.folder, '.git/objects', lost.slice(0, 2), lost.slice(2)));
    const { code, places, report } = await staged(repository);
    expect({ code, places }).toEqual({ code: 3, places: ['a.txt:1'] });
    expect(report.problems).toMatchObject([{ code: 'missing-object', severity: 'error' }]);
  });

  it('a staged file over the limit is a problem, the one that it replaces is not', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `${known}\n${'x'.repeat(5000)}` });
    repository.write('a.txt', added);
    repository.git('add', '--all');
    const args = ['--staged', '--max-file-size', '4000'];
    expect(await scan(args, { cwd: repository.folder })).toMatchObject({ code: 1, places: ['a.txt:1'] });
    repository.write('a.txt', `${known}\n${'y'.repeat(5000)}`);
    repository.git('add', '--all');
    expect(await scan(args, { cwd: repository.folder })).toMatchObject({ code: 3, places: [] });
  });

  it('an old object that is missing, as in a partial clone, is not a problem', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'old' });
    const old = repository.git('rev-parse', 'HEAD:a.txt');
    repository.write('a.txt', added);
    repository.git('add', '--all');
    rmSync(join(repository.folder, '.git/objects', old.slice(0, 2), old.slice(2)));
    const { code, report } = await staged(repository);
    expect({ code, problems: report.problems }).toEqual({ code: 1, problems: [] });
  });

  it('a broken index is an error that says so', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    repository.write('.git/index', 'no index at all');
    const { code, stdout, stderr } = await run(['scan', '--staged'], { cwd: repository.folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('the index cannot be read');
  });

  it('a bare repository has nothing staged', async () => {
    const bare = makeRepository('--bare');
    expect(await scan(['--staged', bare.folder])).toMatchObject({ code: 0, places: [] });
  });
});
