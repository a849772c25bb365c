import { describe, expect, it } from 'vitest';
import { run, type Ran, sharedFolder } from '../support/run-program.ts';
import { githubToken, password } from '../support/secrets.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ID = 'github-personal-access-token';
const OWN = `[scan]
disable-detector = ["gitlab-personal-access-token"]
[[detector]]
id = "acme-token"
title = "Acme token"
label = "credential/vcs"
severity = "low"
keywords = ["acme_"]
token = '''acme_[A-Za-z0-9]{24}'''
checks = [{ name = "entropy", atLeast = 3.5 }]
finds = ["key: {token}"]
ignores = ["acme_none"]
`;

const detectors = (args: readonly string[], input?: string, cwd?: string): Promise<Ran> =>
  run(['detectors', ...args], { ...(input !== undefined && { input }), ...(cwd !== undefined && { cwd }) });

/** Ids of the lines of a list. */
function idsOf({ stdout }: Ran): string[] {
  const [lines = ''] = stdout.split('\n\n');
  return lines
    .split('\n')
    .slice(1)
    .map((line) => line.split(' ')[0] ?? '');
}

function folderWith(text: string): string {
  const folder = sharedFolder();
  writeFileSync(join(folder, '.scannerrc'), text);
  return folder;
}

describe('bitsieve detectors list', () => {
  it('lists all, with and without the word', async () => {
    const [listed, plain] = await Promise.all([detectors(['list']), detectors([])]);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(plain.stdout).toBe(listed.stdout);
    expect(idsOf(listed)).toContain(ID);
    expect(listed.stdout).toMatch(/\n\d+ detectors of \d+ issuers/);
  });

  it('narrows by label, issuer and severity, in any case', async () => {
    const ran = await detectors(['--label', 'credential/*', '--issuer', 'github*', '--severity', 'critical']);
    expect(idsOf(ran)).toContain(ID);
    const lines = ran.stdout.split('\n\n')[0]?.split('\n').slice(1) ?? [];
    expect(lines.filter((line) => !/ critical .* credential\/.* GitHub/.test(line))).toEqual([]);
  });

  it('gives JSON', async () => {
    const { stdout, code } = await detectors(['list', '--issuer', 'GitHub', '-f', 'json']);
    const parsed: unknown = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(parsed).toContainEqual(
      expect.objectContaining({ id: ID, level: 'RESTRICTED', severity: 'critical', own: false, used: true }),
    );
  });

  it.each([
    [['--label', 'credental/vcs'], 'Did you mean "credential/vcs"'],
    [['--issuer', 'Githb'], 'Did you mean "GitHub"'],
    [['--severity', 'hihg'], 'did you mean "high"'],
    [['--labl', 'x'], 'did you mean --label'],
    [['lst'], 'Did you mean "list"'],
  ])('%j: says the nearest right word', async (args, hint) => {
    const { code, stdout, stderr } = await detectors(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });

  it('is that of a scan of the place: own detectors in, what is turned off out', async () => {
    const folder = folderWith(OWN);
    const [used, all, elsewhere] = await Promise.all([
      detectors(['list', folder, '--label', 'credential/vcs']),
      detectors(['list', '--all'], undefined, folder),
      detectors(['list', '--label', 'credential/vcs']),
    ]);
    expect(idsOf(used)).toContain('acme-token');
    expect(idsOf(used)).not.toContain('gitlab-personal-access-token');
    expect(idsOf(all)).toEqual(expect.arrayContaining(['acme-token', 'gitlab-personal-access-token']));
    expect(all.stdout).toMatch(/Acme token \(own\)/);
    expect(all.stdout).toMatch(/gitlab-personal-access-token .*\(not used\)/);
    expect(idsOf(elsewhere)).not.toContain('acme-token');
  });
});

describe('bitsieve detectors explain', () => {
  it('says what is looked for and what every check asks', async () => {
    const { code, stdout } = await detectors(['explain', ID]);
    expect(code).toBe(0);
    for (const words of [
      '"ghp_"',
      'ghp_[A-Za-z0-9]{36}',
      'crc32-base62: The CRC-32',
      'RESTRICTED',
      'stated',
      'ignores',
    ])
      expect(stdout).toContain(words);
  });

  it('shows an example in which nothing looks like a secret, unless asked for', async () => {
    const [masked, clear] = await Promise.all([
      detectors(['explain', ID]),
      detectors(['explain', ID, '--show-secrets']),
    ]);
    expect(masked.stdout).toMatch(/finds +.*ghp_\*{8}/);
    const token = /ghp_[A-Za-z0-9]{36}(?=["@\s])/.exec(clear.stdout)?.[0] ?? '';
    expect(await detectors(['test', ID], token)).toMatchObject({ code: 1 });
  });

  it('explains an own detector', async () => {
    const { stdout } = await detectors(['explain', 'acme-token'], undefined, folderWith(OWN));
    for (const words of ['own, from', 'at least 3.5 bits', 'key: acme', 'acme_none'])
      expect(stdout).toContain(words);
  });

  it.each([
    [['explain', 'githb-personal-acess-token'], `Did you mean "${ID}"`],
    [['explain'], 'Run bitsieve detectors list'],
    [['explain', ID, 'more'], 'a word too many'],
  ])('%j is refused', async (args, words) => {
    const { code, stderr } = await detectors(args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('bitsieve detectors test', () => {
  const token = githubToken(5);
  const wrong = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
  const text = `key = ${token}\nold: ghp_short\n\n  ${wrong}\n`;

  it('says where it finds something, and at each other keyword why not', async () => {
    const { code, stdout } = await detectors(['test', ID], text);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^found +1:7 .*\n +crc32-base62: yes\n/);
    expect(stdout).toMatch(/not found +2:6 .*does not have the form/);
    expect(stdout).toMatch(/not found +4:3 .*crc32-base62 says no. The CRC-32 at its end/);
    expect(stdout).toContain('1 found, 2 other places looked at');
  });

  it('masks, unless asked to show', async () => {
    const [masked, clear, json] = await Promise.all([
      detectors(['test', ID], text),
      detectors(['test', ID, '--show-secrets'], text),
      detectors(['test', ID, '-f', 'json'], text),
    ]);
    for (const secret of [token, wrong]) {
      expect(masked.stdout).not.toContain(secret);
      expect(json.stdout).not.toContain(secret);
      expect(clear.stdout).toContain(secret);
    }
  });

  it('says by how much a check refuses', async () => {
    const folder = folderWith(OWN);
    const { code, stdout } = await detectors(['test', 'acme-token'], `acme_${'ab'.repeat(12)}`, folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/entropy says no\. .*\(1\.\d+ < 3\.5\)/);
  });

  it('reads a file, judges assignments and says what a scan reports instead', async () => {
    const file = join(sharedFolder(), 'settings.txt');
    writeFileSync(
      file,
      `db_password = "${password(3)}"\ngithub_password = "${token}"\npassword = "example"\n`,
    );
    const { code, stdout } = await detectors(['test', 'generic-password', file]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/found +1:16/);
    expect(stdout).toMatch(/not found +3:\d+ .*secret-value says no/);
    const other = await detectors(['test', 'generic-password'], `password = "${token}"`);
    if (other.code === 1) expect(other.stdout).toContain(`a scan reports ${ID} instead`);
  });

  it('bears any bytes', async () => {
    const { code } = await detectors(['test', 'generic-password'], '\0\uffff"password": "\n'.repeat(300));
    expect(code).toBe(0);
    expect(await detectors(['test', ID, '/nowhere/at-all'])).toMatchObject({ code: 2 });
  });
});
