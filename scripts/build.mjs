/** Builds dist/: the catalogue from patterns/, bundles for the command, for the threads and for hooks, the page, and the types. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { buildPage } from './build-page.mjs';
import { buildTypes } from './build-types.mjs';

const node = { bundle: true, platform: 'node', target: 'node20.19', format: 'esm', logLevel: 'warning' };
/** Bundled CommonJS packages still ask for node's own modules with require. */
const banner = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

/** `start.ts` loads the bundle of `main.ts`, where it has to. */
const wholeProgram = {
  name: 'whole-program',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './cli.js', external: true })),
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });

await build({
  ...node,
  banner,
  entryPoints: ['scripts/compile-patterns.ts'],
  outfile: 'dist/compile-patterns.mjs',
});
await import(pathToFileURL('dist/compile-patterns.mjs').href);
rmSync('dist/compile-patterns.mjs');

const engine = ['engine/index.ts', '--outFile', 'dist/engine.wasm', '--runtime', 'stub', '--noAssert', '-O3'];
const { error } = await asc.main([
  ...engine,
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
  '--initialMemory',
  '16',
]);
if (error) throw new Error('the engine does not compile', { cause: error });

const program = {
  ...node,
  // Never called, 350 KB, and its punycode makes newer versions of Node print a warning.
  alias: { 'node-fetch': './scripts/no-node-fetch.mjs' },
  legalComments: 'none',
  // Brings a library of its own for each platform, and is loaded only where a store is opened; is loaded only behind a proxy.
  external: ['libsql', 'undici'],
  // Less to read at every start; names stay, for the sake of bug reports.
  minifyWhitespace: true,
  minifySyntax: true,
};
await build({
  ...program,
  banner,
  entryPoints: {
    cli: 'src/cli/main.ts',
    'scan-worker': 'src/pipeline/scan-worker.ts',
    index: 'src/index.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'part-[hash]',
});
/** What node loads without its loader of modules, which takes longer to start than these files to run. */
const common = {
  ...program,
  format: 'cjs',
  define: { 'import.meta.url': '__fileUrl' },
  banner: { js: 'const __fileUrl=require("node:url").pathToFileURL(__filename).href;' },
};
await build({ ...common, entryPoints: ['src/cli/quick.ts'], outfile: 'dist/quick.cjs' });
// It asks nothing of node that takes long to load.
await build({
  ...common,
  banner: {},
  entryPoints: ['src/cli/start-clock.ts'],
  outfile: 'dist/clock-thread.cjs',
});
await build({
  ...common,
  entryPoints: ['src/cli/start.ts'],
  outfile: 'dist/start.cjs',
  plugins: [wholeProgram],
});
await build({ ...common, entryPoints: ['src/cli/start-image.ts'], outfile: 'dist/start-image.cjs' });
await build({ ...node, entryPoints: ['src/cli/load-quick.ts'], outfile: 'dist/load-quick.mjs' });
await import('./compile-quick.mjs');
rmSync('dist/load-quick.mjs');
// What an image has to fit: it holds some of these, and reads the others.
const held = ['quick.cjs', 'catalogue.json', 'detectors.jsonl', 'keywords.bin', 'engine.wasm'];
const digest = createHash('sha256');
for (const name of held) digest.update(readFileSync(`dist/${name}`));
writeFileSync('dist/build.id', digest.digest('hex'));
await import('./build-image.mjs');

await build({
  ...node,
  banner,
  entryPoints: ['scripts/compile-manual.ts'],
  outfile: 'dist/compile-manual.mjs',
  alias: { 'node-fetch': './scripts/no-node-fetch.mjs' },
  external: ['libsql', 'undici'],
});
await import(pathToFileURL('dist/compile-manual.mjs').href);
rmSync('dist/compile-manual.mjs');

await buildPage();

process.exitCode = buildTypes();
