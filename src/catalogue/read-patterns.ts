/** Reads the folder of pattern files. No list to register a file in: what lies there is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'smol-toml';
import { type Artefact, checkArtefactFile } from './artefact-file.ts';
import { type CompiledCatalogue, compileCatalogue, type PatternSource } from './compile.ts';
import { checkLabelFile } from './label-file.ts';
import { checkPatternFile, type PatternDetector } from './pattern-file.ts';
import { checkRegimeFile } from './regime-file.ts';

const LABEL_FILE = 'labels.toml';
const REGIME_FILE = 'regimes.toml';
const NO_PATTERNS: ReadonlySet<string> = new Set([LABEL_FILE, REGIME_FILE]);
const ARTEFACT_FOLDER = 'artefacts';

/** @returns every pattern file below `folder`, parsed, in a stable order */
export function readPatternSources(folder: string): PatternSource[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.toml') && !NO_PATTERNS.has(entry.name))
    .filter(({ parentPath }) => parentPath !== join(folder, ARTEFACT_FOLDER))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ file: relative(folder, path), document: parse(readFileSync(path, 'utf8')) }));
}

/** Reads and compiles everything. @throws {ScannerError} `catalogue` */
export function readCatalogue(folder: string): CompiledCatalogue {
  const labels = checkLabelFile(parse(readFileSync(join(folder, LABEL_FILE), 'utf8')));
  const regimes = checkRegimeFile(parse(readFileSync(join(folder, REGIME_FILE), 'utf8')));
  const artefacts = readArtefacts(join(folder, ARTEFACT_FOLDER));
  return { ...compileCatalogue(readPatternSources(folder), labels, artefacts), regimes };
}

/** In a stable order: the first mention of a label gives it its place. */
function readArtefacts(folder: string): Artefact[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => checkArtefactFile(parse(readFileSync(join(folder, name), 'utf8'))));
}

/** The detectors as they are written. Of a file with mistakes, none. */
export function readPatterns(folder: string): readonly PatternDetector[] {
  return readPatternSources(folder).flatMap(({ document }) => {
    const checked = checkPatternFile(document);
    return 'detector' in checked ? checked.detector : [];
  });
}
