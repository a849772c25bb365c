/** The schema of a list that somebody else may have written: its length is checked before its members are looked at. */
import * as v from 'valibot';
import { MAX_LIST_ENTRIES } from '../core/limits.ts';

export function shortList<Item extends v.GenericSchema>(
  item: Item,
  message: string,
): v.GenericSchema<unknown, v.InferOutput<Item>[]> {
  const isShort = v.maxLength<unknown[], number, string>(
    MAX_LIST_ENTRIES,
    `has more than ${MAX_LIST_ENTRIES} entries`,
  );
  return v.pipe(v.array(v.unknown(), message), isShort, v.array(item));
}
