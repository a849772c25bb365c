import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scanBatch } from '../../src/pipeline/scan-batch.ts';
import { run, scan } from '../support/run-program.ts';
import { planHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const token = githubToken(1);

function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

describe('--files FOLDER', () => {
  it('scans the files of a folder that is no repository, and nothing below .git', async () => {
    const folder = tempFolder({ 'a.txt': token, 'deep/er/b.txt': `x\n${token}`, '.git/config': token });
    const { code, places, report } = await scan(['--files', folder]);
    expect({ code, places }).toEqual({ code: 1, places: ['a.txt:1', 'deep/er/b.txt:2'] });
    expect(report.scan).toMatchObject({ source: 'files', commits: 0, blobs: 2 });
    expect(report.findings[0]).toMatchObject({ kind: 'file', commit: null, atTip: null });
  });

  it('scans the current folder when none is named, and nothing of an empty one', async () => {
    const folder = tempFolder({ 'a.txt': token });
    expect((await scan(['--files'], { cwd: folder })).places).toEqual(['a.txt:1']);
    const { code, report } = await scan(['--files', tempFolder()]);
    expect({ code, problems: report.problems, blobs: report.scan.blobs }).toEqual({
      code: 0,
      problems: [],
      blobs: 0,
    });
  });

  it('honours .gitignore files, nested and negated, unless --no-ignore', async () => {
    const folder = tempFolder({
      '.gitignore': '*.log\n!keep.log\n/build/\nnode_modules\n# comment\n\n\\#odd\n',
      'a.log': token,
      'keep.log': token,
      '#odd': token,
      'build/out.txt': token,
      'sub/build/out.txt': token,
      'sub/node_modules/x/y.js': token,
      'sub/.gitignore': 'local.txt\n!b.log\nkeep.log\n',
      'sub/local.txt': token,
      'sub/b.log': token,
      'sub/keep.log': token,
      'other/local.txt': token,
    });
    const expected = ['keep.log:1', 'other/local.txt:1', 'sub/b.log:1', 'sub/build/out.txt:1'];
    expect((await scan(['--files', folder])).places).toEqual(expected);
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    const args = ['ls-files', '--others', '--exclude-standard'];
    const git = execFileSync('git', args, { cwd: folder, env: { PATH: process.env['PATH'] } }).toString();
    const told = git.split('\n').filter((path) => path !== '' && !path.endsWith('.gitignore'));
    expect(told.map((path) => `${path}:1`).toSorted()).toEqual(expected);
    expect((await scan(['--files', folder, '--no-ignore'])).places).toHaveLength(10);
  });

  it('follows no link: a loop, one out of the folder, one to a file', async () => {
    const outside = tempFolder({ 'secret.txt': token });
    const folder = tempFolder({ 'sub/a.txt': token });
    symlinkSync('..', join(folder, 'sub/loop'));
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    const { places, report } = await scan(['--files', folder]);
    expect({ places, problems: report.problems }).toEqual({ places: ['sub/a.txt:1'], problems: [] });
    symlinkSync(folder, join(outside, 'asked-for'));
    expect((await scan(['--files', join(outside, 'asked-for')])).places).toEqual(['sub/a.txt:1']);
  });

  it('opens neither pipe nor socket', async () => {
    const folder = tempFolder({ 'a.txt': token });
    makePipe(join(folder, 'pipe'));
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { places, report } = await scan(['--files', folder]);
    expect({ places, problems: report.problems }).toEqual({ places: ['a.txt:1'], problems: [] });
  });

  it.each(['pipe', 'link to an endless device', 'folder', '2 GB'])(
    'a .gitignore that is a %s',
    async (kind) => {
      const folder = tempFolder({ 'a.txt': token });
      const path = join(folder, '.gitignore');
      if (kind === 'pipe') makePipe(path);
      else if (kind === 'folder') mkdirSync(path);
      else if (kind === '2 GB') {
        writeFileSync(path, '');
        truncateSync(path, 2e9);
      } else symlinkSync('/dev/zero', path);
      const { code, places } = await scan(['--files', folder, '--timeout', '20s']);
      expect({ code, places }).toEqual({ code: kind === '2 GB' ? 3 : 1, places: ['a.txt:1'] });
    },
  );

  it.each([
    ['many stars', `${'*a'.repeat(30)}b\n`, 'a'.repeat(200)],
    ['many globstars', `${'/**/a'.repeat(9)}/b[cd]\n`, `${'a/'.repeat(50)}a`],
    ['few globstars, deep', `${'/**/a'.repeat(4)}/b[cd]\n`, `${'a/'.repeat(300)}a`],
  ])('does not hang on a .gitignore made to be slow: %s', async (_, text, name) => {
    const folder = tempFolder({ '.gitignore': text, [name]: token });
    expect(await scan(['--files', folder])).toMatchObject({ code: 1, places: [`${name}:1`] });
  });

  it('shows names as they are: newlines, quotes, bytes that are not UTF-8', async () => {
    const folder = tempFolder({ 'new\nline': token, '"q"': token, '-rf': token });
    const odd = Buffer.concat([Buffer.from(`${folder}/odd`), Buffer.from([0xff, 0xfe])]);
    writeFileSync(odd, token);
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/dir`), Buffer.from([0xc3])]));
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/dir`), Buffer.from([0xc3]), Buffer.from('/in')]),
      token,
    );
    const { places, report } = await scan(['--files', folder]);
    expect(report.problems).toEqual([]);
    expect(places).toEqual(
      ['"q":1', '-rf:1', 'dir\ufffd/in:1', 'new\nline:1', 'odd\ufffd\ufffd:1'].toSorted(),
    );
  });

  it('lists what cannot be read, even by root', async () => {
    const { code, places, report } = await scan(['--files', '/proc/self/mem']);
    expect({ code, places }).toEqual({ code: 3, places: [] });
    expect(report.problems).toMatchObject([
      {
        code: 'unreadable-file',
        severity: 'error',
        message: expect.stringMatching(/cannot be read \(E[A-Z]+\)$/),
      },
    ]);
  });

  it('lists a file that vanished between listing and reading', async () => {
    const folder = tempFolder({ 'a.txt': token });
    const item = { id: 0, kind: 'file', disk: join(folder, 'gone.txt'), path: 'gone.txt' } as const;
    const kept = { id: 1, kind: 'file', disk: join(folder, 'a.txt'), path: 'a.txt' } as const;
    const { problems, found } = await scanBatch(
      { kind: 'items', items: [item, kept] },
      { set: planHere().set, reader: null, packs: null, maxBlobBytes: 1 << 27, maxArchiveDepth: 3 },
    );
    expect(problems).toMatchObject([
      { code: 'unreadable-file', severity: 'error', message: 'gone.txt cannot be read (ENOENT)' },
    ]);
    expect(found).toHaveLength(1);
  });

  it('lists a file over the limit', async () => {
    const folder = tempFolder({ 'a.txt': token, 'large.txt': 'x'.repeat(5000) });
    const { code, places, report } = await scan(['--files', folder, '--max-file-size', '4000']);
    expect({ code, places }).toEqual({ code: 3, places: ['a.txt:1'] });
    expect(report.problems).toMatchObject([{ code: 'blob-over-limit', path: 'large.txt' }]);
  });
});

describe('--files FILE', () => {
  it('scans that file, whatever .gitignore says, under the name that was given', async () => {
    const folder = tempFolder({ 'sub/a.txt': token, 'sub/b.txt': token, 'sub/.gitignore': '*' });
    const { code, places } = await scan(['--files', 'sub/a.txt'], { cwd: folder });
    expect({ code, places }).toEqual({ code: 1, places: ['sub/a.txt:1'] });
  });

  it('uses the configuration beside it', async () => {
    const folder = tempFolder({ 'a.txt': token, '.scannerrc': '[[allow]]\npaths = ["a.txt"]\n' });
    expect(await scan(['--files', 'a.txt'], { cwd: folder })).toMatchObject({ code: 0, places: [] });
  });

  it('a pipe, a path that does not exist, a path that is too long, a loop of links', async () => {
    const folder = tempFolder();
    makePipe(join(folder, 'pipe'));
    expect(await scan(['--files', join(folder, 'pipe')])).toMatchObject({ code: 3, places: [] });
    symlinkSync('loop', join(folder, 'loop'));
    for (const path of ['/nowhere', `/${'x'.repeat(5000)}`, join(folder, 'loop')]) {
      for (const flags of [['--files'], []]) {
        const { code, stdout, stderr } = await run(['scan', ...flags, path]);
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain('cannot be read');
      }
    }
  });
});

describe('scan -', () => {
  it.each([
    ['text', `one\nkey = ${token}\n`, ['stdin:2']],
    ['nothing', '', []],
    [
      'binary',
      Buffer.concat([Buffer.alloc(3000), Buffer.from(`\n ${token}\0`), Buffer.alloc(3000, 0xfe)]),
      ['stdin:2'],
    ],
    ['UTF-16', Buffer.from(`\ufeffx\r\n${token}\r\n`, 'utf16le'), ['stdin:2']],
  ])('%s', async (_, input, expected) => {
    const { code, places, report } = await scan(['-'], { input });
    expect({ code, places }).toEqual({ code: expected.length > 0 ? 1 : 0, places: expected });
    expect(report.scan).toMatchObject({ source: 'stdin', target: '-', complete: true });
  });

  it('more than --max-file-size is a problem, and is not read to its end', async () => {
    const { code, places, report } = await scan(['-', '--max-file-size', '1KB'], {
      input: Buffer.alloc(20_000_000, `${token}\n`),
    });
    expect({ code, places }).toEqual({ code: 3, places: [] });
    expect(report.problems).toMatchObject([{ code: 'blob-over-limit', path: 'stdin' }]);
  });
});
