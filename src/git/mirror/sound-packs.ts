/** Is what lies in a folder of packs what git wrote there? Asked before every fetch, so it must cost next to nothing. */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

const HASH_BYTES = 20;
const HEADER_BYTES = 12;
const CHUNK_BYTES = 1 << 20;

/**
 * Each pack has an index that ends with the checksum that the pack ends with: whatever was cut short, mixed up or lost is seen.
 * A changed byte in the middle is not; whoever reads the object sees that.
 */
export function arePacksSound(folder: string): boolean {
  try {
    const names = readdirSync(folder);
    const packs = names.filter((name) => name.endsWith('.pack'));
    const indexes = names.filter((name) => name.endsWith('.idx'));
    return packs.length === indexes.length && packs.every((name) => isSound(join(folder, name)));
  } catch {
    return false;
  }
}

/** The same, of every byte: packs and indexes end with a checksum over all that comes before. Reads at the pace of the disk. */
export async function areBytesSound(folder: string): Promise<boolean> {
  if (!arePacksSound(folder)) return false;
  const names = readdirSync(folder).filter((name) => /\.(?:pack|idx)$/.test(name));
  for (const name of names) if (!(await isItsChecksum(join(folder, name)))) return false;
  return true;
}

async function isItsChecksum(path: string): Promise<boolean> {
  try {
    const hash = createHash('sha1');
    let end = Buffer.alloc(0);
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      const bytes = Buffer.concat([end, chunk]);
      hash.update(bytes.subarray(0, Math.max(0, bytes.length - HASH_BYTES)));
      end = bytes.subarray(-HASH_BYTES);
    }
    return hash.digest().equals(end);
  } catch {
    return false;
  }
}

function isSound(pack: string): boolean {
  const { head, tail } = endsOf(pack, HASH_BYTES);
  const index = endsOf(pack.replace(/pack$/, 'idx'), 2 * HASH_BYTES);
  return head.toString('latin1', 0, 4) === 'PACK' && index.tail.subarray(0, HASH_BYTES).equals(tail);
}

function endsOf(path: string, tailBytes: number): { head: Buffer; tail: Buffer } {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(HEADER_BYTES);
    const tail = Buffer.alloc(tailBytes);
    readSync(file, head, 0, HEADER_BYTES, 0);
    readSync(file, tail, 0, tailBytes, Math.max(0, size - tailBytes));
    return { head, tail };
  } finally {
    closeSync(file);
  }
}
