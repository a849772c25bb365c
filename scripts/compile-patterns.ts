/** Build step: patterns/*.toml -> dist/catalogue.json, and dist/patterns.json for whoever wants to know how a detector is written. */
import { writeFileSync } from 'node:fs';
import { readCatalogue, readPatterns } from '../src/catalogue/read-patterns.ts';

writeFileSync('dist/catalogue.json', JSON.stringify(readCatalogue('patterns')));
writeFileSync('dist/patterns.json', JSON.stringify(readPatterns('patterns')));
