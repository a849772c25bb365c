/** Build step: patterns/*.toml -> dist/catalogue.json, and dist/patterns.json for whoever wants to know how a detector is written. */
import { writeFileSync } from 'node:fs';
import { readCatalogue, readPatterns } from '../src/catalogue/read-patterns.ts';
import { withAnchors } from '../src/detect/keyword-anchor.ts';

const catalogue = readCatalogue('patterns');
writeFileSync(
  'dist/catalogue.json',
  JSON.stringify({ ...catalogue, detectors: withAnchors(catalogue.detectors) }),
);
writeFileSync('dist/patterns.json', JSON.stringify(readPatterns('patterns')));
