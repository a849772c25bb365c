/** Build step: patterns/*.toml -> dist/catalogue.json. */
import { writeFileSync } from 'node:fs';
import { readCatalogue } from '../src/catalogue/read-patterns.ts';

writeFileSync('dist/catalogue.json', JSON.stringify(readCatalogue('patterns')));
