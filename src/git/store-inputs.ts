/** What a repository stores and points at, told by names and sizes: when that is the same, so is everything in it. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listLooseObjects } from './loose-objects.ts';
import { objectFolders } from './object-folders.ts';
import type { Repository } from './open-repository.ts';

/** Files that openStore looks at. */
const READ_FILE = /\.(?:pack|idx)$|^multi-pack-index$/;

/** Opens no pack: packs by name, size and the checksum at their end, loose objects by name. */
export function storeDigest({ objects, oidBytes }: Repository): string {
  const hash = createHash('sha256');
  for (const folder of objectFolders(objects)) {
    hash.update(`${folder}\n`);
    for (const line of packLines(join(folder, 'pack'), oidBytes)) hash.update(`${line}\n`);
    for (const { oid } of listLooseObjects(folder, oidBytes)) hash.update(`${oid}\n`);
  }
  return hash.digest('hex');
}

function packLines(folder: string, oidBytes: number): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => READ_FILE.test(name))
    .toSorted()
    .map((name) => {
      const path = join(folder, name);
      const { size } = statSync(path);
      return `${name} ${size} ${name.endsWith('.pack') ? endOf(path, size, oidBytes) : ''}`;
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
