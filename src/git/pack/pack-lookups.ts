/** Single objects of all packs that a repository has or borrows, by name. */
import { statSync } from 'node:fs';
import type { Inflate } from '../../engine/small-streams.ts';
import { objectFolders } from '../object-folders.ts';
import { findPacks } from './find-packs.ts';
import { type PackedObject, PackLookup } from './pack-lookup.ts';

/** Beyond these git is asked: it has an index over many, or is about as fast. */
const MOST_PACKS = 64;

export class PackLookups {
  /** The one that gave the last object stands first. */
  #packs: PackLookup[];

  /** @param own folders of objects; those that they borrow from count as well */
  constructor(own: readonly string[], oidBytes: number) {
    const folders = new Set(own.flatMap(objectFolders));
    const paths = [...folders].flatMap((folder) => findPacks(folder, oidBytes).map(({ path }) => path));
    const few = paths.length > MOST_PACKS ? [] : youngestFirst(paths);
    this.#packs = few.flatMap((path) => PackLookup.open(path, oidBytes) ?? []);
  }

  /** False says nothing: it may lie elsewhere. */
  has(oid: string): boolean {
    const name = Buffer.from(oid, 'hex');
    return this.#find((pack) => pack.has(name) || undefined) === true;
  }

  /** @returns not to be changed; undefined when it is in none, damaged, or larger: git knows, or says what is wrong */
  read(oid: string, maxBytes: number, inflate: Inflate): PackedObject | undefined {
    const name = Buffer.from(oid, 'hex');
    return this.#find((pack) => pack.read(name, maxBytes, inflate));
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
    this.#packs = [];
  }

  #find<Found>(ask: (pack: PackLookup) => Found | undefined): Found | undefined {
    for (const [place, pack] of this.#packs.entries()) {
      const found = ask(pack);
      if (found === undefined) continue;
      if (place > 0) this.#packs = [pack, ...this.#packs.filter((other) => other !== pack)];
      return found;
    }
    return undefined;
  }
}

/** What is wanted was mostly made of late. */
function youngestFirst(paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, changed: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => b.changed - a.changed)
    .map(({ path }) => path);
}
