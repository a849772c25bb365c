/** What a scanned repository says about its own scan, and the switch that keeps it from being heard. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../support/make-repository.ts';
import { run, scan } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ALLOW_ALL = '[[allow]]\npaths = ["**"]\n';
const GITLEAKS_ALLOW_ALL = "[allowlist]\npaths = ['''.*''']\n";
const SWITCH = '--no-repository-config';

describe(SWITCH, () => {
  it.each([
    ['.scannerrc', ALLOW_ALL],
    ['.gitleaks.toml', GITLEAKS_ALLOW_ALL],
    ['.gitleaksignore', 'a.txt:github-personal-access-token:1\n'],
  ])('does not honour %s of the repository', async (name, text) => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': githubToken(1), [name]: text });
    expect((await scan([repository.folder])).places).toEqual([]);
    const heard = await scan([repository.folder, SWITCH]);
    expect(heard.places).toEqual(['a.txt:1']);
    expect(heard.report.scan.config).toBeNull();
  });

  it('scans a repository whose configuration is broken on purpose', async () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': githubToken(1), '.scannerrc': 'not = [toml' });
    expect((await run(['scan', repository.folder])).code).toBe(2);
    expect((await scan([repository.folder, SWITCH])).places).toEqual(['a.txt:1']);
  });

  it('lets no .gitignore hide files', async () => {
    const folder = tempFolder({ '.gitignore': '*.txt\n', 'a.txt': githubToken(1) });
    expect((await scan(['--files', folder])).places).toEqual([]);
    expect((await scan(['--files', folder, SWITCH])).places).toEqual(['a.txt:1']);
  });

  it('honours what whoever scans has named, and may stand there', async () => {
    const repository = makeRepository();
    repository.commit({
      'a.txt': githubToken(1),
      'b.txt': githubToken(2),
      '.gitleaksignore': 'b.txt:github-personal-access-token:1\n',
    });
    const own = join(tempFolder(), 'own.toml');
    writeFileSync(own, '[[allow]]\npaths = ["a.txt"]\n');
    const options = [repository.folder, '--config', own];
    expect((await scan([...options, SWITCH])).places).toEqual(['b.txt:1']);
    expect((await scan(options)).places).toEqual([]);
    writeFileSync(own, '[scan]\nno-repository-config = true\n');
    expect((await scan(options)).places).toEqual(['a.txt:1', 'b.txt:1']);
  });
});
