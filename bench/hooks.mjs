/**
 * Times hooks as git calls them: in commits and pushes of real repositories, each in turns with a hook that is `node -e 0`, and with
 * other programs that are on the PATH. What is told is the time from the start of the hook to its end.
 * Usage: npm run bench:hooks -- [--runs=30] [--large-runs=10] [--only=WORD]
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { git, growOn, madeRepository } from './hooks/made-repository.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    'large-runs': { type: 'string', default: '10' },
    commits: { type: 'string', default: '20000' },
    only: { type: 'string', default: '' },
  },
});
const launcher = resolve('bin/bitsieve-hook');
const folder = mkdtempSync(join(tmpdir(), 'bitsieve-hooks-'));
const log = join(folder, 'log');
const memory = join(folder, 'memory');
/** In node's place: an option for node would keep it from starting from its image. GNU time tells the peak in KiB. */
const teller = join(folder, 'tell-memory.sh');
writeFileSync(teller, `#!/bin/sh\nexec /usr/bin/time -f %M -a -o '${memory}' node "$@"\n`, { mode: 0o755 });
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** Runs git with a hook; what the hook took, in milliseconds. */
function timed({ at, hook, args }, command, options = {}) {
  const path = join(at, 'hooks', hook);
  writeFileSync(
    path,
    `#!/bin/sh\nstart=$(date +%s%N)\n${command}\ncode=$?\nend=$(date +%s%N)\necho "$((end - start)) $code" >> '${log}'\nexit 0\n`,
    { mode: 0o755 },
  );
  rmSync(log, { force: true });
  const { status, stderr } = spawnSync('git', args, { ...options, env: { ...env, ...options.env } });
  rmSync(path);
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.toString()}`);
  const [spent, code] = readFileSync(log, 'utf8').trim().split(' ').map(Number);
  return { spent: spent / 1e6, code, stderr: stderr.toString() };
}

/** A work tree with ten changed files, and a commit that is taken back. */
function preCommit(base) {
  const at = join(folder, 'work');
  spawnSync('git', ['clone', '--quiet', base.folder, at], { env });
  const names = [...base.files.keys()].slice(0, 10);
  for (const name of names) appendFileSync(join(at, name), 'export const added = 1;\n');
  git(at, 'add', '.');
  return (command, options) => {
    const ran = timed(
      { at: join(at, '.git'), hook: 'pre-commit', args: ['commit', '--quiet', '-m', 'x'] },
      command,
      {
        cwd: at,
        ...options,
      },
    );
    git(at, 'reset', '--quiet', '--soft', 'HEAD~1');
    return ran;
  };
}

/** A push of so many commits to the repository; taken back. */
function push(base, hook, count, isLoose = false) {
  const at = join(folder, `pusher-${hook}-${count}-${isLoose}.git`);
  spawnSync('git', ['clone', '--quiet', '--bare', base.folder, at], { env });
  const head = git(at, 'rev-parse', 'main').trim();
  const own = join(at, 'objects/pack');
  const cloned = new Set(readdirSync(own));
  growOn({ ...base, folder: at }, 'grown', head, count);
  if (isLoose) unpack(at, own, cloned);
  git(at, 'remote', 'add', 'server', `file://${base.folder}`);
  git(at, 'config', 'remote.server.fetch', '+refs/heads/*:refs/remotes/server/*');
  git(at, 'fetch', '--quiet', 'server');
  const packs = join(base.folder, 'objects/pack');
  const before = new Set(readdirSync(packs));
  return (command, options) => {
    const place = hook === 'pre-push' ? at : base.folder;
    const args = ['push', '--quiet', 'server', 'grown'];
    const ran = timed({ at: place, hook, args }, command, { cwd: at, ...options });
    git(base.folder, 'update-ref', '-d', 'refs/heads/grown');
    for (const name of readdirSync(packs)) if (!before.has(name)) rmSync(join(packs, name), { force: true });
    git(base.folder, 'prune', '--expire=now');
    spawnSync('git', ['-C', at, 'update-ref', '-d', 'refs/remotes/server/grown'], { env });
    return ran;
  };
}

/** As `git commit` writes them. */
function unpack(at, packs, kept) {
  for (const name of readdirSync(packs).filter((one) => !kept.has(one))) {
    const bytes = readFileSync(join(packs, name));
    rmSync(join(packs, name), { force: true });
    if (name.endsWith('.pack')) spawnSync('git', ['-C', at, 'unpack-objects', '-q'], { env, input: bytes });
  }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function isThere(command) {
  return spawnSync('sh', ['-c', `command -v ${command}`], { env }).status === 0;
}

function measure({ name, run, command, runs, goal, peers = [] }) {
  const variants = ['node -e 0', command, ...peers.filter((peer) => isThere(peer.split(' ')[0]))];
  const spent = variants.map(() => []);
  const failed = new Map(variants.map((variant) => [variant, failureOf(run(variant))]));
  for (let round = 0; round < runs; round++) {
    for (const [index, variant] of variants.entries()) {
      const ran = run(variant);
      failed.set(variant, failed.get(variant) ?? failureOf(ran));
      if (index < 2 && failed.get(variant))
        throw new Error(`${variant}: ${failed.get(variant)} ${ran.stderr}`);
      spent[index].push(ran.spent);
    }
  }
  const peak = peakOf(run, command);
  const [alone, own, ...others] = spent.map(median);
  const extra = spent[1].map((one, round) => one - spent[0][round]);
  const row = [name, runs, alone, own, own - alone, goal, median(extra), own / alone, peak];
  console.log(
    `| ${row.map((cell) => (typeof cell === 'number' ? Number(cell.toFixed(cell < 20 ? 1 : 0)) : cell)).join(' | ')} |`,
  );
  for (const [index, other] of others.entries()) {
    const peer = variants[index + 2];
    const cells = [alone.toFixed(0), other.toFixed(0), (other - alone).toFixed(0), '', ''];
    const said = failed.get(peer)
      ? `${failed.get(peer)}: not compared | | | | | | `
      : `${runs} | ${cells.join(' | ')} | ${(other / alone).toFixed(1)} | `;
    console.log(`| ${name}: \`${peer}\` | ${said}|`);
    if (failed.get(peer)) process.exitCode = 1;
  }
}

/** In MiB; a dash where there is nothing to tell it. */
function peakOf(run, command) {
  if (!existsSync('/usr/bin/time')) return '–';
  rmSync(memory, { force: true });
  run(command, { env: { BITSIEVE_NODE: teller } });
  return Math.max(...readFileSync(memory, 'utf8').trim().split('\n').map(Number)) / 1024;
}

/** What ends early is fast: nothing is to be found, so whoever does not end with 0 has not done the work. */
function failureOf({ code }) {
  return code === 0 ? undefined : `exit code ${code}`;
}

try {
  const [runs, largeRuns] = [Number(values.runs), Number(values['large-runs'])];
  const base = madeRepository(join(folder, 'server.git'), Number(values.commits));
  const rows = [
    {
      name: 'pre-commit, 10 changed files',
      make: () => preCommit(base),
      command: `${launcher} pre-commit`,
      goal: '<= 100',
      runs,
      peers: [
        'gitleaks git --pre-commit --staged --no-banner',
        'kingfisher scan . --staged --quiet --no-update-check --no-validate',
      ],
    },
    {
      name: 'pre-push, 20 commits',
      make: () => push(base, 'pre-push', 20),
      command: `${launcher} pre-push "$@"`,
      goal: '<= 150',
      runs,
    },
    {
      name: 'pre-push, 20 commits in files of their own',
      make: () => push(base, 'pre-push', 20, true),
      command: `${launcher} pre-push "$@"`,
      goal: '<= 150',
      runs,
    },
    {
      name: 'pre-receive, 100 commits',
      make: () => push(base, 'pre-receive', 100),
      command: `${launcher} pre-receive`,
      goal: '<= 250',
      runs,
    },
    {
      name: 'pre-receive, 2,000 commits',
      make: () => push(base, 'pre-receive', 2000),
      command: `${launcher} pre-receive --deadline 60s`,
      goal: '<= 1500',
      runs: largeRuns,
    },
  ];
  console.log(
    `${cpus()[0]?.model}, ${availableParallelism()} processors, load ${loadavg()[0]?.toFixed(1)}; node ${process.version}, ${git('.', 'version').trim()}`,
  );
  console.log(
    `\n| hook | runs | \`node -e 0\`, ms | hook, ms | more, ms | goal | median of the differences | ratio | peak memory, MB |`,
  );
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const { make, ...row } of rows) if (row.name.includes(values.only)) measure({ ...row, run: make() });
  console.log(`\nLoad at the end: ${loadavg()[0]?.toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
