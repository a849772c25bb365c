/** What kinds of files lie in a folder, by their paths. */
import type { ArtefactNames } from '../classify/artefact-names.ts';
import type { CountedArtefact } from './inventory.ts';

/** @param files paths as latin1 bytes; a folder has no history, so of no kind is said since when */
export function filesInventory(
  files: ReadonlyArray<{ readonly path: string; readonly size: number }>,
  names: ArtefactNames,
): CountedArtefact[] {
  const counts = names.labels.map(() => ({ contents: 0, bytes: 0 }));
  for (const { path, size } of files) {
    const bits = names.bitsOfPath(path);
    for (const [at, count] of counts.entries()) {
      if ((bits & (1 << at)) === 0) continue;
      count.contents++;
      count.bytes += size;
    }
  }
  return names.labels
    .map((label, at) => ({ label, contents: 0, bytes: 0, ...counts[at], since: null, atTip: null }))
    .filter(({ contents }) => contents > 0);
}
