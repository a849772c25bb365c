/** The files of one commit: every path with its blob. */
import { runGit } from './git-process.ts';
import type { Repository } from './open-repository.ts';

export interface BlobAtPath {
  /** latin1 bytes, from the top of the repository. */
  readonly path: string;
  readonly blob: string;
}

/** None where the commit, or a tree of it, cannot be read. */
export async function blobsAt({ place }: Repository, commit: string): Promise<BlobAtPath[]> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit];
  const { stdout } = await runGit(place, args);
  return stdout
    .toString('latin1')
    .split('\0')
    .flatMap((entry) => {
      const tab = entry.indexOf('\t');
      const [, type, blob = ''] = entry.slice(0, Math.max(0, tab)).split(' ');
      return type === 'blob' ? [{ path: entry.slice(tab + 1), blob }] : [];
    });
}
