/** The repository that a push goes to, and where its objects wait meanwhile, told by git's environment without starting git. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import type { Repository } from '../../git/open-repository.ts';

export interface ReceivingRepository extends Repository {
  /** The folder of objects that are not taken yet; null when they are not kept apart. https://git-scm.com/docs/git-receive-pack#_quarantine_environment */
  readonly quarantine: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * GIT_DIR, else the current folder, else the repository whose objects the quarantine borrows: Bitbucket 8 runs hook scripts elsewhere.
 *
 * @param oidBytes as long as the names that the push brings
 * @throws {ScannerError} `not-a-repository`
 */
export function receivingRepository(
  env: Environment,
  folder: string,
  oidBytes: Repository['oidBytes'],
): ReceivingRepository {
  const given = env['GIT_DIR'];
  const candidates = [
    ...(given === undefined ? [] : [resolve(folder, given)]),
    folder,
    ...borrowedFrom(env, folder),
  ];
  const gitDir = candidates.find(isRepository);
  if (gitDir === undefined) {
    throw new ScannerError('not-a-repository', `${folder} is not the repository that is pushed to`, {
      hint: 'A pre-receive hook runs in a bare repository; elsewhere set GIT_DIR.',
    });
  }
  const objects = join(gitDir, 'objects');
  const waiting = resolve(folder, env['GIT_QUARANTINE_PATH'] ?? env['GIT_OBJECT_DIRECTORY'] ?? objects);
  return {
    place: { folder: gitDir, gitDir, inheritRepository: true },
    gitDir,
    objects,
    workTree: null,
    isShallow: existsSync(join(gitDir, 'shallow')),
    oidBytes,
    quarantine: waiting === objects ? null : waiting,
  };
}

/** Folders of objects, with colons between them; one with odd characters stands in quotes, and is no help here. */
function borrowedFrom(env: Environment, folder: string): string[] {
  const list = env['GIT_ALTERNATE_OBJECT_DIRECTORIES'] ?? '';
  return list
    .split(':')
    .filter((path) => basename(path) === 'objects')
    .map((path) => dirname(resolve(folder, path)));
}

function isRepository(path: string): boolean {
  return existsSync(join(path, 'HEAD')) && existsSync(join(path, 'objects'));
}
