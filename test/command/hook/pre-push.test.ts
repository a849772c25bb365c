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
