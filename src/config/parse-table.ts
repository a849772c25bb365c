/** A table of the configuration against its schema: what is right is used although its neighbour is wrong. */
import * as v from 'valibot';
import { quote } from '../core/quote.ts';
import { type Mistake, unknownWord } from './mistake.ts';

/** A table with more keys has so many wrong ones that the rest need no mention. */
export const MAX_KEYS = 500;

interface TableSpec<Entries extends v.ObjectEntries> {
  /** Each must be optional: a wrong value counts as none while the rest is checked. */
  readonly entries: Entries;
  /** Where the table stands, empty for the whole file. */
  readonly at: string;
  /** What its keys are called in a message. */
  readonly noun: string;
}

/** @param mistakes takes every mistake in the table */
export function parseTable<const Entries extends v.ObjectEntries>(
  table: object,
  { entries, at, noun }: TableSpec<Entries>,
  mistakes: Mistake[],
): v.InferOutput<v.ObjectSchema<Entries, undefined>> {
  const known = Object.keys(entries);
  for (const key of Object.keys(table).slice(0, MAX_KEYS)) {
    if (!Object.hasOwn(entries, key)) mistakes.push(unknownWord(join(at, key), key, noun, known));
  }
  const schema = v.object(entries);
  const parsed = v.safeParse(schema, table);
  if (parsed.success) return parsed.output;
  const wrong = new Set<unknown>();
  for (const issue of parsed.issues) {
    const path: readonly { readonly key: unknown }[] = issue.path ?? [];
    wrong.add(path[0]?.key);
    const place = path.reduce((outer, { key }) => join(outer, key), at);
    mistakes.push({ at: place, message: `${quote(issue.input)} ${issue.message}` });
  }
  return v.parse(schema, Object.fromEntries(Object.entries(table).filter(([key]) => !wrong.has(key))));
}

function join(place: string, key: unknown): string {
  if (typeof key === 'number') return `${place}[${key}]`;
  return place === '' ? String(key) : `${place}.${String(key)}`;
}
