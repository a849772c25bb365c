import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeHugeObject } from '../support/loose-object.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { PROGRAM, PROGRAM_ENV, reportOf, run, scan, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const token = githubToken(1);
const dirty = sharedRepository();
dirty.commit({ 'a.txt': token });

function looseFile(repository: TestRepository, oid: string): string {
  const path = join(repository.folder, '.git/objects', oid.slice(0, 2), oid.slice(2));
  chmodSync(path, 0o644);
  return path;
}

async function refusal(args: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await run(args, cwd === undefined ? {} : { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/^ {2,}at |this is a bug/m);
  return stderr;
}

describe('a place that cannot be scanned', () => {
  it.each([
    ['no repository', () => tempFolder({ 'a.txt': 'x' }), /is not a git repository/, /--files PATH/],
    ['a path that is not there', () => '/nowhere/at/all', /\/nowhere\/at\/all does not exist/, /./],
    ['a broken .git file', () => tempFolder({ '.git': 'nonsense' }), /is not a git repository/, /./],
    ['a .git file that leads nowhere', () => tempFolder({ '.git': 'gitdir: /nowhere' }), /is not a git/, /./],
    [
      'a .git folder without HEAD',
      () => tempFolder({ '.git/objects/x': '' }),
      /is not a git repository/,
      /./,
    ],
  ])('%s', async (_, make, message, hint) => {
    const stderr = await refusal(['scan', make()]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(hint);
  });

  it('git is not installed', async () => {
    const { code, stderr } = await run(['scan', dirty.folder], { env: { PATH: '/nowhere' } });
    expect(code).toBe(2);
    expect(stderr).toContain('git was not found');
    expect(stderr).toContain('Install git');
  });
});

describe('an odd repository', () => {
  it('empty: clean', async () => {
    const { code, report } = await scan([makeRepository().folder]);
    expect({ code, problems: report.problems }).toEqual({ code: 0, problems: [] });
  });

  it('shallow: a warning on the report, and the exit code stays', async () => {
    const repository = makeRepository();
    repository.commit({ a: 'x' });
    repository.commit({ a: 'y' });
    const shallow = join(temporaryFolder(), 'shallow');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    const { code, report } = await scan([shallow]);
    expect({ code, complete: report.scan.complete }).toEqual({ code: 0, complete: true });
    expect(report.problems).toMatchObject([{ code: 'shallow-clone', severity: 'warning' }]);
    expect((await run(['scan', shallow])).stdout).toContain('shallow clone');
    const { stderr } = await run(['scan', shallow, '-r', join(temporaryFolder(), 'report')]);
    expect(stderr).toContain('warning: This is a shallow clone');
  });

  it.skipIf(process.getuid?.() !== 0)('that belongs to somebody else: scanned', async () => {
    const repository = makeRepository();
    repository.commit({ a: token });
    for (const path of ['', '.git']) chownSync(join(repository.folder, path), 12_345, 12_345);
    expect(await scan([repository.folder])).toMatchObject({ code: 1, places: ['a:1'] });
  });

  it('whose configuration, grafts and replacements hide commits: all that is stored is scanned', async () => {
    const repository = makeRepository();
    const first = repository.commit({ a: token });
    repository.commit({ a: 'clean' });
    repository.write('.git/info/grafts', `${repository.git('rev-parse', 'HEAD')}\n`);
    expect(await scan([repository.folder])).toMatchObject({ code: 1, places: ['a:1'] });
    rmSync(join(repository.folder, '.git/info/grafts'));
    const clean = repository.git('commit-tree', 'HEAD^{tree}', '-m', 'clean');
    repository.git('replace', first, clean);
    expect(await scan([repository.folder])).toMatchObject({ code: 1, places: ['a:1'] });
  });
});

describe('a damaged repository is scanned as far as it goes, and the exit code is 3', () => {
  it.each(['missing', 'corrupt', 'empty'])('a %s blob', async (kind) => {
    const repository = makeRepository();
    repository.commit({ a: token, b: 'to be lost' });
    const path = looseFile(repository, repository.git('rev-parse', 'HEAD:b'));
    if (kind === 'missing') rmSync(path);
    else if (kind === 'empty') truncateSync(path, 0);
    else writeFileSync(path, readFileSync(path).subarray(0, 18));
    const { code, places, report } = await scan([repository.folder]);
    expect({ code, places }).toEqual({ code: 3, places: ['a:1'] });
    expect(report.problems.length).toBeGreaterThan(0);
    expect(report.problems[0]?.severity).toBe('error');
  });

  it('a missing commit in the middle', async () => {
    const repository = makeRepository();
    repository.commit({ a: token });
    const middle = repository.commit({ b: 'x' });
    repository.commit({ c: githubToken(2) });
    rmSync(looseFile(repository, middle));
    const { code, places } = await scan([repository.folder]);
    expect({ code, places }).toEqual({ code: 3, places: ['a:1', 'c:1'] });
  });

  it('a ref that points at nothing', async () => {
    const repository = makeRepository();
    repository.commit({ a: token });
    repository.write('.git/refs/heads/broken', `${'1'.repeat(40)}\n`);
    const { code, places } = await scan([repository.folder]);
    expect({ code, places }).toEqual({ code: 3, places: ['a:1'] });
  });
});

describe('a repository that wants to be too much', () => {
  it('a blob of 2 GB and one of 5 TB are problems, and are not read', async () => {
    const repository = makeRepository();
    repository.commit({ a: token });
    const sizes = [2 ** 31, 5 * 10 ** 12];
    const entries = sizes.map(
      (size) => `100644 blob ${writeHugeObject(repository.folder, 'blob', size)}\tf${size}\n`,
    );
    const tree = execFileSync('git', ['mktree'], { cwd: repository.folder, input: entries.join('') });
    const commit = repository.git('commit-tree', tree.toString().trim(), '-p', 'HEAD', '-m', 'x');
    repository.git('update-ref', 'refs/heads/main', commit);
    const { code, places, report } = await scan([repository.folder]);
    expect({ code, places }).toEqual({ code: 3, places: ['a:1'] });
    expect(report.problems.map((problem) => problem.code)).toEqual(['blob-over-limit', 'blob-over-limit']);
    expect(report.problems.map(({ message }) => message).join('\n')).toContain('has 5000000000000 bytes');
    // Nor when it is only the older version of what a range changed.
    repository.commit({ [`f${2 ** 31}`]: githubToken(2) });
    const range = await scan([repository.folder, '--range', 'HEAD~1..HEAD']);
    expect(range).toMatchObject({ code: 1, places: ['a:1', `f${2 ** 31}:1`] });
  });

  it.each(['commit', 'tag'])('a %s of 6 GB is a problem, and is not read', async (type) => {
    const repository = makeRepository();
    const head = repository.commit({ a: token });
    const start =
      type === 'commit'
        ? `tree ${repository.git('rev-parse', 'HEAD^{tree}')}\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n`
        : `object ${head}\ntype commit\ntag huge\ntagger A <a> 1 +0000\n`;
    const oid = writeHugeObject(repository.folder, type, 6e9, start);
    repository.write(type === 'tag' ? '.git/refs/tags/huge' : '.git/refs/heads/huge', `${oid}\n`);
    const { code, places, report } = await scan([repository.folder]);
    expect({ code, places }).toEqual({ code: 3, places: ['a:1'] });
    expect(report.problems).toContainEqual(
      expect.objectContaining({ code: 'blob-over-limit', message: expect.stringContaining(oid) }),
    );
  });

  it('one line of 50 MB, with NUL bytes around the secret', async () => {
    const repository = makeRepository();
    const bytes = Buffer.alloc(50_000_000, 'var a=1;');
    bytes.write(`\0${token}\0`, 49_000_000);
    repository.commit({ 'min.js': bytes });
    const { code, report } = await scan([repository.folder]);
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ line: 1, column: 49_000_002 }]);
  });
});

describe('a broken .scannerrc', () => {
  it('every mistake at once, with its line and the nearest right word', async () => {
    const folder = tempFolder({
      '.scannerrc': [
        '[scan]',
        'max-file-szie = "1MB"',
        'jobs = 0',
        'report-path = "/etc/passwd"',
        'disable-detector = ["github-personal-acess-token"]',
        '[[allow]]',
        'path = ["x"]',
        'values = ["("]',
      ].join('\n'),
    });
    const stderr = await refusal(['scan', '--files', folder]);
    const file = join(folder, '.scannerrc');
    for (const expected of [
      `${file}:2: scan.max-file-szie: there is no option "max-file-szie"; did you mean "max-file-size"?`,
      `${file}:3: scan.jobs: 0 is not a whole number from 1 to 256`,
      `${file}:4: scan.report-path: can only be given as a flag, --report-path`,
      'did you mean "github-personal-access-token"?',
      `${file}:7: allow[0].path: there is no key "path"; did you mean "paths"?`,
      `${file}:8: allow[0].values[0]: "(" is no regular expression`,
    ])
      expect(stderr).toContain(expected);
  });

  it.each([
    ['no TOML', 'scan = {', /\.scannerrc:1/],
    ['bytes that are no text', '\0\u0001\u001b[31m', /\.scannerrc/],
    ['a list where a table belongs', 'scan = [1]', /scan/],
  ])('%s', async (_, text, message) => {
    const stderr = await refusal(['scan', '--files', tempFolder({ '.scannerrc': text })]);
    expect(stderr).toMatch(message);
    // oxlint-disable-next-line no-control-regex -- nothing of it may reach a terminal
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('a folder, a pipe or an endless device in its place', async () => {
    const folder = tempFolder({ '.scannerrc/x': '' });
    expect(await refusal(['scan', '--files', folder])).toContain('is not a regular file');
    const pipe = join(tempFolder(), '.scannerrc');
    execFileSync('mkfifo', [pipe]);
    expect(await refusal(['scan', '--files', '.', '-c', pipe])).toContain('is not a regular file');
    expect(await refusal(['scan', '--files', '.', '-c', '/dev/zero'])).toContain('is not a regular file');
  });

  it('--config and BITSIEVE_CONFIG that name no file', async () => {
    expect(await refusal(['scan', dirty.folder, '--config', '/nowhere.toml'])).toMatch(
      /\/nowhere\.toml: there is no such file\nCheck --config/,
    );
    const { code, stderr } = await run(['scan', dirty.folder], { env: { BITSIEVE_CONFIG: '/no.toml' } });
    expect(code).toBe(2);
    expect(stderr).toContain('Check BITSIEVE_CONFIG');
  });
});

describe('a mistyped command line', () => {
  it.each([
    ['an unknown flag', ['scan', '.', '--report-fromat', 'json'], 'did you mean --report-format?'],
    ['a flag that is unlike all', ['scan', '.', '--qqqqqqqqqq'], '--qqqqqqqqqq: there is no such option'],
    ['an unknown short flag', ['scan', '-Z'], '-Z: there is no such option'],
    ['two mistakes', ['scan', '--jbos', '2', '--redcat'], 'did you mean --redact?'],
    ['a wrong value', ['scan', '.', '-f', 'jsn'], 'did you mean "json"?'],
    [
      'a value out of bounds',
      ['scan', '.', '--exit-code', '256'],
      '"256" is not a whole number from 0 to 255',
    ],
    ['a missing value', ['scan', '.', '--branch', '--staged'], '--branch: a value is missing'],
    ['two paths', ['scan', 'a', 'b'], 'one path can be scanned at a time, not 2'],
    ['an unknown command', ['scna', '.'], 'Did you mean "scan"?'],
    ['a command that is unlike all', ['frobnicate'], 'Run bitsieve help'],
    ['help of an unknown command', ['help', 'basline'], 'Did you mean "baseline"?'],
    ['an unknown detector', ['scan', '.', '--disable-detector', 'github-pat-clasic'], 'there is no detector'],
    ['--show-secrets with --redact', ['scan', '.', '--show-secrets', '--redact'], 'cannot go together'],
    ['no baseline', ['scan', '.', '-b', '/nowhere.json'], 'Write one with: bitsieve baseline'],
    ['no ignore file', ['scan', '.', '-i', '/nowhere'], 'Check --gitleaks-ignore-path'],
  ])('%s', async (_, args, message) => {
    expect(await refusal(args, dirty.folder)).toContain(message);
  });

  it('-- ends the flags', async () => {
    const folder = tempFolder({ '-f': token });
    const ran = await run(['scan', '--files', '-f', 'json', '--', '-f'], { cwd: folder });
    expect(reportOf(ran).places).toEqual(['-f:1']);
  });
});

describe('a broken baseline', () => {
  it.each([
    ['no JSON', '{'],
    ['a number', '1'],
    ['of another tool', '{"tool":"other"}'],
    ['without salt', '{"schemaVersion":1,"tool":"bitsieve","entries":[]}'],
    ['newer than this', '{"schemaVersion":99,"tool":"bitsieve"}'],
    ['a list of something else', '[{"a":1}]'],
    ['binary', '\0\0\0'],
  ])('%s', async (_, text) => {
    const folder = tempFolder({ 'b.json': text });
    expect(await refusal(['scan', dirty.folder, '-b', join(folder, 'b.json')])).toContain('b.json');
    expect(await refusal(['baseline', dirty.folder, '-b', join(folder, 'b.json')])).toContain('b.json');
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe(text);
  });
});

describe('a report that cannot be written', () => {
  it('full disk', async () => {
    expect(await refusal(['scan', dirty.folder, '-r', '/dev/full'])).toContain(
      'no space is left on the device',
    );
  });

  it('full disk behind standard output', () => {
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'scan', dirty.folder], {
      env: PROGRAM_ENV,
      stdio: [...stdio],
    });
    expect(status).toBe(2);
    expect(stderr.toString()).toContain('no space is left on the device');
  });

  it('a folder that is not there, a folder, a file in place of a folder', async () => {
    const folder = tempFolder({ file: '' });
    for (const [path, message] of [
      ['missing/report', 'the folder does not exist'],
      ['', 'it is a folder'],
      ['file/report', 'a part of the path is not a folder'],
    ] as const)
      expect(await refusal(['scan', dirty.folder, '-r', `${folder}/${path}`])).toContain(message);
  });

  it('a baseline in a folder that is not there', async () => {
    expect(await refusal(['baseline', dirty.folder, '-b', '/nowhere/b.json'])).toContain('cannot be written');
  });
});
