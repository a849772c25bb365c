/** A repository with hooks of two lines, as anybody would write them, and a bare one to push to. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { TestRepository } from '../../../support/make-repository.ts';
import { LAUNCHER, PROGRAM_ENV, sharedFolder, sharedRepository } from '../../../support/run-program.ts';

export interface Tried {
  readonly code: number | null;
  /** What git and its hooks said. */
  readonly said: string;
}

export class HookedRepository extends TestRepository {
  readonly remote: TestRepository;

  constructor(folder: string, remote: TestRepository) {
    super(folder);
    this.remote = remote;
  }

  /** Git as a developer runs it, with its hooks. Does not throw. @param below the folder that the developer is in */
  try(
    args: readonly string[],
    { below = '', env = {} }: { below?: string; env?: NodeJS.ProcessEnv } = {},
  ): Tried {
    const { status, stderr, stdout } = spawnSync('git', args, {
      cwd: join(this.folder, below),
      env: { ...PROGRAM_ENV, ...AUTHOR, GIT_EDITOR: 'true', ...env },
      encoding: 'utf8',
    });
    return { code: status, said: stdout + stderr };
  }

  /** Runs what a message advises, in the shell of a developer. */
  shell(commands: string, below = ''): Tried {
    const { status, stderr, stdout } = spawnSync('bash', ['-ec', commands], {
      cwd: join(this.folder, below),
      env: { ...PROGRAM_ENV, ...AUTHOR, GIT_EDITOR: 'true' },
      encoding: 'utf8',
    });
    return { code: status, said: stdout + stderr };
  }

  hook(name: string, script = `exec sh "${LAUNCHER}" ${name} "$@"`): void {
    this.write(`.git/hooks/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.folder, '.git/hooks', name), 0o755);
  }
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Cy Committer',
  GIT_COMMITTER_EMAIL: 'cy@example.org',
};

/** Goes away with the test file. */
export function hookedRepository(...hooks: readonly string[]): HookedRepository {
  const remote = sharedRepository('--bare');
  const repository = new HookedRepository(sharedFolder(), remote);
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.git('remote', 'add', 'origin', remote.folder);
  for (const name of hooks) repository.hook(name);
  return repository;
}
