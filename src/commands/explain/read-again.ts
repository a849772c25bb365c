/** The bytes that a finding was found in, read once more. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../core/finding.ts';
import { catFileReader } from '../../git/cat-file-reader.ts';
import { openRepository } from '../../git/open-repository.ts';
import { headOf, HEADER_PATH, messageAt } from '../../pipeline/message-parts.ts';
import type { AskedSource } from '../scan-source.ts';

/** @param stdin what standard input held. Undefined when they cannot be read any more. */
export async function readAgain(
  { kind, blob, path }: Finding,
  source: AskedSource,
  stdin: Buffer | undefined,
): Promise<Buffer | undefined> {
  if (kind === 'stdin') return stdin;
  if (kind === 'file') return readOnDisk(source.path ?? '.', path);
  if (blob === null) return undefined;
  const bytes = await readObject(source.path, blob);
  if (kind === 'blob' || bytes === undefined) return bytes;
  if (path !== HEADER_PATH) return bytes.subarray(Math.max(0, messageAt(bytes)));
  const { start, end } = headOf(bytes);
  return bytes.subarray(start, end);
}

async function readOnDisk(target: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile((await stat(target)).isDirectory() ? join(target, path) : target);
  } catch {
    return undefined;
  }
}

async function readObject(repository: string | undefined, oid: string): Promise<Buffer | undefined> {
  const { place } = await openRepository(repository);
  let found: Buffer | undefined;
  await catFileReader(place).read(
    [oid],
    // Valid only during the call.
    ({ bytes }) => (found = Buffer.from(bytes)),
    () => undefined,
  );
  return found;
}
