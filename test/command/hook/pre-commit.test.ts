import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../support/run-program.ts';
import { githubToken } from '../../support/secrets.ts';
import { type HookedRepository, hookedRepository, type Tried } from './support/hooked-repository.ts';

const FOUND = { code: 1, said: expect.stringMatching(/bitsieve stopped this commit: \d+ secrets?\n/) };
const COMMITTED = { code: 0, said: expect.not.stringMatching(/bitsieve (?:stopped|let)/) };

let repository: HookedRepository;

beforeAll(() => {
  repository = hookedRepository('pre-commit');
  repository.write('a.txt', `${githubToken(1)}\n`);
  repository.git('add', '--all');
});

/** Nothing is left of what an earlier test staged. */
function fresh(): void {
  repository.git('reset', '--quiet', '--hard');
  repository.git('clean', '-qdf');
}

function commit(...args: string[]): Tried {
  return repository.try(['commit', '--quiet', '--message', 'change', ...args]);
}

/** The commands that a message advises, to be run as they are. */
function advised({ said }: Tried, first: RegExp): string {
  const lines = said.split('\n').map((line) => line.trim());
  return lines.find((line) => first.test(line)) ?? 'false # nothing like it was advised';
}

describe('the first commit of all', () => {
  it('is stopped, the advice works, and then it goes on', () => {
    const tried = commit();
    expect(tried).toMatchObject(FOUND);
    const unstage = advised(tried, /^git rm --cached/);
    expect(repository.shell(unstage)).toMatchObject({ code: 0 });
    expect(repository.git('status', '--short')).toBe('?? a.txt');
    repository.write('a.txt', 'from the environment\n');
    expect(
      repository.shell(advised(tried, /^git add/).replace('git commit', 'git commit -qm first')),
    ).toMatchObject(COMMITTED);
  });
});

describe('a commit is stopped', () => {
  it('by what is staged, whatever the work tree holds meanwhile', () => {
    fresh();
    repository.write('half.txt', `one\n${githubToken(2)}\n`);
    repository.git('add', '--all');
    repository.write('half.txt', 'one\n');
    expect(commit()).toMatchObject(FOUND);
    repository.git('add', '--all');
    repository.write('half.txt', githubToken(2));
    repository.write('untracked.txt', githubToken(2));
    expect(commit()).toMatchObject(COMMITTED);
  });

  it('by what git commit -a and git commit PATH take, with the index of that commit alone', () => {
    fresh();
    repository.write('a.txt', githubToken(3));
    const all = commit('--all');
    expect(all).toMatchObject(FOUND);
    expect(all.said).toMatch(/then the\s+same git commit again/);
    expect(all.said).not.toContain('git restore');
    repository.write('other.txt', githubToken(4));
    repository.git('add', 'other.txt');
    expect(commit('a.txt')).toMatchObject(FOUND);
    repository.write('half.txt', 'harmless\n');
    expect(commit('half.txt')).toMatchObject(COMMITTED);
  });

  it('in a subfolder, with advice that works there', () => {
    fresh();
    for (const name of ['a b.txt', "it's", '-rf', '[x].ts', 'new\nline', ':y'])
      repository.write(`sub/${name}`, githubToken(5));
    repository.git('add', '--all');
    const tried = repository.try(['commit', '-m', 'x'], { below: 'sub' });
    expect(tried).toMatchObject(FOUND);
    const first = repository.git('diff', '--cached', '--name-only').split('\n').length;
    expect(repository.shell(advised(tried, /^git restore/), 'sub')).toMatchObject({ code: 0 });
    expect(repository.git('diff', '--cached', '--name-only').split('\n')).toHaveLength(first - 3);
    expect(tried.said.split('\n').length).toBeLessThanOrEqual(21);
    expect(tried.said).not.toContain(githubToken(5));
  });

  it.each<[string, (token: string) => void]>([
    ['a link to it', (token) => symlinkSync(token, join(repository.folder, 'link'))],
    ['a file among zeros', (token) => repository.write('x.bin', Buffer.from(`\0\0\0${token}\0\0`))],
    ['UTF-16', (token) => repository.write('x.txt', Buffer.from(`\ufeffkey ${token}`, 'utf16le'))],
    ['a very long line', (token) => repository.write('x.min.js', `${'x = 1; '.repeat(400_000)}"${token}"`)],
    [
      'attributes that say it is binary, or nothing to be seen',
      (token) => {
        repository.write('.gitattributes', '* binary -diff -text linguist-generated export-ignore\n');
        repository.write('x.txt', token);
      },
    ],
    [
      'a filter, and another encoding in the work tree',
      (token) => {
        repository.write('.gitattributes', '*.enc working-tree-encoding=UTF-16LE\n');
        repository.write('x.enc', Buffer.from(token, 'utf16le'));
      },
    ],
    ['a name that looks ignored', (token) => repository.write('node_modules/.git-keep/x.lock', token)],
  ])('by %s', (_, write) => {
    fresh();
    write(githubToken(6));
    repository.git('add', '--all', '--force');
    expect(commit()).toMatchObject(FOUND);
  });

  it('by a file that was moved and changed, and one whose mode changed too', () => {
    fresh();
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at}\n`).join('');
    repository.write('long.txt', lines);
    repository.git('add', '--all');
    expect(commit()).toMatchObject(COMMITTED);
    repository.git('mv', 'long.txt', 'moved.txt');
    repository.write('moved.txt', `${lines}${githubToken(7)}\n`);
    repository.git('add', '--all');
    repository.git('update-index', '--chmod=+x', 'moved.txt');
    expect(commit()).toMatchObject(FOUND);
  });

  it('in a work tree of its own', () => {
    fresh();
    const tree = join(repository.folder, '../tree-of-its-own');
    repository.git('worktree', 'add', '--quiet', tree, '-b', 'elsewhere');
    repository.write('../tree-of-its-own/x.txt', githubToken(8));
    const inTree = (...args: string[]): Tried => repository.try(args, { below: '../tree-of-its-own' });
    inTree('add', '--all');
    expect(inTree('commit', '-m', 'x')).toMatchObject(FOUND);
    repository.git('worktree', 'remove', '--force', tree);
  });

  it('in a merge by what no parent has, and not by what one of them has', () => {
    fresh();
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write('side.txt', githubToken(9));
    repository.write('a.txt', 'side\n');
    repository.git('add', '--all');
    expect(commit('--no-verify')).toMatchObject(COMMITTED);
    repository.git('checkout', '--quiet', 'main');
    repository.write('a.txt', 'main\n');
    expect(commit('--all')).toMatchObject(COMMITTED);
    expect(repository.try(['merge', 'side']).code).toBe(1);
    repository.write('a.txt', `both\n${githubToken(10)}\n`);
    repository.git('add', 'a.txt');
    expect(commit()).toMatchObject(FOUND);
    repository.write('a.txt', 'both\n');
    repository.git('add', 'a.txt');
    expect(commit()).toMatchObject(COMMITTED);
  });

  it('where a cherry-pick met a conflict', () => {
    fresh();
    repository.git('checkout', '--quiet', '-b', 'picked', 'HEAD~1');
    repository.write('a.txt', `picked\n${githubToken(11)}\n`);
    expect(commit('--all', '--no-verify')).toMatchObject(COMMITTED);
    repository.git('checkout', '--quiet', 'main');
    expect(repository.try(['cherry-pick', 'picked']).code).toBe(1);
    repository.git('add', 'a.txt');
    expect(commit()).toMatchObject(FOUND);
    repository.git('cherry-pick', '--abort');
  });

  it('when not all of it can be scanned', () => {
    fresh();
    repository.write('.scannerrc', '[scan]\nmax-file-size = 1000\n');
    repository.write('big.txt', 'x '.repeat(1000));
    repository.git('add', '--all');
    const { code, said } = commit();
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringContaining('stopped this commit: scan incomplete'),
    });
  });
});

describe('a commit goes on', () => {
  it('with what HEAD holds already, mode changed, moved, intended, deleted, or amended', () => {
    fresh();
    repository.write('old.txt', `${githubToken(12)}\n`);
    repository.git('add', '--all');
    expect(commit('--no-verify')).toMatchObject(COMMITTED);
    repository.git('update-index', '--chmod=+x', 'old.txt');
    repository.git('mv', 'old.txt', 'new.txt');
    repository.write('intended.txt', githubToken(13));
    repository.git('add', '--intent-to-add', 'intended.txt');
    expect(commit()).toMatchObject(COMMITTED);
    expect(commit('--amend')).toMatchObject(COMMITTED);
    repository.git('rm', '--quiet', '--force', 'new.txt');
    expect(commit()).toMatchObject(COMMITTED);
  });

  it('as the configuration of the repository says: allowed by a comment, a line, a path, a baseline', async () => {
    fresh();
    repository.write('line.txt', `${githubToken(14)}\n`);
    repository.git('add', 'line.txt');
    const tried = commit();
    expect(tried).toMatchObject(FOUND);
    repository.git('reset', '--quiet');
    repository.write('comment.txt', `${githubToken(14)} # bitsieve:allow\n`);
    repository.write('path.txt', `${githubToken(15)}\n`);
    repository.write('known.txt', `${githubToken(16)}\n`);
    repository.git('add', 'known.txt');
    const { folder: cwd } = repository;
    await run(['baseline', '--staged', '-b', 'known.json'], { cwd });
    const line = advised(tried, /^line\.txt:.*:1$/);
    repository.write('.gitleaksignore', `${line}\n`);
    repository.write('.scannerrc', '[scan]\nbaseline-path = "known.json"\n[[allow]]\npaths = ["path.txt"]\n');
    repository.git('add', '--all');
    expect(commit()).toMatchObject(COMMITTED);
  });

  it('while a conflict is open no commit is made, and the hook says nothing wrong', async () => {
    fresh();
    repository.git('checkout', '--quiet', '-b', 'conflict', 'HEAD~1');
    repository.write('a.txt', 'conflict\n');
    expect(commit('--all')).toMatchObject(COMMITTED);
    repository.git('checkout', '--quiet', 'main');
    repository.write('a.txt', 'other\n');
    expect(commit('--all')).toMatchObject(COMMITTED);
    expect(repository.try(['merge', 'conflict']).code).toBe(1);
    expect(await run(['hook', 'pre-commit'], { cwd: repository.folder })).toMatchObject({
      code: 0,
      stderr: '',
    });
    repository.git('merge', '--abort');
  });
});

describe('the words of the hook', () => {
  it('are those that make sense of the index', async () => {
    for (const args of [['PATH'], ['--range', 'a..b'], ['--show-secrets'], ['--report-format', 'json']]) {
      const { code, stderr } = await run(['hook', 'pre-commit', ...args], { cwd: repository.folder });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('hook pre-commit') });
    }
  });
});

it('what is packed deeper than a scan goes is told, and stops nothing', () => {
  fresh();
  let packed: Buffer = Buffer.from(`token = ${githubToken(90)}\n`);
  for (let layer = 0; layer < 5; layer++) packed = gzipSync(packed);
  repository.write('deep.gz', packed);
  repository.git('add', '--all');
  const { code, said } = commit();
  expect(code, said).toBe(0);
  expect(said).toMatch(/^ *warning .*deeper than is expanded, and not scanned/m);
});
