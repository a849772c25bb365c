import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../support/run-program.ts';
import { githubToken } from '../../support/secrets.ts';
import { type HookedRepository, hookedRepository } from './support/hooked-repository.ts';

const FOUND = { code: 1, said: expect.stringContaining('bitsieve stopped this push: 1 secret') };
const PUSHED = { code: 0, said: expect.not.stringMatching(/bitsieve (?:stopped|let)/) };

let repository: HookedRepository;
let base: string;

beforeAll(() => {
  repository = hookedRepository('pre-push');
  base = repository.commit({ 'base.txt': 'base\n' });
  expect(repository.try(['push', 'origin', 'main'])).toMatchObject(PUSHED);
});

/** A branch of its own on top of what the remote has. */
function branch(name: string): void {
  repository.git('checkout', '--quiet', '-B', name, base);
}

function push(...args: string[]): ReturnType<HookedRepository['try']> {
  return repository.try(['push', 'origin', ...args]);
}

describe('a push is stopped', () => {
  it('by a secret that a later commit takes out again', () => {
    branch('removed');
    repository.commit({ 'a.txt': githubToken(1) });
    repository.commit({ 'a.txt': 'nothing\n' });
    repository.commit({ 'c.txt': 'more\n' });
    expect(push('removed')).toMatchObject(FOUND);
  });

  it('by a message', () => {
    branch('message');
    repository.commit({ 'a.txt': 'a' }, `use ${githubToken(2)}`);
    expect(push('message')).toMatchObject(FOUND);
  });

  it('by the message of a tag of a commit that the remote has', () => {
    repository.git('tag', '--annotate', '--message', githubToken(3), 'told', base);
    expect(push('told')).toMatchObject(FOUND);
  });

  it('by a tag of a file and by one of a folder', () => {
    branch('objects');
    repository.commit({ 'x/a.txt': githubToken(4) });
    repository.git('tag', 'file', 'HEAD:x/a.txt');
    repository.git('tag', 'folder', 'HEAD:x');
    expect(push('file')).toMatchObject(FOUND);
    expect(push('folder')).toMatchObject(FOUND);
  });

  it('by a note, and by any other ref', () => {
    repository.git('notes', 'add', '--message', githubToken(5), base);
    expect(push('refs/notes/commits')).toMatchObject(FOUND);
    branch('other');
    repository.git('update-ref', 'refs/odd/ref', repository.commit({ 'a.txt': githubToken(6) }));
    expect(push('refs/odd/ref')).toMatchObject(FOUND);
  });

  it('by the last of many refs', () => {
    branch('last');
    const bad = repository.commit({ 'a.txt': githubToken(7) });
    for (let at = 0; at < 40; at++) repository.git('tag', `many/${at}`, base);
    repository.git('tag', 'many/z', bad);
    expect(push('refs/tags/many/*')).toMatchObject(FOUND);
  });

  it('when it is forced, and when what the remote has was never fetched', () => {
    branch('forced');
    repository.commit({ 'a.txt': 'one' });
    expect(push('forced')).toMatchObject(PUSHED);
    branch('forced');
    repository.commit({ 'a.txt': githubToken(8) });
    expect(push('--force', 'forced')).toMatchObject(FOUND);
    const tree = repository.remote.git('rev-parse', 'main^{tree}');
    const moved = repository.remote.git('commit-tree', '-p', base, '-m', 'elsewhere', tree);
    repository.remote.git('update-ref', 'refs/heads/forced', moved);
    const { code, said } = push('--force', 'forced');
    expect({ code, said }).toMatchObject(FOUND);
    expect(said).toContain('origin moved on since its last fetch');
  });

  it('to a place that has no name, by all that was ever committed; where it is a remote, by what that lacks', () => {
    branch('by-address');
    repository.commit({ 'a.txt': githubToken(9) });
    repository.git('push', '--quiet', '--no-verify', 'origin', 'by-address');
    repository.commit({ 'a.txt': 'gone' });
    expect(repository.try(['push', repository.remote.folder, 'by-address:x'])).toMatchObject(PUSHED);
    const elsewhere = `${repository.remote.folder}/.`;
    expect(repository.try(['push', elsewhere, 'by-address:y'])).toMatchObject(FOUND);
  });
});

describe('nothing hides', () => {
  it('behind a move, a mode, a link, attributes, an encoding, a long line or a merge', () => {
    branch('hidden');
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at}\n`).join('');
    repository.commit({ 'moved.txt': lines });
    repository.commit({
      '.gitattributes': '* binary -diff -text export-ignore\n',
      'x.bin': `\0\0${githubToken(21)}\0`,
    });
    repository.git('mv', 'moved.txt', 'there.txt');
    repository.commit({ 'there.txt': `${lines}${githubToken(22)}\n` });
    repository.git('update-index', '--chmod=+x', 'there.txt');
    repository.git('commit', '--quiet', '--message', 'mode');
    symlinkSync(githubToken(23), join(repository.folder, 'link'));
    repository.commit({ 'utf16.txt': Buffer.from(`\ufeffkey ${githubToken(24)}`, 'utf16le') });
    repository.commit({ 'long.js': `${'x = 1; '.repeat(100_000)}"${githubToken(25)}"` });
    repository.git('checkout', '--quiet', '-b', 'hidden-side', base);
    repository.commit({ 'side.txt': githubToken(26) });
    repository.commit({ 'side.txt': 'nothing' });
    repository.git('checkout', '--quiet', 'hidden');
    repository.git('merge', '--quiet', '--no-commit', 'hidden-side');
    repository.write('merged.txt', githubToken(27));
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message', 'merge');
    repository.git('rm', '--quiet', 'merged.txt', 'link', 'x.bin', 'there.txt', 'utf16.txt', 'long.js');
    repository.git('commit', '--quiet', '--message', 'as if nothing had been');
    const { code, said } = push('hidden');
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringContaining('bitsieve stopped this push: 7 secrets\n'),
    });
    expect(said).toContain('git rebase -i --autostash --rebase-merges ');
    for (let seed = 21; seed < 28; seed++) expect(said).not.toContain(githubToken(seed));
  });
});

describe('what is advised works', () => {
  /** The first line of the message that fits. */
  const advice = (said: string, first: RegExp): string =>
    said.split('\n').find((line) => first.test(line)) ?? 'false # nothing like it was advised';
  const editor = (script: string): string => `export GIT_SEQUENCE_EDITOR='sed -i -E ${script}'`;

  it('for what was taken out again: the two commits become one', () => {
    branch('joined');
    repository.commit({ 'a.txt': githubToken(31) }, 'adds');
    repository.commit({ 'b.txt': 'b' }, 'between');
    repository.commit({ 'a.txt': 'gone' }, 'removes');
    const { said } = push('joined');
    expect(said).toMatch(/a\.txt:1, commit \w{10}, taken out again in \w{10}\n/);
    expect(advice(said, /put the line of/)).toMatch(/put the line of \w{10} right below \w{10}, as "fixup"/);
    const script = `export GIT_SEQUENCE_EDITOR=${join(repository.folder, '.git/reorder')}`;
    repository.write(
      '.git/reorder',
      '#!/bin/sh\n{ sed -n 1p "$1"; sed -n "3s/^pick/fixup/p" "$1"; sed -n 2p "$1"; } > "$1.new" && mv "$1.new" "$1"\n',
    );
    chmodSync(join(repository.folder, '.git/reorder'), 0o755);
    expect(repository.shell(`${script}\n${advice(said, /^ {2}git rebase -i/)}`)).toMatchObject({ code: 0 });
    expect(push('joined')).toMatchObject(PUSHED);
  });

  it('for an earlier commit of a branch that is not checked out', () => {
    branch('earlier');
    repository.commit({ 'a.txt': githubToken(32) }, 'adds');
    repository.commit({ 'b.txt': 'b' }, 'later');
    repository.git('checkout', '--quiet', 'main');
    const { said } = push('earlier');
    const rebase = advice(said, /^ {2}git rebase -i/);
    expect(rebase).toContain(' earlier');
    expect(repository.shell(`${editor('"1s/^pick/edit/"')}\n${rebase}`)).toMatchObject({ code: 0 });
    repository.write('a.txt', 'from the environment');
    expect(repository.shell(advice(said, /^ {2}git add --/))).toMatchObject({ code: 0 });
    expect(push('earlier')).toMatchObject(PUSHED);
  });

  it('for commits that stop one after the other, and for a file that comes and goes', () => {
    branch('several');
    repository.commit({ 'a.txt': githubToken(41) });
    repository.commit({ 'b.txt': githubToken(42) });
    repository.commit({ 'c.txt': 'c' });
    const { said } = push('several');
    const rebase = advice(said, /^ {2}git rebase -i/);
    expect(repository.shell(`${editor('"1,2s/^pick/edit/"')}\n${rebase}`)).toMatchObject({ code: 0 });
    for (const name of ['a.txt', 'b.txt']) {
      repository.write(name, 'from the environment');
      expect(repository.shell(advice(said, /^ {2}git add --update/))).toMatchObject({ code: 0 });
    }
    expect(push('several')).toMatchObject(PUSHED);

    branch('come-and-gone');
    repository.commit({ 'd.txt': githubToken(43) });
    repository.git('rm', '--quiet', 'd.txt');
    repository.git('commit', '--quiet', '--message', 'gone');
    const gone = push('come-and-gone');
    const joined = advice(gone.said, /^ {2}git rebase -i/);
    expect(repository.shell(`${editor('"2s/^pick/fixup/"')}\n${joined}`).code).not.toBe(0);
    const onwards = advice(gone.said, /git reset/).replace(/^.*: /, '');
    expect(repository.shell(onwards)).toMatchObject({ code: 0 });
    expect(push('come-and-gone')).toMatchObject(PUSHED);
  });

  it('for a tag whose commit is on no branch', () => {
    branch('homeless');
    repository.commit({ 'a.txt': githubToken(44) });
    repository.git('tag', '--annotate', '--message', 'v', 'v-2');
    repository.git('checkout', '--quiet', 'main');
    const { said } = push('v-2');
    expect(repository.shell(advice(said, /^ {2}git switch --detach/))).toMatchObject({ code: 0 });
    repository.write('a.txt', 'from the environment');
    expect(repository.shell(advice(said, /^ {2}git add --/))).toMatchObject({ code: 0 });
    expect(repository.shell(`export GIT_EDITOR=true\n${advice(said, /^ {2}git tag --force/)}`)).toMatchObject(
      { code: 0 },
    );
    expect(repository.git('symbolic-ref', '--short', 'HEAD').trim()).toBe('main');
    expect(push('v-2')).toMatchObject(PUSHED);
  });

  it('for a note and for a tag', () => {
    repository.git('notes', 'remove', '--ignore-missing', base);
    repository.git('notes', 'add', '--message', githubToken(33), base);
    const { said } = push('refs/notes/commits');
    const edit = advice(said, /^ {2}git notes/);
    expect(edit).toContain(`edit ${base.slice(0, 10)}`);
    repository.write('.git/say', '#!/bin/sh\necho nothing > "$1"\n');
    chmodSync(join(repository.folder, '.git/say'), 0o755);
    const say = `export GIT_EDITOR=${join(repository.folder, '.git/say')}\n`;
    expect(repository.shell(`${say}${edit}\n${advice(said, /^ {2}git update-ref/)}`)).toMatchObject({
      code: 0,
    });
    expect(push('refs/notes/commits')).toMatchObject(PUSHED);
    repository.git('tag', '--annotate', '--message', githubToken(34), 'v-1', base);
    const tagged = push('v-1');
    expect(repository.shell(say + advice(tagged.said, /^ {2}git tag/))).toMatchObject({ code: 0 });
    expect(push('v-1')).toMatchObject(PUSHED);
  });
});

describe('a push goes on', () => {
  it('when it brings nothing new, deletes, or moves back', () => {
    branch('fine');
    repository.commit({ 'a.txt': 'a' });
    repository.commit({ 'a.txt': 'b' });
    expect(push('fine')).toMatchObject(PUSHED);
    expect(push('fine')).toMatchObject(PUSHED);
    expect(push('--force', 'fine~1:fine')).toMatchObject(PUSHED);
    expect(push(':fine')).toMatchObject(PUSHED);
  });

  it('with a secret that its file had at the remote already', () => {
    branch('old');
    repository.commit({ 'a.txt': `${githubToken(10)}\n` });
    repository.git('push', '--quiet', '--no-verify', 'origin', 'old');
    repository.commit({ 'a.txt': `above\n${githubToken(10)}\n` });
    expect(push('old')).toMatchObject(PUSHED);
    repository.commit({ 'b.txt': githubToken(10) });
    expect(push('old')).toMatchObject(FOUND);
  });

  it('with --no-verify', () => {
    branch('unverified');
    repository.commit({ 'a.txt': githubToken(11) });
    expect(push('--no-verify', 'unverified')).toMatchObject(PUSHED);
  });
});

describe('who says what is pushed', () => {
  it('is nobody where standard input was not passed on: that is an error', () => {
    branch('input');
    repository.commit({ 'a.txt': 'a' });
    repository.hook('pre-push', 'exec bitsieve-is-not-here');
    expect(push('input').code).not.toBe(0);
    repository.hook(
      'pre-push',
      `exec "${process.execPath}" "${process.cwd()}/bin/bitsieve.js" hook pre-push "$@" < /dev/null`,
    );
    const { code, said } = push('input');
    repository.hook('pre-push');
    expect(code).toBe(1);
    expect(said).toContain('standard input was not passed on');
  });

  it('is who writes lines as git does, and no others', async () => {
    const odd = await run(['hook', 'pre-push', 'origin', 'x'], { cwd: repository.folder, input: 'main\n' });
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain('standard input does not hold what git writes there');
    const lost = `refs/heads/x ${'1'.repeat(40)} refs/heads/x ${'0'.repeat(40)}\n`;
    const gone = await run(['hook', 'pre-push', 'origin', 'x'], { cwd: repository.folder, input: lost });
    expect(gone.code).toBe(2);
    expect(gone.stderr).toContain('what is pushed is not in this repository');
    const none = await run(['hook', 'pre-push', 'origin', 'x'], { cwd: repository.folder, input: '' });
    expect(none).toMatchObject({ code: 0, stderr: '' });
  });

  it('is the framework pre-commit, by its variables', async () => {
    branch('framework');
    repository.commit({ 'a.txt': githubToken(12) });
    const before = repository.commit({ 'a.txt': 'gone' });
    const after = repository.commit({ 'b.txt': 'b' });
    const hook = async (env: NodeJS.ProcessEnv): Promise<number> => {
      const { code } = await run(['hook', 'pre-push'], { cwd: repository.folder, input: '', env });
      return code;
    };
    const names = { PRE_COMMIT_REMOTE_NAME: 'origin', PRE_COMMIT_REMOTE_URL: repository.remote.folder };
    expect(await hook({ ...names, PRE_COMMIT_TO_REF: after, PRE_COMMIT_FROM_REF: base })).toBe(1);
    expect(await hook({ ...names, PRE_COMMIT_TO_REF: after, PRE_COMMIT_FROM_REF: before })).toBe(0);
    expect(await hook({ ...names, PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/framework' })).toBe(1);
  });
});

it('a mistake in its options is told also where nothing is pushed', async () => {
  for (const args of [['--exitcode', '5'], ['--max-archive-depth=many'], ['a', 'b', 'c']]) {
    const { code, stderr } = await run(['hook', 'pre-push', ...args], { cwd: repository.folder, input: '' });
    expect({ args, code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hook pre-push'),
    });
  }
});

it('what is packed deeper than a scan goes is told, and stops nothing', () => {
  branch('deep');
  let packed: Buffer = Buffer.from(`token = ${githubToken(90)}\n`);
  for (let layer = 0; layer < 5; layer++) packed = gzipSync(packed);
  repository.commit({ 'deep.gz': packed });
  const { code, said } = push('deep');
  expect(code, said).toBe(0);
  expect(said).toMatch(/^ *warning .*deeper than is expanded, and not scanned/m);
});
