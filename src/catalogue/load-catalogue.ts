/** Loads the catalogue that the build compiled. */
import { readFileSync } from 'node:fs';
import type { Catalogue, UsualSelection } from './compile.ts';
import type { PatternDetector } from './pattern-file.ts';
import { openStored, type StoredHeads } from './stored-detectors.ts';

/** What the build writes to dist/catalogue.json: of detectors the heads; `usual` are those that a scan uses unasked, by their places. */
export interface StoredCatalogue extends Omit<Catalogue, 'detectors' | 'usual'> {
  readonly heads: StoredHeads;
  readonly usual: Pick<UsualSelection, 'minConfidence'> & { readonly places: readonly number[] };
}

/** Filled where a start image is written, and nowhere else: what lies in that need not be read again. */
const held: { catalogue?: Catalogue } = {};

/** @throws when the build has not been run */
export function loadCatalogue(): Catalogue {
  return held.catalogue ?? readCatalogue();
}

/** From now on all get the same. @throws as `loadCatalogue` */
export function holdCatalogue(): void {
  held.catalogue = readCatalogue();
}

function readCatalogue(): Catalogue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own build, checked there
  const { heads, usual, ...rest } = JSON.parse(read('catalogue.json').toString()) as StoredCatalogue;
  const detectors = openStored(heads, () => read('detectors.jsonl'));
  return {
    ...rest,
    detectors,
    usual: {
      minConfidence: usual.minConfidence,
      detectors: usual.places.flatMap((place) => detectors[place] ?? []),
      keywords: () => read('keywords.bin'),
    },
  };
}

/** The built-in detectors as their pattern files write them: no scan needs that. @throws when the build has not been run */
export function loadPatterns(): readonly PatternDetector[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return JSON.parse(read('patterns.json').toString()) as readonly PatternDetector[];
}

function read(name: string): Buffer {
  return readFileSync(new URL(name, import.meta.url));
}
