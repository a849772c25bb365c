/** Mirrors in temporary folders, and what they show. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { MirrorCache, MirrorCacheOptions } from '../../src/git/mirror/mirror-cache.ts';
import type { Mirror } from '../../src/git/mirror/mirror.ts';
import type { TransferFailure } from '../../src/git/mirror/transfer-failure.ts';
import { temporaryFolder, type TestRepository } from './make-repository.ts';
import { cacheIn } from './mirrors.ts';

export function newCache(changed: Partial<MirrorCacheOptions> = {}): { cache: MirrorCache; folder: string } {
  const folder = join(temporaryFolder(), 'mirrors');
  return { cache: cacheIn(folder, changed), folder };
}

export function mirrored(brought: Mirror | TransferFailure): Mirror {
  expect(brought).toMatchObject({ kind: 'mirror' });
  if (brought.kind !== 'mirror') throw new Error(brought.message);
  return brought;
}

/** Names of commits at the refs, with HEAD's branch. */
export function refsOf(repository: TestRepository): string {
  const format = '--format=%(objectname) %(refname)';
  return `${repository.git('symbolic-ref', 'HEAD')}\n${repository.git('for-each-ref', format)}`;
}
