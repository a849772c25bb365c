/** Makes a program of a TypeScript file, for tests that need a process of their own to kill. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll } from 'vitest';

/** @returns the path of a script for node, which goes away with the test file */
export function bundledProgram(entry: string): string {
  // In dist/, because packages are looked for in the folders above.
  const outfile = resolve('dist', `test-${randomBytes(6).toString('hex')}.mjs`);
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  afterAll(() => rmSync(outfile, { force: true }));
  return outfile;
}
