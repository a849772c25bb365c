/** `import { scan } from 'bitsieve'`, as a program sees it: the built package through its `exports`, in a process of its own. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM_ENV, run, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { githubToken, password } from '../support/secrets.ts';

const execute = promisify(execFile);
const project = sharedFolder();
const types = sharedFolder();
const repository = sharedRepository();
const [token, later] = [githubToken(71), githubToken(72)];

repository.commit({ 'src/deploy.sh': `TOKEN=${token}\n`, 'README.md': 'A program.\n' });
repository.commit({ 'src/deploy.sh': 'TOKEN=$TOKEN\n', 'notes.txt': `token: ${later}\n` });
repository.write('staged.txt', `TOKEN=${githubToken(73)}\n`);
repository.git('add', 'staged.txt');
const many = Array.from({ length: 60 }, (_, index) => [
  `data/${index}.txt`,
  `${`line ${index} of a text that holds nothing\n`.repeat(2_500)}TOKEN=${githubToken(100 + index)}\n`,
]);
const large = sharedRepository();
large.commit(Object.fromEntries(many));
const folder = JSON.stringify(large.folder);

mkdirSync(join(project, 'node_modules'));
symlinkSync(resolve('.'), join(project, 'node_modules/bitsieve'));
writeFileSync(join(project, 'package.json'), '{ "type": "module" }');

/** Runs a module of the project, in the repository. */
async function runModule(code: string): Promise<{ stdout: string; stderr: string }> {
  const path = join(project, `module-${readdirSync(project).length}.mjs`);
  writeFileSync(path, transformSync(code, { loader: 'ts' }).code);
  const env = { ...PROGRAM_ENV, BITSIEVE_KEY: 'k' };
  return execute(process.execPath, [path], { cwd: repository.folder, env });
}

/** All that the tests ask one program, one after the other: starting a program for each would take most of their time. */
const questions = new Map<string, string>();
let answers: Record<string, unknown> = {};

/** @param code the body of a function of the program. @returns what is returned there, once the program has run */
function ask(code: string): () => unknown {
  const name = `question ${questions.size}`;
  questions.set(name, code);
  return () => answers[name];
}

beforeAll(async () => {
  const bodies = Array.from(
    questions,
    ([name, code]) => `[${JSON.stringify(name)}, async () => { ${code} }]`,
  );
  const { stdout, stderr } = await runModule(`import { scan, ScannerError } from 'bitsieve';
    import { setTimeout as wait } from 'node:timers/promises';
    const listOf = async (run) => { const list = []; for await (const finding of run) list.push(finding); return list; };
    const errorOf = async (promise) => promise.then(() => undefined, (error) => error);
    const held = () => process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|File|Timeout/.test(name));
    /** A thread or program that is never let go keeps this from ending. */
    const letGo = async () => { while (held().length > 0) await wait(5); return true; };
    const answers = {};
    for (const [name, ask] of [${bodies.join(',\n')}]) answers[name] = await ask();
    process.stdout.write(JSON.stringify(answers));`);
  expect(stderr).toBe('');
  answers = JSON.parse(stdout);
});

const examples = Array.from(
  readFileSync('docs/api.md', 'utf8').matchAll(/^```ts\n([^]*?)^```/gm),
  ([, code = '']) => code,
);

describe('docs/api.md', () => {
  it('has examples that run', async () => {
    for (const [index, code] of examples.entries())
      writeFileSync(join(project, `example-${index}.mjs`), transformSync(code, { loader: 'ts' }).code);
    const one = (_: string, index: number): string =>
      `await import('./example-${index}.mjs'); console.log('--end--');`;
    const { stdout } = await runModule(examples.map(one).join('\n'));
    const [loop = '', summary = '', end = '', report = ''] = stdout.split('--end--\n');
    expect(examples).toHaveLength(4);
    expect(loop.trim().split('\n').toSorted().join('\n')).toMatch(
      /^notes\.txt:1 GitHub [^\n]* ghp_\S*\*+\S*\nsrc\/deploy\.sh:1 GitHub [^\n]*$/,
    );
    expect(stdout).not.toContain(token);
    expect(summary).toBe('0 true\n');
    expect(end).toMatch(/^[0-9a-f]{8} (?:high|critical) \w+\n$/);
    expect(report).toBe('');
    const sarif = JSON.parse(readFileSync(join(repository.folder, 'findings.sarif'), 'utf8'));
    expect(sarif.runs[0].results).toHaveLength(2);
  });

  it('has examples that compile where no other types are installed, declarations checked', async () => {
    const home = join(types, 'node_modules/bitsieve');
    cpSync('dist/types', join(home, 'dist/types'), { recursive: true });
    cpSync('package.json', join(home, 'package.json'));
    writeFileSync(join(types, 'package.json'), '{ "type": "module" }');
    const options = { strict: true, skipLibCheck: false, exactOptionalPropertyTypes: true, noEmit: true };
    const where = { target: 'es2023', module: 'nodenext', types: [] };
    const config = { compilerOptions: { ...options, ...where, lib: ['es2023'] }, include: ['*.ts'] };
    writeFileSync(join(types, 'tsconfig.json'), JSON.stringify(config));
    // What the examples use of node.
    writeFileSync(
      join(types, 'node.d.ts'),
      `declare const console: { log(...values: unknown[]): void };
      declare class AbortController { readonly signal: AbortSignal; abort(): void; }
      interface AbortSignal { readonly aborted: boolean; readonly reason: any;
        addEventListener(type: string, listener: (event: object) => void, options?: { once?: boolean }): void;
        removeEventListener(type: string, listener: (event: object) => void): void; }
      declare const process: { once(name: string, listener: () => void): void };
      declare module 'node:fs' { export function createWriteStream(path: string): object; }
      declare module 'node:stream/promises' {
        export function pipeline(from: AsyncIterable<string>, to: object): Promise<void>; }`,
    );
    for (const [index, code] of examples.entries()) writeFileSync(join(types, `example-${index}.ts`), code);
    const compile = async (): Promise<string> => {
      const tsc = resolve('node_modules/typescript/bin/tsc');
      const ended = await execute(process.execPath, [tsc, '-p', types]).catch(
        (error: { stdout: string }) => error,
      );
      return ended.stdout;
    };
    expect(await compile()).toBe('');
    writeFileSync(
      join(types, 'wrong.ts'),
      `import { scan } from 'bitsieve';
      scan({ repository: '.', files: 1 });
      scan({ repository: '.', minSeverity: 'bad' });
      scan({});
      const { path }: { path: number } = await scan({ files: '.' })[Symbol.asyncIterator]().next().then(({ value }) => value!);`,
    );
    const wrong = await compile();
    for (const line of [2, 3, 4, 5]) expect(wrong).toContain(`wrong.ts(${line},`);
  });

  it('names every option', () => {
    const [, table = ''] = readFileSync('docs/api.md', 'utf8').split('\n## What to scan\n');
    const declared = readFileSync('src/api/scan-request.ts', 'utf8');
    const [, ...interfaces] = declared.split(
      /\nexport interface (?=RepositorySource|FilesSource|InputSource|ScanSettings)/,
    );
    const names = interfaces.flatMap((text) =>
      Array.from(text.split('\n}')[0]?.matchAll(/^ {2}readonly (\w+)/gm) ?? [], ([, name = '']) => name),
    );
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(table))).toEqual([]);
  });
});

describe('scan', () => {
  const asIs = ask(`const run = scan({ repository: process.cwd() });
    return [await listOf(run), await run.summary, await listOf(run)];`);
  it('finds what the command finds, the same objects in the same order', async () => {
    const command = await run(['scan', repository.folder, '-f', 'json'], { env: { BITSIEVE_KEY: 'k' } });
    const report = JSON.parse(command.stdout);
    const [findings, summary, again] = Object(asIs());
    expect(findings).toEqual(report.findings);
    expect(again).toEqual(findings);
    expect(summary).toMatchObject({ complete: true, findings: 2, problems: [], tool: report.tool });
    expect(summary.scan.commits).toBe(2);
  });

  const everywhere = ask(`
    const text = ${JSON.stringify(`PASSWORD="${password(9)}"\nTOKEN=${later}\n`)};
    async function* pieces() { for (const piece of text.match(/[^]{1,7}/g)) yield piece; }
    const requests = [
      { repository: '.', staged: true },
      { repository: '.', range: 'HEAD~1..HEAD' },
      { repository: 'src', branch: 'main', sinceCommit: 'HEAD~1' },
      { files: 'notes.txt' },
      { input: text }, { input: new TextEncoder().encode(text) }, { input: pieces() },
    ];
    const places = async (request) => (await listOf(scan(request))).map(({ path, line }) => path + ':' + line).sort();
    return Promise.all(requests.map(places));`);
  it('scans the index, ranges, files, text, bytes and streams', () => {
    const input = ['stdin:1', 'stdin:2'];
    const [notes, staged] = [['notes.txt:1'], ['staged.txt:1']];
    expect(everywhere()).toEqual([staged, notes, notes, notes, input, input, input]);
  });

  const shown = ask(`
    const first = async (request) => (await listOf(scan({ files: 'notes.txt', ...request })))[0];
    const masked = await first({ fingerprintKey: 'one' });
    const clear = await first({ fingerprintKey: 'one', showSecrets: true });
    const other = await first({ fingerprintKey: 'two' });
    return [masked.secret ?? null, clear.secret, masked.fingerprint === clear.fingerprint, masked.fingerprint === other.fingerprint];`);
  it('shows secrets only when asked, and takes its key from the caller', () => {
    expect(shown()).toEqual([null, later, true, false]);
  });

  const configured = sharedFolder();
  writeFileSync(join(configured, 'a.txt'), `TOKEN=${token}\n`);
  writeFileSync(join(configured, '.scannerrc'), '[[allow]]\npaths = ["a.txt"]\n');
  const counted = ask(`
    const counts = ({ summary }) => summary.then(({ findings, scan }) => [findings, scan.leftOut.allowlist]);
    const files = ${JSON.stringify(configured)};
    return [await counts(scan({ files })), await counts(scan({ files, noRepositoryConfig: true }))];`);
  it('honours the configuration of what is scanned, unless told not to', () => {
    expect(counted()).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  const atOnce = ask(`
    const seen = [0, 0];
    const large = (index) => scan({ repository: ${folder}, jobs: 2, onProgress: ({ items }) => (seen[index] = items) });
    const runs = [large(0), large(1), scan({ repository: '.' })];
    const counts = await Promise.all(runs.map(async (run) => (await listOf(run)).length));
    return [counts, seen, process.listenerCount('SIGINT') + process.listenerCount('SIGTERM'), await letGo()];`);
  it('runs several times at once, says how far it is, and leaves nothing behind', () => {
    expect(atOnce()).toEqual([[60, 60, 2], [60, 60], 0, true]);
  });
});

describe('what goes wrong', () => {
  const refused = ask(`
    const wrong = scan({ repository: '.', files: '.', minSeverty: 'high', jobs: 0, range: 7, signal: 1 });
    const both = scan({ repository: '.', staged: true, range: 'a..b', noIgnore: true });
    const errors = [await errorOf(wrong.summary), await errorOf(listOf(both)), await errorOf(scan({ repository: 'nowhere' }).summary),
      await errorOf(scan(undefined).summary), await errorOf(scan({ input: 'x' }).report('xml').next())];
    return errors.map((error) => [error instanceof ScannerError, error.code, error.message]);`);
  it('is a ScannerError that names every mistake, where the run is waited for', () => {
    const [wrong, both, nowhere, none, format] = Object(refused());
    expect(wrong.slice(0, 2)).toEqual([true, 'usage']);
    for (const part of ['repository and files', 'mean minSeverity?', 'jobs: ', 'range: ', 'no AbortSignal'])
      expect(wrong[2]).toContain(part);
    expect(both[2].split('\n')).toEqual([
      'noIgnore goes with files, not with repository',
      'staged and range cannot go together: each says what to scan',
    ]);
    expect(nowhere.slice(0, 2)).toEqual([true, 'not-found']);
    expect([none[1], format[1]]).toEqual(['usage', 'usage']);
  });

  const careless = sharedFolder();
  writeFileSync(join(careless, '.scannerrc'), `[scan]\njobs = "${token}"\n`);
  const quoting = ask(`
    const error = await errorOf(scan({ files: ${JSON.stringify(careless)} }).summary);
    return [error.code, error.message, String(error.stack), error.cause ?? null];`);
  it('quotes no secret', () => {
    expect(Object(quoting())[0]).toBe('config');
    expect(JSON.stringify(quoting())).toContain('scan.jobs');
    expect(JSON.stringify(quoting())).not.toContain(token);
  });

  const tooLarge = ask(`
    const { complete, problems, findings } = await scan({ input: 'x'.repeat(2000), maxBlobBytes: 1000 }).summary;
    return [complete, problems.map(({ code }) => code), findings];`);
  it('while it scans is a problem of the summary', () => {
    expect(tooLarge()).toEqual([false, ['blob-over-limit'], 0]);
  });
});

describe('the end of a scan', () => {
  const aborted = ask(`
    const giveUp = new AbortController();
    const run = scan({ repository: ${folder}, jobs: 2, signal: giveUp.signal, onProgress: () => giveUp.abort(new Error('enough')) });
    const waiting = [listOf(run), run.summary, scan({ input: '', signal: AbortSignal.abort(new Error('before')) }).summary];
    const errors = await Promise.all(waiting.map(errorOf));
    return [errors.map(({ message }) => message), await letGo()];`);
  it('comes with the signal, whose reason is thrown', () => {
    expect(aborted()).toEqual([['enough', 'enough', 'before'], true]);
  });

  const late = ask(`
    let isClosed = false;
    async function* endless() { try { for (;;) { yield 'x'; await wait(5); } } finally { isClosed = true; } }
    const { complete, problems } = await scan({ input: endless(), timeoutMs: 50 }).summary;
    while (!isClosed) await wait(5);
    return [complete, problems.map(({ code }) => code)];`);
  it('comes with the time limit, and closes what it read from', () => {
    expect(late()).toEqual([false, ['timed-out']]);
  });

  const dropped = ask(`
    const run = scan({ repository: ${folder}, jobs: 2 });
    const waiting = run[Symbol.asyncIterator]();
    const first = waiting.next();
    await waiting.return();
    const { done } = await first;
    const { complete, problems } = await run.summary;
    const broken = scan({ repository: ${folder}, jobs: 2, onProgress: () => { throw new Error('mine'); } });
    const { message } = await errorOf(listOf(broken));
    let seen = 0;
    for await (const finding of scan({ repository: '.' })) { seen += 1; break; }
    return [done, complete, problems[0].code, message, seen, await letGo()];`);
  it('comes with the end of the loop, and with an error of the caller', () => {
    expect(dropped()).toEqual([true, false, 'interrupted', 'mine', 1, true]);
  });
});
