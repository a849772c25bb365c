/** A mirror that was lent: a bare repository, and the lease that keeps it. */
import { rmSync } from 'node:fs';
import type { FamilyFolder } from './family-folder.ts';
import { areBytesSound } from './sound-packs.ts';

/** A bare repository on disk, which stays as it is until it is released, but for refs that a later fetch moves. */
export interface Mirror {
  readonly kind: 'mirror';
  readonly folder: string;
  /** What came over the wire for it. */
  readonly receivedBytes: number;
  /** Reads every byte that is stored of its family: are they what git wrote? */
  readonly isDamaged: () => Promise<boolean>;
  readonly release: () => void;
}

export function lend(family: FamilyFolder, folder: string, receivedBytes: number): Mirror {
  const lease = family.lease();
  return {
    kind: 'mirror',
    folder,
    receivedBytes,
    isDamaged: async () => !(await areBytesSound(family.packs)),
    release: () => rmSync(lease, { force: true }),
  };
}
