import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hangingGit } from '../support/hanging-git.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { run, scan } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const known = githubToken(1);
const added = githubToken(2);
const FILE = '.bitsieve-baseline.json';

interface BaselineFile {
  readonly salt: string;
  readonly entries: ReadonlyArray<{ hash: string; path: string; firstSeen: string }>;
}

function read(path: string): BaselineFile {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  return JSON.parse(readFileSync(path, 'utf8')) as BaselineFile;
}

describe('bitsieve baseline', () => {
  it('makes what is known quiet: after a rebase, a rename, and in a shallow clone', async () => {
    const repository = makeRepository();
    repository.commit({ base: 'x' });
    repository.git('branch', 'other');
    repository.commit({ 'a.txt': `${known}\n` });
    const path = join(temporaryFolder(), 'known.json');
    const made = await run(['baseline', repository.folder, '-b', path]);
    expect(made).toMatchObject({ code: 0, stdout: '', stderr: `${path}: 1 secret is known\n` });
    expect(readFileSync(path, 'utf8')).not.toContain(known.slice(4, 20));
    const args = ['--baseline-path', path];
    const quiet = { code: 0, places: [], report: { scan: { leftOut: { baseline: 1 } } } };
    expect(await scan([repository.folder, ...args])).toMatchObject(quiet);

    repository.git('checkout', '--quiet', 'other');
    repository.commit({ else: 'y' });
    repository.git('checkout', '--quiet', 'main');
    repository.git('rebase', '--quiet', 'other');
    expect(await scan([repository.folder, '--branch', 'main', ...args])).toMatchObject(quiet);

    repository.git('mv', 'a.txt', 'renamed.txt');
    repository.commit({ 'renamed.txt': `moved\n${known}\n` });
    expect(await scan([repository.folder, ...args])).toMatchObject({ code: 0, places: [] });

    const shallow = join(temporaryFolder(), 'shallow');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    expect(await scan([shallow, ...args])).toMatchObject(quiet);

    repository.commit({ 'new.txt': `${known}\n${added}\n` });
    expect(await scan([repository.folder, ...args])).toMatchObject({ code: 1, places: ['new.txt:2'] });
  });

  it('written again keeps salt and dates, takes in what is new and forgets what is gone', async () => {
    const repository = makeRepository();
    const gone = githubToken(3);
    repository.commit({ 'a.txt': known });
    const first = repository.commit({ 'gone.txt': gone });
    await run(['baseline'], { cwd: repository.folder });
    const path = join(repository.folder, FILE);
    const before = read(path);
    expect(before.entries).toHaveLength(2);
    repository.git('reset', '--quiet', '--hard', `${first}~1`);
    repository.commit({ 'b.txt': added });
    expect((await run(['baseline'], { cwd: repository.folder })).stderr).toContain('2 secrets are known');
    const after = read(path);
    expect(after.salt).toBe(before.salt);
    const old = before.entries.find((entry) => entry.path === 'a.txt');
    expect(after.entries).toContainEqual(old);
    expect(after.entries.map((entry) => entry.path).toSorted()).toEqual(['a.txt', 'b.txt']);
    expect(after.entries.find((entry) => entry.path === 'b.txt')?.firstSeen).not.toBe(old?.firstSeen);
  });

  it('in the configuration does not hide what a new baseline is to hold', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known, '.scannerrc': `[scan]\nbaseline-path = "${FILE}"\n` });
    writeFileSync(
      join(repository.folder, FILE),
      '{"schemaVersion":1,"tool":"bitsieve","salt":"","entries":[]}',
    );
    expect(await run(['scan'], { cwd: repository.folder })).toMatchObject({ code: 2 });
    for (const _ of [1, 2]) {
      const path = join(repository.folder, FILE);
      if (read(path).salt === '')
        writeFileSync(path, readFileSync(path, 'utf8').replace('""', `"${'0'.repeat(32)}"`));
      expect((await run(['baseline'], { cwd: repository.folder })).stderr).toContain('1 secret is known');
    }
    expect(await scan([], { cwd: repository.folder })).toMatchObject({ code: 0, places: [] });
  });

  it('of an incomplete scan ends with 3, says why, and forgets nothing', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known, 'large.txt': `${added}\n${'x'.repeat(5000)}` });
    const path = join(temporaryFolder(), 'known.json');
    await run(['baseline', repository.folder, '-b', path]);
    const before = readFileSync(path, 'utf8');
    const args = ['baseline', repository.folder, '-b', path, '--max-file-size', '4000'];
    const { code, stderr } = await run(args);
    expect(code).toBe(3);
    expect(stderr).toContain('more than --max-file-size allows');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('of a scan that was stopped is not written', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known });
    const folder = temporaryFolder();
    const git = hangingGit(folder, repository.git('rev-parse', 'HEAD:a.txt'));
    const path = join(folder, 'known.json');
    const args = ['baseline', repository.folder, '-b', path, '--timeout', '500ms'];
    const { code, stderr } = await run(args, { env: git.env });
    expect(code).toBe(3);
    expect(stderr).toContain('stopped after --timeout');
    expect(stderr).toContain(`${path}: was not written`);
    expect(existsSync(path)).toBe(false);
  });

  it('takes the flags of scan, and refuses what scan refuses', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known, 'b.txt': added });
    const path = join(temporaryFolder(), 'known.json');
    await run(['baseline', '--files', join(repository.folder, 'a.txt'), '-b', path]);
    expect((await scan(['--files', repository.folder, '-b', path])).places).toEqual(['b.txt:1']);
    expect(await run(['baseline', '/nowhere', '-b', `${path}2`])).toMatchObject({ code: 2 });
    expect(existsSync(`${path}2`)).toBe(false);
  });
});

describe('a report of gitleaks as baseline', () => {
  const entry = (commit: string, change: object = {}): string =>
    JSON.stringify([
      { RuleID: 'github-pat', Secret: known, File: 'old-name.txt', Commit: commit, StartLine: 9, ...change },
    ]);

  it('knows a secret by its value wherever it lies, and a masked one by its place', async () => {
    const repository = makeRepository();
    const commit = repository.commit({ 'a.txt': `${known}\n${added}\n` });
    const path = join(temporaryFolder(), 'gitleaks.json');
    writeFileSync(path, entry(commit));
    expect((await scan([repository.folder, '-b', path])).places).toEqual(['a.txt:2']);
    writeFileSync(path, entry(commit, { Secret: 'REDACTED', File: 'a.txt', StartLine: 1 }));
    expect((await scan([repository.folder, '-b', path])).places).toEqual(['a.txt:2']);
    writeFileSync(path, entry(commit, { Secret: 'REDACTED', File: 'a.txt', StartLine: 3 }));
    expect((await scan([repository.folder, '-b', path])).places).toEqual(['a.txt:1', 'a.txt:2']);
  });

  it('our own report in that form will do, and is not overwritten by a baseline', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': known });
    const path = join(temporaryFolder(), 'gitleaks.json');
    await run(['scan', repository.folder, '-f', 'gitleaks', '-r', path]);
    expect(await scan([repository.folder, '-b', path])).toMatchObject({ code: 0, places: [] });
    const before = readFileSync(path, 'utf8');
    const { code, stderr } = await run(['baseline', repository.folder, '-b', path]);
    expect(code).toBe(2);
    expect(stderr).toContain('would be overwritten');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});
