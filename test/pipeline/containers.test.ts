/** What stands in containers is found wherever blobs are read, and said with the way to it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanContents } from '../../src/pipeline/scan-contents.ts';
import { ScanMemory } from '../../src/pipeline/scan-memory.ts';
import { buildTar } from '../containers/support/build-tar.ts';
import { buildZip } from '../containers/support/build-zip.ts';
import { factsOf, keptBytes } from '../support/kept-bytes.ts';
import { makeRepository } from '../support/make-repository.ts';
import { run, scan } from '../support/run-program.ts';
import { planHere, scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const token = githubToken(1);
const zip = buildZip([
  { name: 'clean.txt', content: 'nothing' },
  { name: 'conf/app.ini', content: `[app]\ntoken = ${token}\n` },
]);
const where = { inside: ['conf/app.ini'], line: 2, column: 9 };

describe('a secret in a container', () => {
  it('is found in a history, by the pack engine as by git', async () => {
    const repository = makeRepository();
    repository.commit({ 'app.jar': zip });
    for (const reader of ['engine', 'reference'] as const) {
      for (const isPacked of [false, true]) {
        if (isPacked) repository.git('gc', '--quiet');
        const { findings, problems } = await scanHistoryHere(repository.folder, {}, planHere({ reader }));
        expect(findings).toMatchObject([{ path: 'app.jar', ...where }]);
        expect(problems).toEqual([]);
      }
    }
  });

  it('is found in each version of it, also where one is a delta of the other', async () => {
    const repository = makeRepository();
    const versions = [1, 2, 3].map((seed) =>
      buildTar([
        { name: 'filler', content: 'the same\n'.repeat(3000) },
        { name: 'secret', content: `x ${githubToken(seed)} y` },
      ]),
    );
    for (const version of versions) repository.commit({ 'a.tar': version });
    repository.git('gc', '--quiet', '--aggressive');
    const { findings } = await scanHistoryHere(repository.folder);
    expect(findings.map(({ value }) => value.unwrapText()).toSorted()).toEqual(
      [1, 2, 3].map(githubToken).toSorted(),
    );
    // It stands in the archive as it is, too; that is one finding, and it names the member.
    expect(findings.map(({ inside }) => inside)).toEqual([['secret'], ['secret'], ['secret']]);
  });

  it('is found in the index, in files and in standard input', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'a' });
    repository.write('app.zip', zip);
    repository.git('add', '--all');
    const folder = tempFolder({ 'app.zip': zip });
    const found = [
      await scan(['--staged', repository.folder]),
      await scan(['--files', folder]),
      await scan(['-'], { input: zip }),
    ];
    for (const { code, report } of found) {
      expect(code).toBe(1);
      expect(report.findings).toMatchObject([where]);
    }
  });

  it('is not new where the archive held it before', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.zip': zip });
    repository.commit({ 'a.zip': buildZip([{ name: 'conf/app.ini', content: `now ${token}` }]) });
    const { report } = await scan([repository.folder, '--range', 'HEAD~1..HEAD']);
    expect(report.findings).toEqual([]);
  });

  it('is not looked for with --max-archive-depth 0', async () => {
    const folder = tempFolder({ 'app.zip': zip });
    const { code, report } = await scan(['--files', folder, '--max-archive-depth', '0']);
    expect({ code, findings: report.findings, problems: report.problems }).toEqual({
      code: 0,
      findings: [],
      problems: [],
    });
  });

  it('is found by threads, and shown with its way', async () => {
    const filler = buildZip([{ name: 'noise', content: Buffer.alloc(6 << 20, 'ab c'), isStored: true }]);
    const folder = tempFolder({ 'a.zip': gzipSync(zip), 'b.zip': filler });
    const { code, stdout } = await run(['scan', '--files', folder, '--jobs', '2', '--no-color']);
    expect(code).toBe(1);
    expect(stdout).toContain('a.zip!gunzipped!conf/app.ini');
  });
});

it('UTF-16 in an archive is read as such', () => {
  const blob = buildZip([{ name: 'a', content: Buffer.from(`\ufeffkey ${token}`, 'utf16le') }]);
  expect(scanContents(blob, planHere()).hits).toMatchObject([{ raw: token, inside: ['a'] }]);
});

describe('what cannot be opened', () => {
  const locked = buildZip([{ name: 'locked', content: 'x', isEncrypted: true }]);

  it('is a warning that names the file, and the scan is complete', async () => {
    const { code, report } = await scan(['--files', tempFolder({ 'a.zip': locked })]);
    expect(code).toBe(0);
    expect(report.problems).toEqual([
      {
        code: 'archive-encrypted',
        severity: 'warning',
        message: 'locked in a.zip is encrypted, and not scanned',
        path: 'a.zip',
      },
    ]);
  });

  it('is told each time, with a state as without, also when something is added', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.zip': locked, 'b.txt': token });
    const bytes = keptBytes();
    const again = async (): Promise<object> => {
      const memory = new ScanMemory(bytes, Buffer.from('key'));
      const told = await scanHistoryHere(repository.folder, {}, planHere({ memory }));
      memory.save();
      return factsOf(told);
    };
    const expectSame = async (): Promise<void> => {
      const fresh = await scanHistoryHere(repository.folder);
      expect(fresh.problems).toMatchObject([{ code: 'archive-encrypted' }]);
      expect(await again()).toEqual(factsOf(fresh));
    };
    await expectSame();
    await expectSame();
    repository.commit({ 'c.txt': githubToken(2) });
    await expectSame();
    await expectSame();
    const shallow = new ScanMemory(bytes, Buffer.from('key'));
    const seen = await scanHistoryHere(
      repository.folder,
      {},
      planHere({ memory: shallow, maxArchiveDepth: 0 }),
    );
    expect(seen.problems).toEqual([]);
    expect(seen.counts.reused).toBe(0);
  });
});
