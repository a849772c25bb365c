/**
 * The catalogue of `patterns/` as it is now. To compile it takes a second of a processor, and fifty files of tests need it: the first one of a run
 * writes down what the others read (`before-all.ts` makes the folder).
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledCatalogue } from '../../src/catalogue/compile.ts';
import { readCatalogue } from '../../src/catalogue/read-patterns.ts';
import { CATALOGUE_FILE, FOLDER_VARIABLE } from './before-all.ts';

export function patternCatalogue(): CompiledCatalogue {
  const folder = process.env[FOLDER_VARIABLE];
  if (!folder) return readCatalogue('patterns');
  const path = join(folder, CATALOGUE_FILE);
  return readWritten(path) ?? write(path, readCatalogue('patterns'));
}

function readWritten(path: string): CompiledCatalogue | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** In one piece: several may be the first. */
function write(path: string, catalogue: CompiledCatalogue): CompiledCatalogue {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(catalogue));
  renameSync(draft, path);
  return catalogue;
}
