/** Finds the repository at a path: work tree, bare, mirror, worktree or submodule. */
import { statSync } from 'node:fs';
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
 * The last one makes git fail where there is no work tree, or not here: in a bare repository, inside of a .git folder. What it has
 * answered before stands.
 */
const QUESTIONS = [
  '--absolute-git-dir',
  '--is-bare-repository',
  '--is-shallow-repository',
  '--show-object-format',
  '--git-path',
  'objects',
  '--show-toplevel',
];
const ANSWERS = /^([^]*?)\n(true|false)\n(true|false)\n(sha1|sha256)\n(.*)\n(?:([^]+)\n)?$/;

/**
 * @param path a folder in or of the repository; when left out, the current folder and git's own environment variables decide
 * @throws {ScannerError} `not-found`, `not-a-repository`, `git-missing`
 */
export async function openRepository(path: string | undefined): Promise<Repository> {
  const place = placeAt(path);
  const { folder } = place;
  const { stdout, stderr } = await runGit(place, ['rev-parse', ...QUESTIONS]);
  const [, gitDir, isBare, isShallow, format, objects, top = ''] =
    ANSWERS.exec(stdout.toString('utf8')) ?? [];
  if (gitDir === undefined || objects === undefined) {
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
    workTree: isBare === 'true' || top === '' ? null : top,
    isShallow: isShallow === 'true',
    oidBytes: format === 'sha256' ? 32 : 20,
  };
}

/** Where git runs for a path: that folder, or the one of that file. @throws {ScannerError} `not-found` */
export function placeAt(path: string | undefined): GitPlace {
  return { folder: folderOf(path ?? '.'), inheritRepository: path === undefined };
}

function folderOf(path: string): string {
  const full = resolve(path);
  try {
    return statSync(full).isDirectory() ? full : dirname(full);
  } catch (cause) {
    throw new ScannerError('not-found', `${path} does not exist or cannot be read`, { cause });
  }
}
