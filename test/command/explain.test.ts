import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findByFingerprint } from '../../src/commands/explain/find-by-fingerprint.ts';
import { run, scan, type Ran, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { githubToken, password } from '../support/secrets.ts';
import { finding } from '../report/support/sample-result.ts';

const repository = sharedRepository();
const token = githubToken(21);
const secret = password(8);

beforeAll(() => {
  repository.commit({
    'src/config.py': `# nothing\ngithub_password = "${token}"\n`,
    'test/settings.env': `db_password = "${secret}"\n`,
    'lib/key.txt': `a ${githubToken(22)}\n`,
  });
  repository.commit({ 'src/config.py': '# nothing\n' }, `forgot ${githubToken(23)}`);
});

async function fingerprintsOf(args: readonly string[], input?: string): Promise<Map<string, string>> {
  const { report } = await scan(args, input === undefined ? {} : { input });
  return new Map(report.findings.map(({ path, fingerprint }) => [path, fingerprint]));
}

const explain = (args: readonly string[], input?: string): Promise<Ran> =>
  run(['explain', ...args], input === undefined ? {} : { input });

describe('bitsieve explain', () => {
  it('says which detector, which keyword, what each check saw, and what it won against', async () => {
    const names = await fingerprintsOf([repository.folder]);
    const { code, stdout, stderr } = await explain([names.get('src/config.py') ?? '', repository.folder]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/src\/config\.py:2:20/);
    expect(stdout).toMatch(/detector +github-personal-access-token, of GitHub/);
    expect(stdout).toMatch(/level +RESTRICTED, that of the label/);
    expect(stdout).toMatch(/confidence +high, as the detector says\n/);
    expect(stdout).toMatch(/keyword +"ghp_"/);
    expect(stdout).toMatch(/check +crc32-base62: yes\. The CRC-32/);
    expect(stdout).toMatch(/won against +generic-password at 2:20, because a form of its own says more/);
    expect(stdout).not.toContain(token);
  });

  it('takes the beginning of a fingerprint, and says why a confidence is not higher', async () => {
    const names = await fingerprintsOf([repository.folder]);
    const short = (names.get('test/settings.env') ?? '').slice(0, 8);
    const { code, stdout } = await explain([short, repository.folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/confidence +medium, .*in a path of tests/);
    expect(stdout).toMatch(/check +secret-value: nothing speaks against it/);
    expect(stdout).not.toContain(secret);
  });

  it.each([
    ['files', ['--files', repository.folder], 'lib/key.txt', undefined],
    ['one file', ['--files', join(repository.folder, 'lib/key.txt')], undefined, undefined],
    ['standard input', ['-'], 'stdin', `x\ny ${githubToken(24)}\n`],
    ['a message', [repository.folder], 'commit-message', undefined],
  ])('explains what lies in %s', async (_, args, path, input) => {
    const names = await fingerprintsOf(args, input);
    const [first = ''] = names.values();
    const asked = path === undefined ? first : (names.get(path) ?? '');
    const { code, stdout } = await explain([asked, ...args], input);
    expect(code).toBe(0);
    expect(stdout).toMatch(/check +crc32-base62: yes/);
  });

  it('uses a state, and gives JSON', async () => {
    const state = join(sharedFolder(), 'state');
    const names = await fingerprintsOf([repository.folder, '--state', state]);
    const asked = names.get('src/config.py') ?? '';
    const { code, stdout } = await explain([asked, repository.folder, '--state', state, '-f', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      finding: { fingerprint: asked },
      why: { keywords: ['ghp_'], checks: [{ name: 'crc32-base62', accepts: true }] },
    });
    expect(stdout).not.toContain(token);
  });

  it.each([
    [['0123456789abcdef'], 'no finding here has the fingerprint', 'BITSIEVE_KEY'],
    [['0123'], 'is no fingerprint', '8 of its digits'],
    [[], 'a fingerprint is missing', 'bitsieve scan -f json'],
  ])('%j is refused, with what to do', async (words, message, hint) => {
    const { code, stdout, stderr } = await explain([
      ...words,
      ...(words.length > 0 ? [repository.folder] : []),
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it('the same value under another key is another fingerprint', async () => {
    const names = await fingerprintsOf([repository.folder]);
    const args = ['explain', names.get('src/config.py') ?? '', repository.folder];
    expect(await run(args, { env: { BITSIEVE_KEY: 'another' } })).toMatchObject({ code: 2 });
  });
});

describe('a beginning', () => {
  const named = (name: string, path: string) => finding({ fingerprint: name.padEnd(32, '0'), path });

  it('that two fingerprints share is refused, and both are named', () => {
    const findings = [named('abcdef0123', 'a'), named('abcdef0145', 'b')];
    expect(() => findByFingerprint(findings, 'abcdef01')).toThrow('the beginning of 2 fingerprints');
    expect(findByFingerprint(findings, 'abcdef014').map(({ path }) => path)).toEqual(['b']);
  });

  it('names all places of one secret', () => {
    const findings = [named('abcdef0123', 'a'), named('abcdef0123', 'b')];
    expect(findByFingerprint(findings, 'abcdef01')).toHaveLength(2);
  });
});
