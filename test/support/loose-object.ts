/** Puts an object into a repository that says it is larger than it is worth to make: its header alone is true. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** @returns its name. What is behind the first bytes of `start` is missing, so whoever reads it fails. */
export function writeHugeObject(folder: string, type: string, size: number, start = ''): string {
  const header = Buffer.from(`${type} ${size}\0${start}`, 'latin1');
  const oid = createHash('sha1').update(header).digest('hex');
  const path = join(folder, '.git/objects', oid.slice(0, 2), oid.slice(2));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, deflateSync(Buffer.concat([header, Buffer.alloc(8192)])));
  return oid;
}
