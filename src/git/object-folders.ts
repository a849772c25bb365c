/** Where the objects of a repository lie: its own folder and those that it borrows from. */
import { closeSync, existsSync, openSync, readSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** As deep as git itself follows alternates of alternates. */
const MAX_DEPTH = 5;
/** What stands further on in a list of alternates is not followed: its objects are then read by git. */
const MOST_LIST_BYTES = 1 << 20;

/** @returns the folder itself first, links resolved */
export function objectFolders(own: string): string[] {
  const folders = new Set<string>();
  collect(own, folders, 0);
  return [...folders];
}

function collect(folder: string, folders: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH || !existsSync(folder)) return;
  const real = realpathSync(folder);
  if (folders.has(real)) return;
  folders.add(real);
  const list = join(real, 'info', 'alternates');
  if (!existsSync(list)) return;
  for (const line of readBeginning(list).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    collect(isAbsolute(line) ? line : join(real, line), folders, depth + 1);
  }
}

function readBeginning(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_LIST_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, MOST_LIST_BYTES, 0));
  } finally {
    closeSync(file);
  }
}
