/** The tables `[[map]]` of a `.scannerrc`: what lies at these paths bears this label, whatever the detector says. */
import * as v from 'valibot';
import type { PathTest } from '../allow/allow-entry.ts';
import { compileGlob } from '../allow/globs.ts';
import { shortList } from '../catalogue/short-list.ts';
import { quote } from '../core/quote.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { parseTable } from './parse-table.ts';

/** A finding at one of the paths, of one of the detectors, bears the label. */
export interface LabelMap {
  readonly label: string;
  /** As they are written. */
  readonly globs: readonly string[];
  readonly paths: readonly PathTest[];
  /** Ids; empty: all. */
  readonly detectors: readonly string[];
}

const words = shortList(v.string('is no text'), 'is no list');
const mapEntries = {
  label: v.optional(v.string('is no text')),
  paths: v.optional(words, []),
  detectors: v.optional(words, []),
};

/** @param known ids that a table may name */
export function checkMap(
  tables: readonly Record<string, unknown>[],
  known: { readonly labels: readonly string[]; readonly detectors: readonly string[] },
): { readonly maps: readonly LabelMap[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const maps = tables.flatMap((table, index) => {
    const at = `map[${index}]`;
    const before = mistakes.length;
    const { label, paths, detectors } = parseTable(table, { entries: mapEntries, at, noun: 'key' }, mistakes);
    if (mistakes.length > before) return [];
    if (label === undefined) mistakes.push({ at, message: 'label is missing' });
    else if (!known.labels.includes(label))
      mistakes.push(unknownWord(`${at}.label`, label, 'label', known.labels));
    if (paths.length === 0) mistakes.push({ at, message: 'paths are missing: globs, of which one must fit' });
    for (const [place, id] of detectors.entries())
      if (!known.detectors.includes(id))
        mistakes.push(unknownWord(`${at}.detectors[${place}]`, id, 'detector', known.detectors));
    const tests = paths.flatMap((glob, place) => globAt(glob, `${at}.paths[${place}]`, mistakes));
    return label === undefined ? [] : [{ label, globs: paths, paths: tests, detectors }];
  });
  return { maps, mistakes };
}

function globAt(glob: string, at: string, mistakes: Mistake[]): PathTest[] {
  try {
    return [compileGlob(glob)];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    mistakes.push({ at, message: `${quote(glob)} is no glob: ${message}` });
    return [];
  }
}
