/** The tables `[[label]]` of a `.scannerrc`: labels of one's own, and changes of built-in ones, such as their level. */
import * as v from 'valibot';
import type { Label } from '../catalogue/label-file.ts';
import { shortList } from '../catalogue/short-list.ts';
import { plainText } from '../core/plain-text.ts';
import { quote } from '../core/quote.ts';
import { LEVELS } from '../core/severity.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { parseTable } from './parse-table.ts';

/** What the file says of a label; of a built-in one the rest stays as it is. */
export type OwnLabel = Pick<Label, 'id'> & Partial<Label>;

interface CheckedLabels {
  readonly labels: readonly OwnLabel[];
  readonly mistakes: readonly Mistake[];
}

const text = v.pipe(v.string('is no text'), v.nonEmpty('is empty'));
const labelEntries = {
  id: v.optional(
    v.pipe(text, v.regex(/^[a-z-]+\/[a-z-]+$/, 'is not family/kind, e.g. "personal/customer-number"')),
  ),
  title: v.optional(text),
  level: v.optional(text),
  exposes: v.optional(text),
  handling: v.optional(text),
  regimes: v.optional(shortList(text, 'is no list')),
};
type LabelTable = v.InferOutput<v.ObjectSchema<typeof labelEntries, undefined>>;

/** Longer sentences than this are no sentences. */
const MAX_TEXT = 1000;

/** @param known ids of built-in labels */
export function checkLabels(
  tables: readonly Record<string, unknown>[],
  known: readonly string[],
): CheckedLabels {
  const mistakes: Mistake[] = [];
  const seen = new Set<string>();
  const labels = tables.flatMap((table, index) => {
    const at = `label[${index}]`;
    const before = mistakes.length;
    const read = parseTable(table, { entries: labelEntries, at, noun: 'key' }, mistakes);
    const isShapely = mistakes.length === before;
    if (read.id !== undefined && seen.has(read.id))
      mistakes.push({ at: `${at}.id`, message: `${quote(read.id)} stands twice` });
    if (read.id !== undefined) seen.add(read.id);
    if (isShapely) mistakes.push(...missing(read, at, known));
    const level = LEVELS.find((each) => each === read.level);
    if (read.level !== undefined && !level)
      mistakes.push(unknownWord(`${at}.level`, read.level, 'level', LEVELS));
    return read.id === undefined ? [] : [ownLabel(read.id, level, read)];
  });
  return { labels, mistakes };
}

function missing({ id, title, level }: LabelTable, at: string, known: readonly string[]): Mistake[] {
  if (id === undefined) return [{ at, message: 'id is missing' }];
  const lacks = Object.entries({ title, level }).filter(([, value]) => value === undefined);
  if (known.includes(id) || lacks.length === 0) return [];
  // A mistyped id would otherwise make a label that nothing bears.
  const { message } = unknownWord(at, id, 'built-in label', known);
  const names = lacks.map(([name]) => name).join(' and ');
  return [{ at, message: `${message}; a label of your own needs ${names} too` }];
}

function ownLabel(id: string, level: Label['level'] | undefined, read: LabelTable): OwnLabel {
  const { title, exposes, handling, regimes } = read;
  return {
    id,
    ...(level && { level }),
    ...(title !== undefined && { title: plainText(title, MAX_TEXT) }),
    ...(exposes !== undefined && { exposes: plainText(exposes, MAX_TEXT) }),
    ...(handling !== undefined && { handling: plainText(handling, MAX_TEXT) }),
    ...(regimes && { regimes: regimes.map((each) => plainText(each, MAX_TEXT)) }),
  };
}
