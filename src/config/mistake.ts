/** Something wrong in a configuration file. */
import { quote } from '../core/quote.ts';
import { nearest } from './nearest.ts';

export interface Mistake {
  /** `scan.jobs`, `allow[1].values[0]`. */
  readonly at: string;
  /** Quotes the wrong value and names the right ones. */
  readonly message: string;
}

/** The mistake of a word that is not among the known ones. */
export function unknownWord(at: string, word: string, what: string, known: Iterable<string>): Mistake {
  const guess = nearest(word, known);
  const question = guess === undefined ? '' : `; did you mean ${quote(guess)}?`;
  return { at, message: `there is no ${what} ${quote(word)}${question}` };
}
