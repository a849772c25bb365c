/**
 * How much longer twice as much of a dense input takes to scan: nothing but keywords, base64, one long line. In turns, medians.
 * Usage: npm run bench:dense [-- --runs=9] [--write=NAME]
 */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, write: { type: 'string' } },
});
const runs = Number(values.runs);
// In dist/, because the engine is looked for beside the program.
const outfile = resolve('dist', `bench-${randomBytes(6).toString('hex')}.mjs`);
const ENTRY = `
export { readCatalogue } from './src/catalogue/read-patterns.ts';
export { buildDetectorSet } from './src/detect/detector-set.ts';
export { scanText } from './src/detect/scan-text.ts';
`;

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

try {
  const stdin = { contents: ENTRY, resolveDir: process.cwd(), loader: 'ts' };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm' });
  const { readCatalogue, buildDetectorSet, scanText } = await import(pathToFileURL(outfile).href);
  const { detectors } = readCatalogue('patterns');
  const set = buildDetectorSet(detectors);
  const keywords = [...new Set(detectors.flatMap((detector) => detector.keywords))].join('\n');
  const inputs = [
    { name: 'keywords', bytes: 200_000, make: (bytes) => Buffer.alloc(bytes, keywords, 'latin1') },
    {
      name: 'base64',
      bytes: 10_000_000,
      make: (bytes) => Buffer.from(randomBytes(bytes).toString('base64').slice(0, bytes)),
    },
    {
      name: 'one line',
      bytes: 20_000_000,
      make: (bytes) => Buffer.alloc(bytes, 'the quick brown fox x = y; jumps over (a, b) ', 'latin1'),
    },
  ];
  const spent = (blob) => {
    const start = performance.now();
    scanText(blob, set);
    return performance.now() - start;
  };
  const rows = inputs.map(({ name, bytes, make }) => {
    const [once, twice] = [make(bytes), make(2 * bytes)];
    spent(once);
    const times = Array.from({ length: runs }, () => [spent(once), spent(twice)]);
    const [short, long] = [0, 1].map((column) => median(times.map((pair) => pair[column])));
    return `| ${name} | ${bytes / 1e6} | ${short.toFixed(0)} | ${long.toFixed(0)} | ${(long / short).toFixed(2)} |`;
  });
  const text = `# Dense input, ${new Date().toISOString().slice(0, 10)}

${cpus()[0]?.model}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}; ${detectors.length} detectors; medians of ${runs} runs in turns, one thread.

| input | MB | ms | ms for twice as much | ratio |
|---|---|---|---|---|
${rows.join('\n')}
`;
  process.stdout.write(text);
  if (values.write) writeFileSync(join('bench/results', `${values.write}.md`), text);
} finally {
  rmSync(outfile, { force: true });
}
