/**
 * Times audits of a loopback Data Center: the first, one where nothing is new, and one where a few repositories are. Its
 * repositories are real histories: each that is named, cut off at several commits, and forks with commits of their own.
 * Usage: npm run bench:audit -- REPOSITORY... [--places=1000] [--forks=10] [--cuts=9] [--write=NAME]
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    places: { type: 'string', default: '1000' },
    forks: { type: 'string', default: '10' },
    cuts: { type: 'string', default: '9' },
    write: { type: 'string' },
  },
});
const wanted = Number(values.places);
const MB = 1e6;
const POLL_MS = 200;
const PUSHED = 10;
const folder = mkdtempSync(join(tmpdir(), 'bitsieve-bench-'));
const token = randomBytes(24).toString('hex');

function git(place, ...args) {
  const options = { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync('git', ['-C', place, ...args], options)
    .toString()
    .trim();
}

/** Objects stay where they are. */
function bare(source, target) {
  mkdirSync(join(target, 'objects/info'), { recursive: true });
  git(target, 'init', '--quiet', '--bare');
  const objects = resolve(source, git(source, 'rev-parse', '--git-path', 'objects'));
  writeFileSync(join(target, 'objects/info/alternates'), `${objects}\n`);
}

function setBranch(target, commit) {
  git(target, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  git(target, 'update-ref', 'refs/heads/main', commit);
}

/** On top of its tip, with nothing secret in it. */
function push(target, number) {
  const tip = git(target, 'rev-parse', 'main');
  const person = ['-c', 'user.name=C', '-c', 'user.email=c@example.org'];
  const commit = git(target, ...person, 'commit-tree', '-p', tip, '-m', `change ${number}`, `${tip}^{tree}`);
  git(target, 'update-ref', 'refs/heads/main', commit);
}

function* repositoriesOf(source, family) {
  const commits = git(source, 'rev-list', '--first-parent', 'HEAD').split('\n').toReversed();
  const name = basename(dirname(resolve(source)))
    .replaceAll(/[^A-Za-z0-9-]/g, '-')
    .toLowerCase();
  const of = (kind, at, hierarchy) => {
    const place = join(folder, `${family}-${kind}`);
    bare(source, place);
    setBranch(place, at);
    return { slug: `${name}-${kind}`, folder: place, hierarchy };
  };
  yield of('whole', commits.at(-1), `${family}`);
  const forks = Number(values.forks);
  for (let fork = 1; fork <= forks; fork++) {
    const made = of(`fork-${fork}`, commits[Math.floor((commits.length * fork) / (forks + 1))], `${family}`);
    push(made.folder, fork);
    yield made;
  }
  const cuts = Number(values.cuts);
  for (let cut = 1; cut <= cuts; cut++)
    yield of(`cut-${cut}`, commits[Math.floor((commits.length * cut) / (cuts + 1))], `${family}-${cut}`);
}

function modelOf() {
  const all = [];
  for (const [family, source] of positionals.entries()) {
    for (const made of repositoriesOf(source, family)) {
      if (all.length < wanted) all.push(made);
    }
    if (all.length >= wanted) break;
  }
  const repositories = all.map((made, index) => ({
    id: index + 1,
    workspace: 'acme',
    project: 'ACME',
    ...made,
  }));
  const accounts = [{ kind: 'project-token', user: '', secret: token, isAdministrator: true }];
  return { workspaces: ['acme'], repositories, grants: [], accounts };
}

async function loopback(model) {
  const outfile = join(folder, 'loopback.mjs');
  await build({
    entryPoints: ['test/support/loopback-bitbucket/serve.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const { serveLoopbackBitbucket } = await import(pathToFileURL(outfile).href);
  return serveLoopbackBitbucket({ face: 'data-center', model });
}

/** Of one process, without the git that it starts. */
function residentBytes(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function audit(bitbucket) {
  const before = bitbucket.requests.length;
  const args = ['audit', '--url', bitbucket.url, '--store', join(folder, 'audit.db')];
  const env = { ...process.env, BITSIEVE_BITBUCKET_TOKEN: token, BITSIEVE_KEY: 'the key of a benchmark' };
  const start = performance.now();
  const child = spawn(process.execPath, ['bin/bitsieve.js', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peak = 0;
  const poll = setInterval(() => (peak = Math.max(peak, residentBytes(child.pid))), POLL_MS);
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  return new Promise((done) => {
    child.on('close', (code) => {
      clearInterval(poll);
      const ms = performance.now() - start;
      const paths = bitbucket.requests.slice(before).map(({ path }) => path);
      done({
        ms,
        peak,
        code,
        said,
        gitRequests: paths.filter((path) => path.includes('.git/')).length,
        rest: paths.filter((path) => path.includes('/rest/')).length,
        paths,
      });
    });
  });
}

/** What lies in the mirrors: each object once. */
function packBytes() {
  const mirrors = join(folder, 'mirrors');
  return readdirSync(mirrors, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pack'))
    .reduce((sum, name) => sum + statSync(join(mirrors, name)).size, 0);
}

/** How long the forge takes for what an audit without news asks: the same requests, by one client that does nothing else. */
async function forgeMs(bitbucket, paths) {
  const start = performance.now();
  const queue = [...paths];
  const origin = new URL(bitbucket.url).origin;
  const worker = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const answer = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return performance.now() - start;
}

try {
  const model = modelOf();
  const places = model.repositories.length;
  const families = new Set(model.repositories.map(({ hierarchy }) => hierarchy)).size;
  const bitbucket = await loopback(model);
  const first = await audit(bitbucket);
  const bytes = packBytes();
  const second = await audit(bitbucket);
  const gets = second.paths.filter((path) => !path.includes('git-upload-pack') || path.includes('info/refs'));
  const alone = await forgeMs(bitbucket, gets);
  for (const [number, { folder: pushed }] of model.repositories.slice(0, PUSHED).entries())
    push(pushed, number);
  const third = await audit(bitbucket);
  bitbucket.close();
  const row = (name, { ms, peak, rest, gitRequests, code }) =>
    `| ${name} | ${(ms / 1000).toFixed(1)} | ${(ms / places).toFixed(1)} | ${Math.round(peak / MB)} | ${rest} | ${gitRequests} | ${code} |`;
  const text = `# Audit of a loopback Data Center, ${new Date().toISOString().slice(0, 10)}

${cpus()[0]?.model}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}, ${git('.', 'version')}; the server on the same processors; one run each.

${places} repositories in ${families} families, real histories; ${Math.round(bytes / MB)} MB of packs fetched.

| audit | s | ms a repository | peak MB | REST | git over HTTP | exit |
|---|---|---|---|---|---|---|
${row('first', first)}
${row('nothing new', second)}
${row(`${PUSHED} pushed to`, third)}

- First audit: ${(bytes / MB / (first.ms / 1000)).toFixed(1)} MB of pack a second, fetching included.
- Nothing new: the forge alone needs ${(alone / places).toFixed(1)} ms a repository for the same requests, so the audit's own share is ${((second.ms - alone) / places).toFixed(1)} ms.

${first.said}`;
  process.stdout.write(text);
  if (values.write) writeFileSync(join('bench/results', `${values.write}.md`), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
