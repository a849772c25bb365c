/** `bitsieve doctor`: what it says of a machine, a repository, a build and a Bitbucket, and that it asks and shows no more than it should. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeGit } from '../../src/commands/doctor/check-machine.ts';
import { auditedForge } from '../audit/support/audited-forge.ts';
import { run, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const repository = sharedRepository();
repository.commit({ 'a.txt': 'a\n' });
const KEY = { BITSIEVE_KEY: 'of the tests' };
const nowhere = sharedFolder();

interface Examined {
  readonly code: number;
  readonly state: string;
  /** `check: state`, then what is said and what is to be done. */
  readonly lines: readonly string[];
}

async function examine(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Examined> {
  const ran = await run(['doctor', ...args, '--json'], { cwd: repository.folder, env: { ...KEY, ...env } });
  expect(ran.stderr).toBe('');
  const { state, checks } = JSON.parse(ran.stdout);
  const lines = checks.map(
    (check: Record<string, string | null>) =>
      `${check['check']}: ${check['state']}: ${check['said']} -> ${check['advice']}`,
  );
  return { code: ran.code, state, lines };
}

describe('doctor', () => {
  it('says of each thing how it is and what to do, and ends with the worst', async () => {
    const env = { ...KEY, BITSIEVE_NO_WASM: '1' };
    const { code, stdout, stderr } = await run(['doctor'], { cwd: repository.folder, env });
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(stdout).toMatch(/^ {2}ok {7}node {11}\d+\.\d+\.\d+\n {2}ok {7}git /);
    expect(stdout).toMatch(/\n {2}warning {2}engine {9}turned off [^\n]*\n {26}-> Unset it\.\n/);
  });

  it('is content where hooks scan, and says which do not', async () => {
    const own = sharedRepository();
    const none = await examine([own.folder]);
    expect(none.code).toBe(3);
    for (const hook of ['pre-commit', 'pre-push'])
      expect(none.lines).toContainEqual(
        expect.stringMatching(`^${hook}: warning: nothing scans .* -> bitsieve hook install --${hook}$`),
      );
    await run(['hook', 'install', '--pre-commit', '--pre-push'], { cwd: own.folder });
    const { code, state, lines } = await examine([own.folder]);
    expect({ code, state }).toEqual({ code: 0, state: 'ok' });
    expect(lines.filter((line) => /^pre-(?:commit|push): ok: bitsieve scans/.test(line))).toHaveLength(2);
  });

  it('sees a configuration that is wrong and a token, without quoting a secret', async () => {
    const own = sharedRepository();
    own.write('.scannerrc', `[scan]\njobs = "${githubToken(8)}"\n`);
    const { code, lines } = await examine([own.folder], { BITSIEVE_BITBUCKET_TOKEN: githubToken(9) });
    expect(code).toBe(2);
    expect(lines).toContainEqual(
      expect.stringMatching(/^credential: ok: BITSIEVE_BITBUCKET_TOKEN: set, not tried/),
    );
    expect(lines.join('\n')).not.toContain(githubToken(9));
    expect(lines.join('\n')).toMatch(/configuration: wrong: [^\n]*\.scannerrc:2: scan\.jobs/);
    expect(lines.join('\n')).not.toContain(githubToken(8));
  });

  it('sees a baseline that is not there, a shallow clone and a key that cannot be kept', async () => {
    const own = sharedFolder();
    repository.commit({ 'b.txt': 'b\n' });
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, join(own, 'clone'));
    writeFileSync(join(own, 'clone/.scannerrc'), '[scan]\nbaseline-path = "none.json"\n');
    writeFileSync(join(own, 'file'), '');
    const env = { BITSIEVE_KEY: '', XDG_CONFIG_HOME: join(own, 'file') };
    const { code, lines } = await examine([join(own, 'clone')], env);
    expect(code).toBe(2);
    for (const start of ['baseline: wrong: ', 'repository: warning: a shallow clone', 'key: warning: no key'])
      expect(lines.filter((line) => line.startsWith(start))).toHaveLength(1);
  });

  it('runs where there is no repository and no git', async () => {
    mkdirSync(join(nowhere, 'empty'));
    const { code, lines } = await examine([join(nowhere, 'empty')], { PATH: nowhere });
    expect(code).toBe(2);
    expect(lines).toContainEqual(expect.stringMatching(/^git: wrong: git was not found -> Install git/));
  });

  it('knows the build that it runs in, where nobody commits', async () => {
    const env = {
      BITBUCKET_BUILD_NUMBER: '7',
      BITBUCKET_COMMIT: 'a'.repeat(40),
      BITBUCKET_BRANCH: 'feature',
      BITBUCKET_REPO_FULL_NAME: 'acme/web',
      BITBUCKET_WORKSPACE: 'acme',
      BITBUCKET_REPO_SLUG: 'web',
    };
    const { lines } = await examine(['.'], env);
    expect(lines.join('\n')).toMatch(/build: ok: Bitbucket Pipelines: branch feature of \S*acme\/web/);
    expect(lines.join('\n')).not.toContain('pre-commit');
  });
});

describe('of a Bitbucket', () => {
  it('what the token sees, right by right, and changes nothing', async () => {
    const { named, env, token, loopback } = await auditedForge();
    const { code, lines } = await examine([...named], env);
    const text = lines.join('\n');
    expect(code).toBe(3);
    expect(text).toMatch(/Bitbucket: ok: \S+, version \S+, asked as /);
    expect(text).toMatch(/access: ok: repositories of project /);
    expect(text).toContain('limits: ok: ');
    expect(text).not.toContain(token);
    expect(loopback.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('that it cannot be asked', async () => {
    const { code, lines } = await examine(['--url', 'http://127.0.0.1:9'], {
      BITSIEVE_BITBUCKET_TOKEN: githubToken(9),
    });
    expect(code).toBe(4);
    expect(lines.join('\n')).not.toContain(githubToken(9));
  });
});

describe('the version of git', () => {
  it.each([
    ['git version 2.30.9', 'wrong'],
    ['git version 2.31.0', 'ok'],
    ['git version 2.39.5 (Apple Git-154)', 'ok'],
    ['git version 2.47.1.windows.2', 'ok'],
    ['git version 3.0.0-rc1', 'ok'],
    ['usage: something else', 'wrong'],
  ])('%s: %s', (said, state) => {
    expect(judgeGit(said).state).toBe(state);
  });

  it('says what an older one does not do', () => {
    expect(judgeGit('git version 2.37.2').advice).toMatch(/^Before git 2\.38, .* Before git 2\.45, /);
    expect(judgeGit('git version 2.39.2').advice).toMatch(/^Before git 2\.45, /);
    expect(judgeGit('git version 2.47.0').advice).toBeNull();
  });
});
