/**
 * Audits real repositories as if they were a company's: a loopback Data Center serves them with made-up projects, people, groups,
 * partners, keys, forks and rights; then `bitsieve exposure` is asked in its forms. Between two audits one history is rewritten.
 * Usage: npm run demo -- BARE_REPOSITORY... [--keep=FOLDER] [--write=NAME]
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { emailsOf, grantsFor, groupsOf, isPublic, projectOf, ZONES } from './demo/made-up-company.mjs';
import { copyOf, forkOf, git, nameOf, rewind } from './demo/served-copies.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, write: { type: 'string' } },
});
const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'bitsieve-demo-'));
const token = randomBytes(24).toString('hex');
const program = resolve('bin/bitsieve.js');
/** Of every so many repositories one has a fork. */
const PER_FORK = 10;
const HOME = ['--domain', 'agency.example'];

function modelOf() {
  const repositories = [];
  for (const source of positionals) {
    const slug = nameOf(source);
    const number = repositories.length + 1;
    const served = (name) => join(folder, 'served', name);
    const own = {
      id: number,
      workspace: 'agency',
      slug,
      project: projectOf(slug),
      hierarchy: `family-${slug}`,
    };
    const mainBranch = copyOf(source, served(slug));
    repositories.push({ ...own, folder: served(slug), mainBranch, isPublic: isPublic(slug) });
    if (number % PER_FORK !== 0) continue;
    const project = `~staff${String(number).padStart(2, '0')}`;
    forkOf(source, served(`${slug}-fork`));
    repositories.push({ ...own, id: number + 1, project, forkOf: number, folder: served(`${slug}-fork`) });
  }
  const accounts = [{ kind: 'http-token', user: 'auditor', secret: token, isAdministrator: true }];
  const groups = Object.entries(groupsOf()).map(([name, members]) => ({ name, members }));
  const grants = grantsFor(repositories);
  return { workspaces: ['agency'], repositories, grants, groups, emails: emailsOf(), accounts };
}

async function loopback(model) {
  const outfile = join(folder, 'loopback.mjs');
  const entryPoints = ['test/support/loopback-bitbucket/serve.ts'];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' });
  const { serveLoopbackBitbucket } = await import(pathToFileURL(outfile).href);
  return serveLoopbackBitbucket({ face: 'data-center', model });
}

/** The server runs in this process, so nothing may block it. */
function bitsieve(...args) {
  const env = { ...process.env, BITSIEVE_BITBUCKET_TOKEN: token, BITSIEVE_KEY: 'the key of a demonstration' };
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  return new Promise((done) => {
    child.on('close', (code) => done({ code, said, seconds: (performance.now() - start) / 1000 }));
  });
}

function audit({ url }) {
  return bitsieve('audit', '--url', url, '--permissions', 'repository', '--progress', 'lines');
}

async function ask(...args) {
  const { code, said, seconds } = await bitsieve('exposure', ...args);
  const command = ['bitsieve', 'exposure', ...args].join(' ');
  process.stderr.write(`${command}: ${seconds.toFixed(1)} s, exit code ${code}\n`);
  return { command, said: said.trimEnd(), seconds, code };
}

async function questions() {
  const day = (ms) => new Date(ms).toISOString().slice(0, 10);
  const week = ['--from', day(Date.now() - 6 * 86_400_000), '--to', day(Date.now())];
  const forms = ['json', 'csv', 'markdown', 'html'].map((form) => ['-f', form, '-r', `answer.${form}`]);
  const answers = [
    await ask(...HOME),
    await ask(...week),
    await ask('--as', 'group:partner-orbit'),
    await ask('--as', 'anonymous'),
    await ask('--claim', '--config', 'zones.toml'),
    await ask('--readers', ...HOME),
  ];
  for (const form of forms) answers.push(await ask(...form, '--readers', ...HOME));
  return answers;
}

function textOf(audits, answers, repositories) {
  const [first, second] = audits;
  const machine = `${cpus()[0]?.model}, ${availableParallelism()} processors, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}, ${git('.', 'version')}; bitsieve ${git('.', 'describe', '--always')}; the server on the same processors`;
  const forks = repositories.length - positionals.length;
  const shown = answers.flatMap(({ command, said, seconds, code }) => [
    `### \`${command}\``,
    '',
    `${seconds.toFixed(1)} s, exit code ${code}`,
    ...(said === '' ? [] : ['', '```text', said, '```']),
    '',
  ]);
  return [
    `# What a breach of ${positionals.length} real repositories would expose, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `${machine}.`,
    '',
    `${positionals.length} public repositories, every branch, tag and pull request of them, and ${forks} forks; projects, people, groups and rights are made up (\`bench/demo/made-up-company.mjs\`).`,
    `First audit ${first.seconds.toFixed(0)} s, exit code ${first.code}; one history rewritten; second audit ${second.seconds.toFixed(0)} s, exit code ${second.code}.`,
    '',
    `Repositories: ${repositories.map(({ project, slug }) => `${project}/${slug}`).join(', ')}.`,
    '',
    ...shown,
  ].join('\n');
}

try {
  if (positionals.length === 0) throw new Error('Name bare repositories.');
  mkdirSync(join(folder, 'served'), { recursive: true });
  writeFileSync(join(folder, 'zones.toml'), ZONES);
  const model = modelOf();
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...model, accounts: [] }, null, 2));
  const bitbucket = await loopback(model);
  const first = await audit(bitbucket);
  rewind(model.repositories[0].folder);
  const second = await audit(bitbucket);
  bitbucket.close();
  process.stderr.write(`${first.said}\n${second.said}\n`);
  const text = textOf([first, second], await questions(), model.repositories);
  writeFileSync(join(folder, 'answers.md'), text);
  if (values.write) writeFileSync(join('bench/results', `${values.write}.md`), text);
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
