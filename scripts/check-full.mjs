/**
 * Holds the engine to the reference reader on whole repositories: the same findings and problems, field for field.
 * Usage: npm run check:full -- [REPOSITORY…] [--plain]
 * Without repositories it clones three into BITSIEVE_CHECK_FOLDER (or the folder for temporary files) and keeps them there.
 * --plain compares the plain twin of the engine as well, which takes several times as long.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { plain: { type: 'boolean', default: false } },
});

/** More than 5,000 commits each, in three languages. */
const CLONED = ['nats-io/nats-server', 'fastify/fastify', 'PyGithub/PyGithub'];
const SHOWN_DIFFERENCES = 5;
const PROGRAM = resolve('bin/bitsieve.js');

/** What each reader is asked for with. The key makes fingerprints comparable. */
const READERS = {
  engine: {},
  ...(values.plain && { plain: { BITSIEVE_NO_WASM: '1' } }),
  reference: { BITSIEVE_READER: 'reference' },
};

function cloneAll() {
  const folder = process.env.BITSIEVE_CHECK_FOLDER ?? join(tmpdir(), 'bitsieve-check');
  mkdirSync(folder, { recursive: true });
  return CLONED.map((name) => {
    const target = join(folder, `${name.replace('/', '-')}.git`);
    if (existsSync(target)) return target;
    const from = `https://github.com/${name}`;
    const { status } = spawnSync('git', ['clone', '--quiet', '--mirror', from, target], { stdio: 'inherit' });
    if (status !== 0) {
      rmSync(target, { recursive: true, force: true });
      throw new Error(`${from} cannot be cloned`);
    }
    return target;
  });
}

/** Everything is reported, in clear: whatever a filter would hide must be the same too. */
const ARGS = [
  '--report-format=json',
  '--show-secrets',
  '--no-progress',
  '--no-inline-allow',
  '--no-group',
  '--min-confidence=low',
];

function scan(repository, env, folder) {
  const report = join(folder, 'report.json');
  const start = performance.now();
  const output = openSync(report, 'w', 0o600);
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'scan', repository, ...ARGS], {
    // Not in the repository, whose configuration would count.
    cwd: folder,
    env: { ...process.env, BITSIEVE_NO_WASM: '', BITSIEVE_READER: '', BITSIEVE_KEY: 'check', ...env },
    stdio: ['ignore', output, 'pipe'],
    maxBuffer: 1 << 28,
  });
  closeSync(output);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 && status !== 1 && status !== 3) throw new Error(`exit code ${status}: ${String(stderr)}`);
  const text = readFileSync(report, 'utf8');
  rmSync(report);
  return { ...JSON.parse(text), seconds };
}

/** The same value gives the same text, whatever the order of its keys. */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** One line for each thing that the readers have to agree on. */
function facts({ scan: { commits, blobs, bytes, complete, leftOut }, findings, problems }) {
  const lines = [
    ...findings.map((finding) => `finding ${canonical(finding)}`),
    ...problems.map((problem) => `problem ${canonical(problem)}`),
    `summary ${canonical({ commits, blobs, bytes, complete, leftOut })}`,
  ];
  return lines.toSorted((a, b) => (a < b ? -1 : 1));
}

/** What only one of two lists holds, counting how often. */
function differences(one, other) {
  const left = new Map();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  const onlyOne = one.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
  const onlyOther = [...left].flatMap(([line, count]) => (count > 0 ? [line] : []));
  return { onlyOne, onlyOther };
}

function check(repository, folder) {
  const reports = Object.entries(READERS).map(([name, env]) => ({ name, ...scan(repository, env, folder) }));
  const [engine, ...others] = reports;
  const seconds = reports.map((report) => `${report.name} ${report.seconds.toFixed(1)} s`).join(', ');
  const counts = `${engine.findings.length} findings, ${engine.scan.commits} commits, ${engine.scan.carried} verdicts carried`;
  console.log(`${repository}: ${counts}; ${seconds}`);
  let isSame = true;
  if (engine.scan.reader !== 'engine' || !(engine.scan.carried > 0)) {
    console.log('  the engine did not read it, or carried nothing over');
    isSame = false;
  }
  for (const other of others) {
    const { onlyOne, onlyOther } = differences(facts(engine), facts(other));
    if (onlyOne.length + onlyOther.length === 0) continue;
    isSame = false;
    console.log(`  engine and ${other.name} differ: ${onlyOne.length} and ${onlyOther.length} lines`);
    for (const line of onlyOne.slice(0, SHOWN_DIFFERENCES)) console.log(`  only engine: ${line}`);
    for (const line of onlyOther.slice(0, SHOWN_DIFFERENCES)) console.log(`  only ${other.name}: ${line}`);
  }
  return isSame;
}

const folder = mkdtempSync(join(tmpdir(), 'bitsieve-check-'));
try {
  const repositories = positionals.length > 0 ? positionals.map((path) => resolve(path)) : cloneAll();
  const verdicts = repositories.map((repository) => check(repository, folder));
  process.exitCode = verdicts.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
