/**
 * Times a full scan beside what git needs to print the same repository, in turns, and reports medians and ratios.
 * Usage: npm run bench -- REPOSITORY... [--runs=3] [--write=NAME]
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, write: { type: 'string' } },
});
const runs = Number(values.runs);
const POLL_MS = 100;

/** Every command does its whole work and throws its output away. */
const COMMANDS = {
  scan: (repository) => [
    process.execPath,
    ['bin/bitsieve.js', 'scan', repository, '-f', 'json', '-r', '/dev/null', '--no-progress'],
  ],
  'one thread': (repository) => [
    process.execPath,
    ['bin/bitsieve.js', 'scan', repository, '-f', 'json', '-r', '/dev/null', '--no-progress', '-j', '1'],
  ],
  'cat-file': (repository) => [
    'git',
    ['-C', repository, 'cat-file', '--batch-all-objects', '--unordered', '--batch', '--buffer'],
  ],
  'log -p': (repository) => ['git', ['-C', repository, 'log', '-p', '--all', '-U0']],
};

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Resident bytes of a process and all that it started, from /proc; 0 where there is none. */
function residentBytes(pid) {
  const parents = new Map();
  const resident = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(join('/proc', name, 'status'), 'utf8');
      parents.set(Number(name), Number(/^PPid:\t(\d+)/m.exec(status)?.[1]));
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024);
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (one) => one === pid || (parents.has(one) && isOurs(parents.get(one)));
  return [...resident].reduce((sum, [one, bytes]) => (isOurs(one) ? sum + bytes : sum), 0);
}

function run([program, args]) {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let peak = 0;
    const poll = setInterval(() => (peak = Math.max(peak, residentBytes(child.pid))), POLL_MS);
    child.stdout.resume();
    child.on('close', (code) => {
      clearInterval(poll);
      resolve({ seconds: (performance.now() - start) / 1000, peak, code });
    });
  });
}

async function measure(repository) {
  const results = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
  for (let turn = 0; turn <= runs; turn++) {
    for (const [name, command] of Object.entries(COMMANDS)) {
      const result = await run(command(repository));
      // The first turn only warms the disk's cache.
      if (turn > 0) results[name].push(result);
    }
  }
  return Object.fromEntries(
    Object.entries(results).map(([name, all]) => [
      name,
      {
        seconds: median(all.map(({ seconds }) => seconds)),
        peak: median(all.map(({ peak }) => peak)),
        code: all[0].code,
      },
    ]),
  );
}

const git = spawnSync('git', ['--version']).stdout.toString().trim();
const lines = [
  `# Scan against git, ${new Date().toISOString().slice(0, 10)}`,
  '',
  `${cpus()[0]?.model}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}, ${git}; medians of ${runs} runs in turns, after one run that is not counted.`,
  '',
  '| repository | commits | scan s | cat-file s | log -p s | scan / cat-file | scan / log -p | one thread / scan | scan peak MB | cat-file peak MB | exit |',
  '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
];
console.log(lines.join('\n'));
for (const repository of positionals) {
  const commits = spawnSync('git', ['-C', repository, 'rev-list', '--all', '--count'])
    .stdout.toString()
    .trim();
  const { scan, 'one thread': one, 'cat-file': cat, 'log -p': log } = await measure(repository);
  const name = basename(repository) === 'repo' ? basename(join(repository, '..')) : basename(repository);
  const figure = (number) => number.toFixed(2);
  const row = [
    name.replace('+', '/'),
    commits,
    figure(scan.seconds),
    figure(cat.seconds),
    figure(log.seconds),
    figure(scan.seconds / cat.seconds),
    figure(scan.seconds / log.seconds),
    figure(one.seconds / scan.seconds),
    Math.round(scan.peak / 1e6),
    Math.round(cat.peak / 1e6),
    scan.code,
  ];
  lines.push(`| ${row.join(' | ')} |`);
  console.log(lines.at(-1));
}
if (values.write !== undefined) {
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(`bench/results/${values.write}.md`, `${lines.join('\n')}\n`);
}
