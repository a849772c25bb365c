/** Builds dist/types: the declarations that the public interface reaches, and no others. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join, posix } from 'node:path';

const ALL = 'dist/types-of-everything';
const PUBLISHED = 'dist/types';
const IMPORTED = /(from '\.{1,2}\/[^']*)\.ts';/g;

/** @returns the compiler's exit code */
export function buildTypes() {
  const options = ['-p', 'tsconfig.build.json', '--outDir', ALL];
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', ...options], {
    stdio: 'inherit',
  });
  const reached = new Set(['index.ts']);
  for (const path of reached) {
    const text = readFileSync(join(ALL, declarationOf(path)), 'utf8');
    for (const [, start = ''] of text.matchAll(IMPORTED)) {
      reached.add(posix.join(posix.dirname(path), `${start.slice("from '".length)}.ts`));
    }
    const target = join(PUBLISHED, declarationOf(path));
    mkdirSync(dirname(target), { recursive: true });
    // What the programs import is called .js, and older compilers look for nothing else.
    writeFileSync(target, text.replace(IMPORTED, "$1.js';"));
  }
  rmSync(ALL, { recursive: true });
  return status ?? 1;
}

function declarationOf(path) {
  return path.replace(/\.ts$/, '.d.ts');
}
