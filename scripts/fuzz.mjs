/**
 * Feeds damaged packs, indexes, loose objects and single streams to the code that reads them, and the engine's answers to its
 * twin's. Usage: npm run fuzz -- [--rounds=100000] [--seed=1] [--first=0] [--minutes=60]
 * Ends at the first crash, hang, unbounded memory or difference, with the round to repeat: --seed=S --first=R --rounds=1.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    minutes: { type: 'string', default: '60' },
  },
});
/** One round takes milliseconds. */
const HANG_MS = 20_000;
const POLL_MS = 250;

if (!existsSync('dist/engine.wasm')) throw new Error('there is no dist/: run "npm run build" first');
const folder = mkdtempSync(join(tmpdir(), 'bitsieve-fuzz-'));
const program = join(folder, 'fuzz-rounds.mjs');
await build({
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  logLevel: 'warning',
  // Bundled CommonJS packages still ask for node's own modules with require.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  entryPoints: ['scripts/fuzz-rounds.ts'],
  outfile: program,
});
copyFileSync('dist/engine.wasm', join(folder, 'engine.wasm'));

/** The round at hand; the program writes it before it begins. */
const place = join(folder, 'round');
writeFileSync(place, '');
const settings = [values.first, values.rounds, values.seed, values.minutes].map(Number);
const child = spawn(
  process.execPath,
  ['--max-old-space-size=256', program, folder, ...settings.map(String)],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);

let seen = '';
let since = performance.now();
let isHanging = false;
const watch = setInterval(() => {
  const round = readFileSync(place, 'latin1');
  const now = performance.now();
  if (round !== seen) [seen, since] = [round, now];
  else if (now - since > HANG_MS) {
    isHanging = true;
    child.kill('SIGKILL');
  }
}, POLL_MS);
child.on('close', (code, signal) => {
  clearInterval(watch);
  if (code === 0) {
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  const why = isHanging ? 'hangs' : `ends with ${signal ?? `exit code ${code}`}`;
  const round = readFileSync(place, 'latin1').trim();
  console.error(`Round ${round} of seed ${values.seed} ${why}; the input is in ${folder}`);
  process.exitCode = 1;
});
