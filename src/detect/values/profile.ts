/** What a value is made of: how many of its letters belong to known words, how many digits and symbols, how unlike words the rest is. */
import { KNOWN_WORDS } from './words.ts';

export interface Profile {
  readonly length: number;
  readonly letters: number;
  readonly digits: number;
  readonly symbols: number;
  /** Changes between lower case, upper case and digits, e.g. 3 in `aB3x`. */
  readonly turns: number;
  /** Bits a letter pair costs on average, where words of our list cost about four. 0 without pairs. */
  readonly surprise: number;
}

const SHORTEST_WORD = 3;
/** Longer runs are not taken apart: no name is that long, and it bounds the work. */
const MAX_RUN = 64;

export function profileOf(value: string): Profile {
  const letters = value.match(/[A-Za-z]/g)?.length ?? 0;
  const digits = value.match(/\d/g)?.length ?? 0;
  return {
    length: value.length,
    letters,
    digits,
    symbols: value.length - letters - digits,
    turns: turnsOf(value),
    surprise: surpriseOf(value),
  };
}

/** How many letters no known word covers. Costs more than a profile, so it is asked last. */
export function strangeLetters(value: string): number {
  let letters = 0;
  let strange = 0;
  for (const run of value.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]/g) ?? []) {
    letters += run.length;
    strange += run.length - covered(run.toLowerCase());
  }
  return Math.min(strange, letters - covered(lettersOf(value)));
}

function lettersOf(value: string): string {
  const letters = value.replace(/[^A-Za-z]/g, '').toLowerCase();
  return letters.length > MAX_RUN ? '' : letters;
}

/** The most letters of `run` that known words, laid end to end with gaps, can cover. */
function covered(run: string): number {
  if (run.length > MAX_RUN || run.length < SHORTEST_WORD) return 0;
  const longest = longestWord();
  const best = [0];
  for (let end = 1; end <= run.length; end++) {
    let most = best[end - 1] ?? 0;
    for (let size = SHORTEST_WORD; size <= Math.min(end, longest); size++) {
      if (KNOWN_WORDS.has(run.slice(end - size, end))) most = Math.max(most, (best[end - size] ?? 0) + size);
    }
    best.push(most);
  }
  return best[run.length] ?? 0;
}

function turnsOf(value: string): number {
  let turns = 0;
  let last = '';
  for (const char of value) {
    const kind = /[a-z]/.test(char) ? 'a' : /[A-Z]/.test(char) ? 'A' : /\d/.test(char) ? '0' : last;
    if (last !== '' && kind !== last) turns++;
    last = kind;
  }
  return turns;
}

/** What each letter pair costs in bits, which is more than nothing; filled when a value is first weighed. */
const PAIRS = new Float64Array(26 * 26);
/** Length of the longest known word. */
const LONGEST = new Uint8Array(1);

function longestWord(): number {
  if (LONGEST[0] === 0) LONGEST[0] = Math.max(...Array.from(KNOWN_WORDS.all(), ({ length }) => length));
  return LONGEST[0] ?? 0;
}

function pairs(): Float64Array {
  if (PAIRS[0] === 0) PAIRS.set(countPairs());
  return PAIRS;
}

/** Letter pairs of the word list, counted; every pair begins at one so that none is impossible. */
function countPairs(): Float64Array {
  const counts = new Float64Array(26 * 26).fill(1);
  for (const word of KNOWN_WORDS.all()) eachPair(word, (pair) => (counts[pair] = (counts[pair] ?? 0) + 1));
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => -Math.log2(count / total));
}

function eachPair(word: string, visit: (pair: number) => void): void {
  for (let at = 1; at < word.length; at++) {
    const first = word.charCodeAt(at - 1) - 97;
    const second = word.charCodeAt(at) - 97;
    if (first >= 0 && first < 26 && second >= 0 && second < 26) visit(first * 26 + second);
  }
}

function surpriseOf(value: string): number {
  const costs = pairs();
  let bits = 0;
  let count = 0;
  eachPair(value.toLowerCase(), (pair) => {
    bits += costs[pair] ?? 0;
    count++;
  });
  return count === 0 ? 0 : bits / count;
}
