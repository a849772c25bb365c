/** Reads the folder of pattern files. No list to register a file in: what lies there is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';
import { type Catalogue, compileCatalogue, type PatternSource } from './compile.ts';
import { checkLabelFile } from './label-file.ts';

const LABEL_FILE = 'labels.toml';

/** @returns every pattern file below `folder`, parsed, in a stable order */
export function readPatternSources(folder: string): PatternSource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.toml') && entry.name !== LABEL_FILE)
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ file: relative(folder, path), document: parse(readFileSync(path, 'utf8')) }));
}

/** Reads and compiles everything. @throws {ScannerError} `catalogue` */
export function readCatalogue(folder: string): Catalogue {
  const labels = checkLabelFile(parse(readFileSync(join(folder, LABEL_FILE), 'utf8')));
  return compileCatalogue(readPatternSources(folder), labels);
}
