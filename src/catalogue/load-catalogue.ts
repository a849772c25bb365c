/** Loads the catalogue that the build compiled. */
import { readFileSync } from 'node:fs';
import type { Catalogue } from './compile.ts';
import type { PatternDetector } from './pattern-file.ts';

/** @throws when the build has not been run */
export function loadCatalogue(): Catalogue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own build, checked there
  return JSON.parse(readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8')) as Catalogue;
}

/** The built-in detectors as their pattern files write them: no scan needs that. @throws when the build has not been run */
export function loadPatterns(): readonly PatternDetector[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return JSON.parse(
    readFileSync(new URL('./patterns.json', import.meta.url), 'utf8'),
  ) as readonly PatternDetector[];
}
