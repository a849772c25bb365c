/** `bitsieve init` in repositories of several kinds, real ones in a folder each. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../../src/catalogue/parse-toml.ts';
import { compileGlob } from '../../src/allow/globs.ts';
import { patternCatalogue } from '../support/catalogue.ts';
import { vocabularyOf } from '../../src/commands/config-for.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { PROGRAM, PROGRAM_ENV, run, scan } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** As if somebody took every `#` away that a key or table stands behind. */
function switchedOn(text: string): string {
  return text.replace(/^#(?=[a-z[\]]| {2}")/gm, '');
}

function repositoryOf(files: Readonly<Record<string, string | Buffer>>): TestRepository {
  const repository = makeRepository();
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  repository.git('add', '--all');
  return repository;
}

/** Runs init, and the program's own check over what it wrote, as it is and with all proposals taken. */
async function written(repository: TestRepository): Promise<{ text: string; paths: string[] }> {
  const { code, stderr } = await run(['init', repository.folder]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const path = join(repository.folder, '.scannerrc');
  const text = readFileSync(path, 'utf8');
  const proposals = switchedOn(text);
  expect(proposals).not.toMatch(/^#(?! |$)/m);
  const all = join(repository.folder, 'all');
  checkConfig({ path, text, isAsked: false }, vocabulary);
  checkConfig({ path: all, text: proposals, isAsked: true }, vocabulary);
  const { allow } = Object(parseToml(proposals, 'all'));
  return { text, paths: allow.flatMap(({ paths }: { paths: string[] }) => paths) };
}

const vocabulary = vocabularyOf(patternCatalogue());
const TOKEN = `token = ${githubToken(5)}\n`;

describe('init', () => {
  it('proposes folders of tests and of other people, and lets nothing pass', async () => {
    const repository = repositoryOf({
      'src/a.ts': '',
      'src/b.ts': '',
      'lib/c.py': '',
      'README.md': '',
      'test/fixtures/keys.txt': TOKEN,
      'packages/web/__tests__/x.ts': '',
      'vendor/acme/config.php': TOKEN,
    });
    const { text, paths } = await written(repository);
    expect(paths).toEqual(['packages/web/__tests__/**', 'test/**', 'vendor/**']);
    expect(text).toContain('# 7 files in the index: TypeScript (3), ');
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['[scan]']);
    const { places } = await scan(['--staged'], { cwd: repository.folder });
    expect(places).toEqual(['test/fixtures/keys.txt:1', 'vendor/acme/config.php:1']);
  });

  it('takes over the baseline that is there', async () => {
    const repository = repositoryOf({ 'a.txt': TOKEN });
    repository.git('commit', '--quiet', '--message', 'a');
    await run(['baseline', '.'], { cwd: repository.folder });
    await written(repository);
    expect((await scan(['.'], { cwd: repository.folder })).report.scan.leftOut.baseline).toBe(1);
  });

  it('runs in an empty repository, and writes at the top from below it', async () => {
    const empty = makeRepository();
    expect((await written(empty)).text).toContain('# 0 files in the index.');
    const deep = repositoryOf({ 'a/b/c.go': '' });
    expect((await run(['init'], { cwd: join(deep.folder, 'a/b') })).code).toBe(0);
    expect(existsSync(join(deep.folder, '.scannerrc'))).toBe(true);
  });

  it('stands up to any name: each glob is for its own folder, and no name ends a comment', async () => {
    const odd = [
      'line\n[scan]\nno-inline-allow = true\n#/test',
      'quote" ] #\\/test',
      '[a-z]*{x,y}?!(z)/fixtures',
      '\u001b[2J\u202e\u{e0041}/vendor',
      `${'x'.repeat(200)}/${'y'.repeat(200)}/test`,
      `${githubToken(6)}/test`,
      '#!/test',
    ];
    const repository = repositoryOf(Object.fromEntries(odd.map((folder) => [`${folder}/a.txt`, ''])));
    writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/test`), Buffer.of(0xff)]), '');
    repository.git('add', '--all');
    const { text, paths } = await written(repository);
    const named = odd.filter((folder) => folder.length < 300 && !folder.includes(githubToken(6)));
    for (const folder of named) {
      const fits = paths.filter((glob) => compileGlob(glob).test(`${folder}/a.txt`));
      expect(fits, JSON.stringify(folder)).toHaveLength(1);
    }
    expect(paths).toHaveLength(named.length);
    expect(text).not.toContain(githubToken(6));
    // oxlint-disable-next-line no-control-regex -- none of them may be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('# 1 names are no UTF-8');
    expect(Object(parseToml(text, 'x')).scan).toEqual({});
  });
});

describe('init never writes over anything', () => {
  it('nor a part of a file: where it is stopped on the way, there is none', () => {
    const { folder } = repositoryOf({ 'a.ts': '' });
    // No file may grow over the smallest unit there is: a system that ends who tries comes close to a full disk.
    const { status, signal } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, PROGRAM, 'init', folder],
      { env: PROGRAM_ENV },
    );
    expect(status === 2 || signal !== null).toBe(true);
    expect(existsSync(join(folder, '.scannerrc'))).toBe(false);
  });

  it('a .scannerrc, unless told to; a symbolic link is replaced, not followed', async () => {
    const repository = repositoryOf({ '.scannerrc': '[scan]\n' });
    const path = join(repository.folder, '.scannerrc');
    const refused = await run(['init', repository.folder]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is there already');
    expect(readFileSync(path, 'utf8')).toBe('[scan]\n');
    const elsewhere = tempFolder({ precious: 'mine' });
    const linked = makeRepository();
    symlinkSync(join(elsewhere, 'precious'), join(linked.folder, '.scannerrc'));
    expect((await run(['init', linked.folder])).code).toBe(2);
    expect((await run(['init', linked.folder, '--force'])).code).toBe(0);
    expect(readFileSync(join(elsewhere, 'precious'), 'utf8')).toBe('mine');
    expect(lstatSync(join(linked.folder, '.scannerrc')).isFile()).toBe(true);
  });

  it('nor in place of a .gitleaks.toml', async () => {
    const repository = repositoryOf({
      '.gitleaks.toml': '[extend]\nuseDefault = true\n',
      '.gitleaksignore': '',
    });
    const refused = await run(['init', repository.folder]);
    expect({ code: refused.code, isThere: existsSync(join(repository.folder, '.scannerrc')) }).toEqual({
      code: 2,
      isThere: false,
    });
    expect(refused.stderr).toContain('--force');
    const { code, stdout } = await run(['init', repository.folder, '--stdout']);
    expect(code).toBe(0);
    expect(stdout).toContain('# There is a .gitleaks.toml as well.');
    expect(stdout).toContain('# The .gitleaksignore beside it counts as well.');
  });

  it('nor where there is no work tree', async () => {
    const folder = tempFolder({ 'a.txt': '' });
    expect((await run(['init', folder])).code).toBe(2);
    expect((await run(['init', makeRepository('--bare').folder])).stderr).toContain('has no work tree');
    mkdirSync(join(folder, 'x'));
    writeFileSync(join(folder, 'x/y'), '');
    expect((await run(['init', folder, 'x'])).code).toBe(2);
  });
});
