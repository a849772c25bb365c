import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { scan, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const token = githubToken(1);
const here = sharedRepository();
here.commit({ 'sub/a.txt': token });
const other = sharedRepository();
other.commit({ 'other.txt': githubToken(2) });

describe('where a repository is', () => {
  it.each([
    ['its top', () => here.folder],
    ['a subfolder: still all of it', () => join(here.folder, 'sub')],
    ['its .git folder', () => join(here.folder, '.git')],
    ['a file in it', () => join(here.folder, 'sub/a.txt')],
    ['a trailing slash', () => `${here.folder}/`],
    [
      'a link to it',
      () => {
        const link = join(temporaryFolder(), 'link');
        symlinkSync(here.folder, link);
        return link;
      },
    ],
    [
      'a bare clone',
      () => {
        const bare = join(temporaryFolder(), 'bare.git');
        here.git('clone', '--quiet', '--bare', here.folder, bare);
        return bare;
      },
    ],
    [
      'a folder with a .git file that leads to it',
      () => {
        const folder = temporaryFolder();
        writeFileSync(join(folder, '.git'), `gitdir: ${join(here.folder, '.git')}\n`);
        return folder;
      },
    ],
    [
      'a linked worktree',
      () => {
        const folder = join(temporaryFolder(), 'linked');
        const repository = makeRepository();
        repository.commit({ 'sub/a.txt': token });
        repository.git('worktree', 'add', '--quiet', '--detach', folder);
        return folder;
      },
    ],
  ])('%s', async (_, place) => {
    const { code, places, report } = await scan([place()]);
    expect({ code, places, problems: report.problems }).toEqual({
      code: 1,
      places: ['sub/a.txt:1'],
      problems: [],
    });
  });

  it('the current folder, when none is named, and one whose name looks like a flag', async () => {
    expect((await scan([], { cwd: join(here.folder, 'sub') })).places).toEqual(['sub/a.txt:1']);
    const folder = join(temporaryFolder(), '-j');
    here.git('clone', '--quiet', here.folder, folder);
    expect((await scan(['./-j'], { cwd: join(folder, '..') })).places).toEqual(['sub/a.txt:1']);
  });
});

describe('GIT_DIR in the environment', () => {
  const env = { GIT_DIR: join(other.folder, '.git'), GIT_WORK_TREE: other.folder };

  it('does not change what a path names', async () => {
    expect((await scan([here.folder], { env })).places).toEqual(['sub/a.txt:1']);
    expect((await scan(['.'], { env, cwd: here.folder })).places).toEqual(['sub/a.txt:1']);
    const odd = {
      ...env,
      GIT_OBJECT_DIRECTORY: '/nowhere',
      GIT_NAMESPACE: 'x',
      GIT_SHALLOW_FILE: '/nowhere',
    };
    expect((await scan([here.folder], { env: odd })).places).toEqual(['sub/a.txt:1']);
  });

  it('names the repository when no path is given, also on worker threads', async () => {
    expect((await scan([], { env, cwd: here.folder })).places).toEqual(['other.txt:1']);
    const large = makeRepository();
    large.commit({ 'large.txt': `${'nothing at all\n'.repeat(400_000)}${token}\n` });
    const { places, report } = await scan(['-j', '2'], {
      env: { GIT_DIR: join(large.folder, '.git') },
      cwd: here.folder,
    });
    expect({ places, workers: report.scan.workers }).toEqual({ places: ['large.txt:400001'], workers: 2 });
  });
});
