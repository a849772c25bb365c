/** Shows a wrong value in a message: in quotes, on one line, cut. */
import { plainText } from './plain-text.ts';

/** Longest piece of a wrong value that a message repeats. */
const MAX_QUOTED = 60;

/** A value somebody wrote: no control characters, and of lists and tables no more than that they are such. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(plainText(value, MAX_QUOTED));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object' && value !== null) return 'a table';
  return String(value);
}
