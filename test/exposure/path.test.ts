/** `exposure --path`: one repository on disk, answered about as an audit of it would be, with nothing left behind. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit, auditedForge, newStore } from '../audit/support/audited-forge.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const ENV = { BITSIEVE_KEY: 'of the tests' };
const WINDOW = ['--from', '2023-11-01', '--to', '2023-11-30'];

async function answerOf(args: readonly string[], folder?: string): Promise<Record<string, unknown>> {
  const ran = await run(['exposure', '-f', 'json', ...args], { env: ENV, ...(folder && { cwd: folder }) });
  expect(ran.code, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout);
}

/** What depends on the repository alone: nothing of who asks, where it lies, or how it is called. */
function numbersOf(answer: Record<string, unknown>): unknown {
  const drop = new Set(['readers', 'repository', 'webUrl', 'project', 'clock', 'points', 'reasons', 'rank']);
  const text = JSON.stringify(answer, (key, value: unknown) => (drop.has(key) ? undefined : value));
  const { total, labels, findings, repositories, window, complete } = JSON.parse(text);
  return { total, labels, findings, repositories, window, complete };
}

describe('exposure --path', () => {
  it('gives the numbers that an audit of the same repository gives', async () => {
    const forge = await auditedForge();
    const { folder } = forge.fork;
    const store = newStore();
    const audited = await audit(forge, store, '--repo', 'acme/fork');
    expect(audited.code, audited.stderr).toBe(1);
    for (const more of [[], WINDOW]) {
      const ofStore = await answerOf(['--store', store, ...more]);
      // The repository allows all of it, which an audit never honours.
      const ofPath = await answerOf(['--path', folder, '--no-repository-config', ...more]);
      expect(numbersOf(ofPath)).toEqual(numbersOf(ofStore));
      expect(ofPath).toMatchObject({ total: { values: 2, findings: 2 }, scanned: folder });
    }
    expect(await answerOf(['--path', folder])).toMatchObject({ total: { values: 0 }, repositoriesAsked: 1 });
  });

  it('says that nobody was asked who may read, in every form, and shows no secret', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `token = ${githubToken(1)}\n` });
    repository.git('branch', githubToken(1));
    for (const form of ['console', 'json', 'markdown', 'csv']) {
      const { code, stdout, stderr } = await run(['exposure', '--path', repository.folder, '-f', form]);
      expect(code, stderr).toBe(0);
      expect(stdout.replaceAll(/\s+/g, ' '), form).toContain('not known: no forge was asked');
      expect(stdout, form).not.toContain(githubToken(1));
      expect(stdout, form).not.toContain('not visible');
    }
  });

  it('holds the zones of the repository, or of --config, to their ceilings', async () => {
    const repository = makeRepository();
    repository.commit({ 'open/a.txt': 'nothing\n', 'b.txt': `token = ${githubToken(1)}\n` });
    const zones = (path: string): string =>
      `[[zone]]\nname = "outside"\nholds = ["path:${path}"]\nceiling = "INTERNAL"\nowners = []\n`;
    repository.write('.scannerrc', zones('open/**'));
    const claim = ['exposure', '--path', repository.folder, '--claim'];
    expect(await run(claim)).toMatchObject({ code: 0, stdout: expect.stringContaining('PASS') });
    const others = join(temporaryFolder(), 'others.toml');
    writeFileSync(others, zones('**'));
    expect(await run([...claim, '--config', others])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAIL'),
    });
    const without = await run([...claim, '--no-repository-config']);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('no [[zone]]');
  });

  it('lists who has to be told and what has to be rotated, by the configuration of the repository', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `token = ${githubToken(1)}\n` });
    const zone =
      '[[zone]]\nname = "all"\nholds = ["path:**"]\nceiling = "INTERNAL"\nowners = ["ada@example.org"]\n';
    repository.write(
      '.scannerrc',
      `${zone}[[partner]]\nname = "Forge Ltd"\nissuers = ["GitHub"]\ncontact = "x"\n`,
    );
    const ask = (...args: string[]) => answerOf(['--path', repository.folder, ...args]);
    const told = await ask('--notify-list', '--aware-at', '2026-11-20T09:30:00+01:00');
    expect(told).toMatchObject({
      owners: [{ owner: 'ada@example.org', kind: 'zone owner' }, { through: ['no forge was asked'] }],
      issuers: [{ issuer: 'GitHub', partner: 'Forge Ltd', values: 1 }],
    });
    const rotated = JSON.stringify(await ask('--rotation-list'));
    expect(rotated).toContain('a.txt');
    expect(JSON.stringify(told) + rotated).not.toContain(githubToken(1));
  });

  it('is called as where it was cloned from, so that zones of an audit hold it', async () => {
    const repository = makeRepository();
    repository.commit({ 'b.txt': `token = ${githubToken(1)}\n` });
    const address = `https://ada:${githubToken(2)}@git.example.org/scm/core/web.git`;
    repository.git('remote', 'add', 'origin', address);
    const zone = (holds: string): string =>
      `[[zone]]\nname = "${holds}"\nholds = ["${holds}"]\nceiling = "INTERNAL"\nowners = []\n`;
    repository.write('.scannerrc', ['project:CORE', 'repo:CORE/*', 'repo:web'].map(zone).join('\n'));
    const ran = await run(['exposure', '--path', repository.folder, '--claim', '-f', 'json']);
    const { zones, repositories } = JSON.parse(ran.stdout);
    expect(repositories).toMatchObject([{ repository: 'CORE/web', project: 'CORE' }]);
    expect(zones.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['FAIL', 'FAIL', 'UNPROVEN']);
    expect(ran.stdout).not.toContain(githubToken(2));
  });

  it('shows no token that stands in the address where its project should, in either case', async () => {
    const repository = makeRepository();
    repository.commit({ 'b.txt': 'nothing\n', 'c.txt': `token = ${githubToken(1)}\n` });
    const [token, lower] = [githubToken(2), githubToken(2).toLowerCase()];
    repository.git('remote', 'add', 'origin', `https://git.example.org/scm/${token}/web.git`);
    for (const format of ['console', 'json']) {
      const { code, stdout } = await run(['exposure', '--path', repository.folder, '-f', format]);
      expect({ code, shown: stdout.toLowerCase().includes(lower) }).toEqual({ code: 0, shown: false });
    }
  });

  it('lists who has to be told by the configuration at the top, also when it is asked from a folder below', async () => {
    const repository = makeRepository();
    repository.commit({ 'sub/b.txt': `token = ${githubToken(1)}\n` });
    repository.write(
      '.scannerrc',
      '[[partner]]\nname = "Far Partner"\ndomains = ["far.example"]\nissuers = ["GitHub"]\n',
    );
    const listed = await run([
      'exposure',
      '--path',
      join(repository.folder, 'sub'),
      '--notify-list',
      '-f',
      'json',
    ]);
    expect(listed.stdout).toContain('Far Partner');
  });

  it('leaves nothing behind: not in the repository, not in the folder for temporary files', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `token = ${githubToken(1)}\n` });
    const before = readdirSync(repository.folder, { recursive: true }).length;
    const [temporary, here] = [temporaryFolder(), temporaryFolder()];
    const ran = await run(['exposure', '--path', repository.folder], {
      env: { ...ENV, TMPDIR: temporary },
      cwd: here,
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(readdirSync(repository.folder, { recursive: true })).toHaveLength(before);
    expect([...readdirSync(temporary), ...readdirSync(here)]).toEqual([]);
  });

  it('ends with 3, and says so, where the scan was not whole', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': `token = ${githubToken(1)}\n`, 'big.txt': 'x '.repeat(5000) });
    const { code, stdout } = await run(['exposure', '--path', repository.folder, '--max-file-size', '1KB']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/INCOMPLETE: the scan/);
  });

  it.each<[string[], RegExp]>([
    [['--as', 'user:ada'], /--as is for a store of audits/],
    [['--readers', '--store', 'x'], /--store is for[^]*--readers is for/],
    [['--rotation-list', '--since', '1'], /--since is for a store of audits/],
    [['--from', '2026-01-01'], /go together/],
  ])('refuses what a folder cannot answer: %j', async (args, expected) => {
    const { code, stderr } = await run(['exposure', '--path', temporaryFolder(), ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });

  it('refuses a folder that is no repository, and options of a scan without one', async () => {
    const none = await run(['exposure', '--path', temporaryFolder()]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a git repository') });
    const stray = await run(['exposure', '--jobs', '2']);
    expect(stray).toMatchObject({ code: 2, stderr: expect.stringContaining('goes with --path') });
  });
});
