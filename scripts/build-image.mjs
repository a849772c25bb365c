/** Build step: dist/quick.image. Where it cannot be made, hooks start without it, and `bitsieve doctor` says so. */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const outfile = 'dist/write-image.mjs';
await build({
  entryPoints: ['src/hooks/install/start-image.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const { writeImage } = await import(pathToFileURL(outfile).href);
rmSync(outfile);
const reason = await writeImage(pathToFileURL(`${resolve('dist')}/`));
if (reason !== undefined) console.warn(`no start image: ${reason}`);
