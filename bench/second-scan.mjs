/**
 * Times whole processes: a scan with a state where nothing is new, and one where 100 commits are. The repositories that are
 * named are cloned first; nothing is written into them.
 * Usage: npm run bench:second -- REPOSITORY... [--runs=7] [--commits=100]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '7' }, commits: { type: 'string', default: '100' } },
});
const runs = Number(values.runs);
const TOUCHED_FILES = 40;
/** Every so manieth commit brings a secret in. */
const SECRET_EVERY = 10;
const env = { ...process.env, BITSIEVE_KEY: 'the key of a benchmark' };

function git(folder, ...args) {
  return execFileSync('git', ['-C', folder, ...args], { maxBuffer: 1 << 28 }).toString();
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** @returns milliseconds of the whole process */
function scan(folder, state) {
  const report = `${state}.json`;
  const options = ['--state', state, '-f', 'json', '-r', report, '--no-progress'];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['bin/bitsieve.js', 'scan', folder, ...options], {
    env,
  });
  const spent = performance.now() - start;
  if (status !== 0 && status !== 1) throw new Error(`exit code ${status}: ${stderr.toString()}`);
  return spent;
}

/** Commits on top of HEAD that change files which are there. */
function grow(folder, count) {
  const head = git(folder, 'rev-parse', 'HEAD').trim();
  const branch = git(folder, 'symbolic-ref', 'HEAD').trim();
  const blobs = git(folder, 'ls-tree', '-r', 'HEAD').split('\n');
  const files = blobs.flatMap((line) => (line.startsWith('100644 blob') ? [line.split('\t')[1]] : []));
  const chosen = files.filter((name) => !name.startsWith('"')).slice(0, TOUCHED_FILES);
  const contents = chosen.map((name) => git(folder, 'show', `HEAD:${name}`));
  const stream = Array.from({ length: count }, (_, index) => {
    const at = index % chosen.length;
    const secret = index % SECRET_EVERY === 0 ? `password = "${randomBytes(12).toString('base64')}"\n` : '';
    contents[at] += `// change ${index}\n${secret}`;
    const date = 1_900_000_000 + index;
    return [
      `commit ${branch}\ncommitter C <c@example.org> ${date} +0000\ndata 1\nx\n`,
      index === 0 ? `from ${head}\n` : '',
      `M 100644 inline ${chosen[at]}\ndata ${Buffer.byteLength(contents[at])}\n${contents[at]}\n`,
    ].join('');
  });
  const importing = ['-C', folder, '-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet'];
  execFileSync('git', importing, { input: stream.join('') });
}

function timed(folder, state, kept) {
  return median(
    Array.from({ length: runs }, () => {
      copyFileSync(kept, state);
      return scan(folder, state);
    }),
  );
}

function measure(repository) {
  const beside = mkdtempSync(join(tmpdir(), 'bitsieve-bench-'));
  try {
    const folder = join(beside, 'clone.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository, folder]);
    git(folder, 'repack', '-adq');
    const [state, kept] = [join(beside, 'state'), join(beside, 'kept')];
    const first = scan(folder, state);
    copyFileSync(state, kept);
    const same = timed(folder, state, kept);
    grow(folder, Number(values.commits));
    const grown = timed(folder, state, kept);
    const full = scan(folder, join(beside, 'another'));
    return { first, same, grown, full };
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

console.log(
  `node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, medians of ${runs} runs, milliseconds`,
);
console.log(
  `| repository | first scan | nothing new | ${values.commits} new commits | full scan of those | node alone |`,
);
console.log('|---|--:|--:|--:|--:|--:|');
for (const repository of positionals) {
  const { first, same, grown, full } = measure(repository);
  const alone = median(
    Array.from({ length: runs }, () => {
      const start = performance.now();
      spawnSync(process.execPath, ['-e', '0']);
      return performance.now() - start;
    }),
  );
  const name = basename(repository) === 'repo' ? basename(join(repository, '..')) : basename(repository);
  const figures = [first, same, grown, full, alone].map((figure) => Math.round(figure));
  console.log(`| ${name.replace('+', '/')} | ${figures.join(' | ')} |`);
}
