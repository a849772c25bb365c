/** Where the configuration of a scan lies: at the top of the work tree, wherever inside it the scan is started. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @param target the place to scan, as given; undefined and `-` stand for the current folder */
export function configFolder(target: string | undefined, isFiles: boolean): string {
  const folder = target === undefined || target === '-' ? '.' : folderOf(target);
  // Paths of files are told from the folder that is scanned, and so are those of its allow entries.
  if (isFiles || target === '-' || isTop(folder)) return folder;
  for (let above = resolve(folder); above !== dirname(above);) {
    above = dirname(above);
    if (isTop(above)) return above;
  }
  return folder;
}

function folderOf(path: string): string {
  try {
    return statSync(path).isDirectory() ? path : dirname(path);
  } catch {
    // Whoever opens the source says what is wrong with it.
    return path;
  }
}

/** A work tree, or a repository without one. */
function isTop(folder: string): boolean {
  const has = (name: string): boolean => existsSync(join(folder, name));
  return has('.git') || (has('HEAD') && has('objects'));
}
