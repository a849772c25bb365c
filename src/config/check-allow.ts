/**
 * The tables `[[allow]]` of a `.scannerrc` -> allow entries. As in gitleaks, one criterion that holds is enough unless
 * `condition = "all"`; `detectors` narrows the entry either way.
 */
import * as v from 'valibot';
import type { AllowEntry, PathTest } from '../allow/allow-entry.ts';
import { compileGlob } from '../allow/globs.ts';
import { compileStopWords } from '../allow/stop-words.ts';
import { plainText } from '../core/plain-text.ts';
import { quote } from '../core/quote.ts';
import { compileExpression } from './compile-expression.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { parseTable } from './parse-table.ts';
import { shortList } from '../catalogue/short-list.ts';

const words = shortList(v.string('is no text'), 'is no list');
const allowEntries = {
  description: v.optional(v.string('is no text'), ''),
  condition: v.optional(v.picklist(['any', 'all'], 'is neither "any" nor "all"'), 'any'),
  paths: v.optional(words, []),
  values: v.optional(words, []),
  'stop-words': v.optional(words, []),
  commits: v.optional(words, []),
  detectors: v.optional(words, []),
};
type AllowTable = v.InferOutput<v.ObjectSchema<typeof allowEntries, undefined>>;

const CRITERIA = ['paths', 'values', 'stop-words', 'commits'] as const;
const NO_CRITERION = `names none of ${CRITERIA.join(', ')} (to silence a detector, use scan.disable-detector)`;

interface CheckedAllow {
  readonly allow: readonly AllowEntry[];
  readonly mistakes: readonly Mistake[];
}

/** @param known ids of detectors that an entry may name */
export function checkAllow(
  tables: readonly Record<string, unknown>[],
  known: readonly string[],
): CheckedAllow {
  const mistakes: Mistake[] = [];
  const allow = tables.map((table, index) => {
    const at = `allow[${index}]`;
    if (!CRITERIA.some((key) => isGiven(table[key]))) mistakes.push({ at, message: NO_CRITERION });
    return entryOf(
      parseTable(table, { entries: allowEntries, at, noun: 'key' }, mistakes),
      at,
      known,
      mistakes,
    );
  });
  return { allow, mistakes };
}

/** Wrong is given too: then that is the mistake to tell. */
function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function entryOf(table: AllowTable, at: string, known: readonly string[], mistakes: Mistake[]): AllowEntry {
  const { paths, values, commits, detectors, 'stop-words': stopWords } = table;
  for (const [index, id] of detectors.entries()) {
    if (!known.includes(id)) mistakes.push(unknownWord(`${at}.detectors[${index}]`, id, 'detector', known));
  }
  compileAll(stopWords, `${at}.stop-words`, mistakes, (word) =>
    word === '' ? 'stands in every value' : { word },
  );
  const meant = new Set(detectors);
  const globs = compileAll(paths, `${at}.paths`, mistakes, tryGlob);
  const expressions = compileAll(values, `${at}.values`, mistakes, compileExpression);
  return {
    reason: plainText(table.description, 200) || 'allow entry of .scannerrc',
    condition: table.condition,
    appliesTo: detectors.length === 0 ? null : (id) => meant.has(id),
    paths: globs,
    commits: compileAll(commits, `${at}.commits`, mistakes, tryCommit)?.map(({ name }) => name) ?? null,
    values: expressions?.map((expression) => ({ expression, target: 'value' as const })) ?? null,
    stopWords: compileStopWords(stopWords),
  };
}

/** What is wrong comes back as text, and is no use as a result. Null for an empty list: that criterion is not given. */
function compileAll<T extends object>(
  list: readonly string[],
  at: string,
  mistakes: Mistake[],
  compile: (source: string) => T | string,
): T[] | null {
  if (list.length === 0) return null;
  return list.flatMap((source, index) => {
    const compiled = compile(source);
    if (typeof compiled !== 'string') return [compiled];
    mistakes.push({ at: `${at}[${index}]`, message: `${quote(source)} ${compiled}` });
    return [];
  });
}

function tryGlob(glob: string): PathTest | string {
  try {
    return compileGlob(glob);
  } catch (error) {
    return `is no glob: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function tryCommit(name: string): { readonly name: string } | string {
  return /^[0-9a-f]{7,64}$/i.test(name)
    ? { name: name.toLowerCase() }
    : 'is no name of a commit (7 to 64 hexadecimal digits)';
}
