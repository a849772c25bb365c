/** The packs in a folder of objects, with the index of each. */
import { join } from 'node:path';
import { namesIn } from '../names-in.ts';
import { readMultiPackIndex } from './multi-pack-index.ts';
import { type PackIndex, readPackIndex } from './pack-index.ts';

export interface FoundPack {
  /** Of the .pack file. */
  readonly path: string;
  /** Reads the index: undefined when it is damaged or of another version. @throws when it cannot be read */
  readonly readIndex: () => PackIndex | undefined;
}

/** @param folder of the objects of a repository */
export function findPacks(folder: string, oidBytes: number): FoundPack[] {
  const packs = join(folder, 'pack');
  const names = new Set(namesIn(packs));
  const indexes = names.has('multi-pack-index') ? join(packs, 'multi-pack-index') : undefined;
  let shared: Map<string, PackIndex> | undefined;
  return [...names]
    .filter((name) => name.endsWith('.pack'))
    .toSorted()
    .map((name) => {
      const index = name.replace(/\.pack$/, '.idx');
      const readShared = (): PackIndex | undefined => {
        shared ??= (indexes !== undefined && readMultiPackIndex(indexes, oidBytes)) || new Map();
        return shared.get(index);
      };
      const readIndex = names.has(index) ? () => readPackIndex(join(packs, index), oidBytes) : readShared;
      return { path: join(packs, name), readIndex };
    });
}
