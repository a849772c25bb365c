/** What a repository stores and points at, told by names and sizes: when that is the same, so is everything in it. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listLooseObjects } from './loose-objects.ts';
import { objectFolders } from './object-folders.ts';
import type { Repository } from './open-repository.ts';

/** Files that openStore looks at. */
const READ_FILE = /\.(?:pack|idx)$|^multi-pack-index$/;

/** Folders, packs with their indexes, and loose objects. */
export type Listing = readonly string[];

/** Opens no pack: packs by name, size and the checksum at their end, loose objects by name. One line a file. */
export function listStore({ objects, oidBytes }: Repository): Listing {
  return objectFolders(objects).flatMap((folder) => [
    folder,
    ...packLines(join(folder, 'pack'), oidBytes),
    ...listLooseObjects(folder, oidBytes).map(({ path }) => path),
  ]);
}

/** Of a line the path of the file. */
export function pathIn(line: string): string {
  return line.replace(/ \d+ [0-9a-f]*$/, '');
}

function packLines(folder: string, oidBytes: number): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => READ_FILE.test(name))
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const { size } = statSync(path);
      return `${path} ${size} ${name.endsWith('.pack') ? endOf(path, size, oidBytes) : ''}`;
    });
}

/** A pack ends with the checksum over all that comes before. */
function endOf(path: string, size: number, length: number): string {
  const file = openSync(path, 'r');
  try {
    const end = Buffer.alloc(length);
    return end.toString('hex', 0, readSync(file, end, 0, length, Math.max(0, size - length)));
  } finally {
    closeSync(file);
  }
}
