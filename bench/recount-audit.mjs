/**
 * Holds the answers of a kept demonstration (`npm run demo -- … --keep=FOLDER`) to a slow recount: three findings of each reach from plain git
 * commands, the sums from the single findings, readers from the rights that were made up.
 * Usage: npm run demo:recount -- FOLDER [--write=NAME]
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } });
const folder = resolve(positionals[0] ?? '.');
const OF_EACH = 3;
const LEAST_VALUE = 12;
const REACHES = ['tip', 'history', 'unmerged', 'unreachable'];

function bitsieve(...args) {
  const env = { ...process.env, BITSIEVE_KEY: 'the key of a demonstration' };
  const options = { cwd: folder, env, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] };
  try {
    return JSON.parse(
      execFileSync(process.execPath, [resolve('bin/bitsieve.js'), ...args, '-f', 'json'], options),
    );
  } catch (error) {
    return JSON.parse(error.stdout);
  }
}

async function recountOf(place, options) {
  const outfile = join(folder, 'recount.mjs');
  const entryPoints = ['test/exposure/support/recount.ts'];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm' });
  const { Recount } = await import(pathToFileURL(outfile).href);
  return new Recount(place, options);
}

/** As it is written in the blob; undefined where that is not one plain piece of one line. */
function valueOf({ blob, kind, line, endLine, column, endColumn, encoding, inside, count }, place) {
  const isPlain = kind === 'blob' && line === endLine && encoding.length + inside.length === 0 && count === 1;
  if (!isPlain) return undefined;
  const content = execFileSync('git', ['-C', place, 'cat-file', 'blob', blob], { maxBuffer: 1 << 30 });
  const text = content.toString().split(/\r\n|\r|\n/)[line - 1] ?? '';
  const value = text.slice(column - 1, endColumn - 1);
  return value.length < LEAST_VALUE || text.split(value).length > 2 ? undefined : value;
}

const keyOf = ({ repository, secretId }) => `${repository} ${secretId}`;

/** The first by fingerprint, of as many repositories as there are. */
function chosen(findings, reach, placeOf) {
  const some = [];
  const known = new Set();
  const sorted = findings.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  for (const finding of sorted) {
    if (some.length === OF_EACH || finding.reach !== reach || known.has(finding.repository)) continue;
    // Several copies in one file, or several detectors over time, are several findings.
    if (findings.some((one) => one !== finding && keyOf(one) === keyOf(finding))) continue;
    const place = placeOf(finding);
    const value = valueOf(finding, place);
    if (value === undefined) continue;
    known.add(finding.repository);
    some.push({ finding, place, value });
  }
  return some;
}

const spanOf = ({ branch, cameIn, left }) =>
  [branch, cameIn.commit, cameIn.date, ...(left ? [left.commit, left.date] : ['-'])].join(' ');

function momentOf({ date, otherPaths, exposure }) {
  const dates = [date, ...otherPaths.map((one) => one.date), ...exposure.map(({ cameIn }) => cameIn.date)];
  return Math.min(...dates.filter(Boolean).map((one) => Date.parse(one)));
}

async function compared({ finding, place, value }, options) {
  const recount = await recountOf(place, options);
  const [files] = recount.filesOf([Buffer.from(value)]);
  const file = files.find(({ paths }) => paths.includes(finding.path));
  const [first] = file?.introduced ?? [];
  if (!first) return { found: false };
  const listed = finding.exposure.map(spanOf);
  const all = new Set(file.spans);
  const { author } = finding;
  return {
    commit: first.commit === finding.commit,
    author: `${first.name} ${first.email}` === `${author.name} ${author.email}`,
    date: first.date === finding.date,
    reach: file.reach === finding.reach,
    intervals: listed.every((one) => all.has(one)) && all.size === listed.length + finding.furtherIntervals,
    window: momentOf(finding) === first.seconds * 1000,
    spans: all.size,
  };
}

function slowAmount(findings, readersOf) {
  const byValue = new Map(findings.map(({ secretId }) => [secretId, []]));
  for (const one of findings) byValue.get(one.secretId).push(one);
  const reach = { tip: 0, history: 0, unmerged: 0, unreachable: 0, unknown: 0 };
  let records = 0;
  for (const own of byValue.values()) {
    reach[[...REACHES].find((where) => own.some((one) => one.reach === where)) ?? 'unknown'] += 1;
    records += Math.max(...own.map(({ count }) => count));
  }
  const moments = findings.map(momentOf).filter(Number.isFinite);
  const repositories = new Set(findings.map(({ repository }) => repository));
  return {
    values: byValue.size,
    records,
    findings: findings.length,
    repositories: repositories.size,
    reach,
    oldest: new Date(Math.min(...moments)).toISOString(),
    readers: readersOf(repositories),
  };
}

function readersIn({ repositories, grants, groups, emails }) {
  const membersOf = (name) => groups.find((group) => group.name === name)?.members ?? [];
  return (names) => {
    const spots = repositories.filter(({ project, slug }) => names.has(`${project}/${slug}`));
    const own = spots.flatMap(({ project, slug }) =>
      grants.filter(({ on }) => ['', project, `${project}/${slug}`].includes(on)),
    );
    const people = new Set(
      own.flatMap(({ kind, name }) => (kind === 'user' ? [name] : kind === 'group' ? membersOf(name) : [])),
    );
    const isPublic = spots.some((spot) => spot.isPublic);
    const domain = /@agency\.example$/;
    return {
      anonymous: isPublic,
      authenticated: isPublic || own.some(({ kind }) => kind === 'default'),
      people: people.size,
      groups: 0,
      keys: new Set(own.filter(({ kind }) => kind === 'access-key').map(({ name }) => name)).size,
      outside: [...people].filter((name) => !domain.test(emails[name] ?? `${name}@example.org`)).length,
      unseen: 0,
    };
  };
}

function differences(said, counted) {
  return Object.entries(counted).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? differences(said[name], value).map((rest) => `${name}.${rest}`)
      : said[name] === value
        ? []
        : [`${name}: ${said[name]} said, ${value} counted`],
  );
}

const model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const { findings } = bitsieve('report');
const answer = bitsieve('exposure', '--domain', 'agency.example');
const placeOf = ({ repository }) =>
  model.repositories.find(({ project, slug }) => `${project}/${slug}` === repository).folder;
const lines = [];
for (const reach of REACHES) {
  const rewritten = model.repositories[0];
  const unreachable = reach === 'unreachable';
  const known = unreachable
    ? bitsieve('scan', rewritten.folder, '--unreachable', '--no-repository-config').findings.map((one) => ({
        ...one,
        repository: `${rewritten.slug} ${one.path}`,
      }))
    : findings;
  const some = chosen(known, reach, unreachable ? () => rewritten.folder : placeOf);
  for (const one of some) {
    const { spans, ...same } = await compared(one, { unreachable });
    const wrong = Object.entries(same).flatMap(([name, isSame]) => (isSame ? [] : [name]));
    const { fingerprint, label } = one.finding;
    lines.push(
      `| ${reach} | ${fingerprint.slice(0, 12)} | ${label} | ${spans} | ${wrong.length === 0 ? 'all agree' : `differ: ${wrong.join(', ')}`} |`,
    );
    process.stderr.write(
      `${lines.at(-1)} ${one.finding.repository} ${one.finding.path} ${one.finding.commit}\n`,
    );
  }
}
const readersOf = readersIn(model);
const sums = [
  ['total', answer.total, findings],
  ...answer.labels.map((row) => [
    `${row.label} ${row.level}`,
    row,
    findings.filter(({ label, level }) => label === row.label && level === row.level),
  ]),
  ...answer.repositories.map((row) => [
    row.repository,
    row,
    findings.filter(({ repository }) => repository === row.repository),
  ]),
];
const wrong = sums.flatMap(([name, said, own]) =>
  differences(said, slowAmount(own, readersOf)).map((one) => `- ${name}: ${one}`),
);
const text = `
## Counted again

By \`npm run demo:recount\`, which knows nothing of the program: the value is looked for in every blob, and \`git rev-list\`, \`log\`,
\`diff-tree\`, \`cat-file\` and \`for-each-ref\` say the rest. Commit, author, date, reach, every interval of every branch, and the moment that
decides what a window holds:

| reach | fingerprint | label | intervals | |
|---|---|---|--:|---|
${lines.join('\n')}

The ${answer.labels.length} rows of labels, the ${answer.repositories.length} of repositories and the total, from the ${findings.length} single findings and the made-up rights (values, records, places, repositories, reach, oldest, readers): ${wrong.length === 0 ? 'all agree' : 'these differ'}.
${wrong.join('\n')}
`;
process.stdout.write(text);
if (values.write) appendFileSync(join('bench/results', `${values.write}.md`), text);
