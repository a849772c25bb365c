/** A keyword by the number that the prefilter reports. Looked up when it stands somewhere: most of thousands never do. */
import type { KeywordForm } from './keyword-forms.ts';
import type { KeywordIndex } from './keyword-index.ts';

/** A keyword and the indexes of the detectors that wait for it. */
export interface WaitedKeyword extends KeywordForm {
  readonly keyword: string;
  readonly detectors: readonly number[];
}

/** @returns undefined for a number that no keyword has */
export function keywordFinder(index: KeywordIndex): (number: number) => WaitedKeyword | undefined {
  const { count, ends, leads, firsts, detectors } = index;
  const texts = Buffer.from(index.texts.buffer, index.texts.byteOffset, index.texts.length);
  const known: (WaitedKeyword | undefined)[] = [];
  return (number) => {
    if (number >= count) return undefined;
    const before = known[number];
    if (before) return before;
    const lead = leads[number] ?? 0;
    const text = texts.toString('latin1', number === 0 ? 0 : ends[number - 1], ends[number]);
    const by = [...detectors.subarray(firsts[number], firsts[number + 1])];
    return (known[number] = { keyword: text.slice(lead), detectors: by, text, lead });
  };
}
