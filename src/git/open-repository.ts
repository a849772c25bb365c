/** Finds the repository at a path: work tree, bare, mirror, worktree or submodule. */
import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { ScannerError } from '../core/scanner-error.ts';
import { complaintOf, type GitPlace, runGit } from './git-process.ts';

export interface Repository {
  readonly place: GitPlace;
  readonly gitDir: string;
  /** Where its own objects lie. */
  readonly objects: string;
  /** Top of the work tree; null for a bare repository. */
  readonly workTree: string | null;
  readonly isShallow: boolean;
  /** Length of an object name in bytes: 20 for SHA-1, 32 for SHA-256. */
  readonly oidBytes: 20 | 32;
}

/**
 * @param path a folder in or of the repository; when left out, the current folder and git's own environment variables decide
 * @throws {ScannerError} `not-found`, `not-a-repository`, `git-missing`
 */
export async function openRepository(path: string | undefined): Promise<Repository> {
  const folder = await folderOf(path ?? '.');
  const place: GitPlace = { folder, inheritRepository: path === undefined };
  const questions = [
    '--absolute-git-dir',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--show-object-format',
    '--git-path',
    'objects',
  ];
  const { stdout, stderr, exitCode } = await runGit(place, ['rev-parse', ...questions]);
  const [gitDir, isBare, isShallow, format, objects] = stdout.toString('utf8').split('\n');
  if (exitCode !== 0 || gitDir === undefined || objects === undefined) {
    throw new ScannerError(
      'not-a-repository',
      `${path ?? folder} is not a git repository (${complaintOf(stderr)})`,
      {
        hint: 'To scan files as they lie on disk, use: bitsieve scan --files PATH',
      },
    );
  }
  return {
    place,
    gitDir,
    objects: isAbsolute(objects) ? objects : join(folder, objects),
    workTree: isBare === 'true' ? null : await workTreeOf(place),
    isShallow: isShallow === 'true',
    oidBytes: format === 'sha256' ? 32 : 20,
  };
}

async function folderOf(path: string): Promise<string> {
  const full = resolve(path);
  try {
    const found = await stat(full);
    return found.isDirectory() ? full : dirname(full);
  } catch (cause) {
    throw new ScannerError('not-found', `${path} does not exist or cannot be read`, { cause });
  }
}

/** Null too inside a .git folder, which has a work tree but does not lie in it. */
async function workTreeOf(place: GitPlace): Promise<string | null> {
  const { stdout, exitCode } = await runGit(place, ['rev-parse', '--show-toplevel']);
  const top = stdout.toString('utf8').replace(/\n$/, '');
  return exitCode === 0 && top !== '' ? top : null;
}
