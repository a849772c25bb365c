/**
 * Build step: patterns/*.toml -> dist/catalogue.json, which every start reads, dist/detectors.jsonl, what is asked of single detectors,
 * dist/keywords.bin, the keywords of those that a scan uses unasked, and dist/patterns.json for whoever wants to know how a detector is written.
 */
import { writeFileSync } from 'node:fs';
import type { StoredCatalogue } from '../src/catalogue/load-catalogue.ts';
import { readCatalogue, readPatterns } from '../src/catalogue/read-patterns.ts';
import { storeDetectors } from '../src/catalogue/stored-detectors.ts';
import { mergeOptions } from '../src/config/merge.ts';
import { compareOn, CONFIDENCES } from '../src/core/severity.ts';
import { withAnchors } from '../src/detect/keyword-anchor.ts';
import { indexKeywords, writeKeywordIndex } from '../src/detect/keyword-index.ts';

const { detectors: compiled, ...rest } = readCatalogue('patterns');
const detectors = withAnchors(compiled);
const { minConfidence } = mergeOptions({}, {}, {});
const isUsual = ({ confidence }: (typeof detectors)[number]): boolean =>
  compareOn(CONFIDENCES, confidence, minConfidence) >= 0;
const { heads, lines } = storeDetectors(detectors);
const catalogue: StoredCatalogue = {
  ...rest,
  heads,
  usual: {
    minConfidence,
    places: detectors.flatMap((detector, place) => (isUsual(detector) ? [place] : [])),
  },
};
writeFileSync('dist/catalogue.json', JSON.stringify(catalogue));
writeFileSync('dist/detectors.jsonl', lines);
writeFileSync('dist/keywords.bin', writeKeywordIndex(indexKeywords(detectors.filter(isUsual))));
writeFileSync('dist/patterns.json', JSON.stringify(readPatterns('patterns')));
