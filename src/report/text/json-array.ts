/** A JSON array in chunks, one element each, so that the whole never has to be one string. */
import { jsonText } from './json-text.ts';

/**
 * @param indent spaces a level
 * @param shift spaces before the array's own closing bracket
 */
export function* jsonArray(values: Iterable<unknown>, indent: number, shift: number): Generator<string> {
  const inner = shift + indent;
  let isFirst = true;
  for (const value of values) {
    yield `${isFirst ? '[' : ','}\n${' '.repeat(inner)}${jsonText(value, indent, inner)}`;
    isFirst = false;
  }
  yield isFirst ? '[]' : `\n${' '.repeat(shift)}]`;
}
