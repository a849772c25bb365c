/** Where git looks for the hooks of a repository: its own folder, or the one that core.hooksPath names. */
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ScannerError } from '../../core/scanner-error.ts';
import { complaintOf, type GitPlace, runGit } from '../../git/git-process.ts';
import type { Repository } from '../../git/open-repository.ts';
import { realPath } from './hook-disk.ts';

/** A setting of git's, and which of its files it is from. */
export interface Setting {
  readonly scope: string;
  readonly value: string;
}

export interface HooksFolder {
  readonly path: string;
  /** Of core.hooksPath; null: it is not set. */
  readonly scope: string | null;
  /** Committed, or could be: nothing of this machine may be written there. */
  readonly isInWorkTree: boolean;
  /** The repository's own, whatever core.hooksPath says; worktrees share it. */
  readonly own: string;
}

const LAST_OF_OURS = 1;

/** The settings in force, the last one wins. Paths of `~` are written out. @throws {ScannerError} `git-failed` */
export async function settingsOf(place: GitPlace, name: string, scope?: '--global'): Promise<Setting[]> {
  const args = [
    'config',
    ...(scope ? [scope] : []),
    '--show-scope',
    '--null',
    '--type=path',
    '--get-all',
    name,
  ];
  const { stdout, stderr, exitCode } = await runGit(place, args);
  if (exitCode > 1) throw new ScannerError('git-failed', `git config ${name}: ${complaintOf(stderr)}`);
  const fields = stdout.toString('utf8').split('\0');
  const all: Setting[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    all.push({ scope: fields[at] ?? '', value: fields[at + 1] ?? '' });
  }
  // Our own git runs no hooks: the last value is the one that it was started with.
  return scope === undefined && name === 'core.hooksPath' ? all.slice(0, -LAST_OF_OURS) : all;
}

/** @throws {ScannerError} `hook` where git would run no hook whatever was written */
export async function findHooksFolder(repository: Repository): Promise<HooksFolder> {
  const { place, workTree } = repository;
  if (workTree === null) {
    throw new ScannerError('hook', `${place.folder} has no work tree: nobody commits there`, {
      hint: 'On a server, use: bitsieve hook pre-receive --help',
    });
  }
  const { stdout } = await runGit(place, ['rev-parse', '--git-common-dir']);
  const shared = resolve(place.folder, stdout.toString('utf8').replace(/\n$/, ''));
  const own = join(shared, 'hooks');
  const setting = (await settingsOf(place, 'core.hooksPath')).at(-1);
  if (!setting) return { path: own, scope: null, isInWorkTree: false, own };
  const path = usable(setting, workTree);
  const isInWorkTree =
    isBelow(realPath(path), realPath(workTree)) && !isBelow(realPath(path), realPath(shared));
  return { path, scope: setting.scope, isInWorkTree, own };
}

/** A relative path begins where hooks run, at the top of the work tree (git-config(1)). */
function usable({ scope, value }: Setting, workTree: string): string {
  const hint = `See where it is set with: git config --show-origin core.hooksPath (${scope})`;
  if (value === '') {
    throw new ScannerError(
      'hook',
      'core.hooksPath is empty: git looks for hooks in the root of the file system',
      { hint },
    );
  }
  if (value === '/dev/null')
    throw new ScannerError('hook', 'core.hooksPath is /dev/null: hooks are switched off', { hint });
  return isAbsolute(value) ? value : join(workTree, value);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
