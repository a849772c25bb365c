/** A string in parts, each on a line of its own: `"a" +`, newline, `"b"`; `"a"`, newline, `"b"`; a line that a backslash continues. */
import type { Decoder } from './decoder.ts';
import { replaceParts } from './replaced.ts';

const JOINT =
  /(["'])[\t ]{0,8}(?:[+.&\\][\t ]{0,8})?\r?\n[\t ]{0,40}(?:[+.&\\][\t ]{0,8})?\1|(?<=[\w+/-])\\\r?\n(?=[\w+/-])/g;

export const joinedStrings: Decoder = {
  decode: (bytes) => replaceParts(bytes, JOINT, () => ''),
};
