/** Loads the catalogue that the build compiled. */
import { readFileSync } from 'node:fs';
import type { Catalogue } from './compile.ts';

/** @throws when the build has not been run */
export function loadCatalogue(): Catalogue {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own build, checked there
  return JSON.parse(readFileSync(new URL('./catalogue.json', import.meta.url), 'utf8')) as Catalogue;
}
