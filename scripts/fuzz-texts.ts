/** Texts for scripts/fuzz-rounds.ts that hold what is encoded, and what nearly is: blocks, escapes, line ends, in any order. */
import { type Dice, mutate } from '../test/support/mutate.ts';

const RUN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';
const PIECES = [
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\t',
  '        ',
  '"',
  "'",
  '=',
  '\\',
  '%',
  '&',
  '+',
  '.',
  '\0',
  '=3D',
  '%41',
  '%7f',
  '%2',
  '\\x41',
  '\\u0041',
  '\\u00',
  '\\/\\/',
  '&#65;',
  '&#x41;',
  '&#7;',
  '&quot;',
  '&apos;',
  '" +\n  "',
  "'\n'",
  '"\r\n\t. "',
  'ab\\\ncd',
  '0x',
  'H4sIAAAA',
  'eJw',
  '////',
  '----',
  'word',
];

export function encodedText(dice: Dice): Buffer {
  const pieces = Array.from({ length: 1 + dice.below(60) }, () => piece(dice));
  const text = Buffer.from(pieces.join(''), 'latin1');
  return dice.below(4) === 0 ? mutate(text, dice) : text;
}

function piece(dice: Dice): string {
  const kind = dice.below(8);
  if (kind === 0) return encoded(dice);
  if (kind === 1) return made(dice.below(80), () => RUN[dice.below(RUN.length)] ?? '');
  if (kind === 2) return 'x'.repeat(dice.below(2) === 0 ? 20 + dice.below(8) : 60 + dice.below(100));
  if (kind === 3) return made(dice.below(20), () => String.fromCharCode(dice.below(256)));
  return PIECES[dice.below(PIECES.length)] ?? '';
}

function encoded(dice: Dice): string {
  const words = dice.bytes(8 + dice.below(60));
  const kinds = [words, Buffer.from(`\uFEFF${words.toString()}`), Buffer.from(words.toString(), 'utf16le')];
  const form = (['base64', 'base64url', 'hex'] as const)[dice.below(3)];
  return (kinds[dice.below(kinds.length)] ?? words).toString(form);
}

function made(length: number, one: () => string): string {
  return Array.from({ length }, one).join('');
}

/** Copied runs as the kernel reads them, ascending; some meet, some are empty. */
export function copiedRuns(length: number, dice: Dice): Buffer {
  const places = Array.from({ length: 2 * dice.below(8) }, () => dice.below(length + 1));
  const cuts = places.toSorted((a, b) => a - b);
  for (let index = 2; index < cuts.length; index += 2)
    if (dice.below(3) === 0) cuts[index] = cuts[index - 1] ?? 0;
  const runs = Buffer.alloc(cuts.length * 6);
  for (let index = 0; index < cuts.length; index += 2) {
    const [start = 0, end = 0] = cuts.slice(index, index + 2);
    runs.writeUInt32LE(start, index * 6);
    runs.writeUInt32LE(end - start, index * 6 + 8);
  }
  return runs;
}
