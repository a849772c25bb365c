/** What is done with a family only while nobody else works on it. */
import type { FamilyFolder } from './family-folder.ts';
import { type FolderLock, tryLock } from './folder-lock.ts';

/** Not while somebody looks at it. */
export function takeAway(family: FamilyFolder): boolean {
  return withLock(family, () => {
    if (family.isLeased()) return false;
    family.empty();
    return true;
  });
}

/** @returns false where somebody works on it, or the disk does not let us: it can wait for the next time */
export function withLock(family: FamilyFolder, action: () => unknown): boolean {
  let lock: FolderLock | undefined;
  try {
    lock = tryLock(family.lockFile);
    return lock !== undefined && action() !== false;
  } catch {
    return false;
  } finally {
    lock?.release();
  }
}
