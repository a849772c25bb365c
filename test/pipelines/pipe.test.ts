/** The pipe, as far as it goes without docker: its description, the lines of its Dockerfile, and its entry as a container runs it. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PR_OPTIONS } from '../../src/commands/pr/pr-options.ts';
import { startLoopbackInsights } from '../support/loopback-insights.ts';
import { endOf, PROGRAM_ENV, type Ran } from '../support/run-program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { makeUpstream, pullRequestBuild } from './support/upstream.ts';

interface Variable {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly default?: string;
}

const description: Record<string, unknown> & { readonly variables: readonly Variable[] } = parse(
  readFileSync('pipe/pipe.yml', 'utf8'),
);
const entry = readFileSync('pipe/pipe.mjs', 'utf8');
/** As instructions: a line that ends in a backslash goes on, comments are none. */
const instructions = readFileSync('pipe/Dockerfile', 'utf8')
  .replace(/^\s*#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.trim().split(/\s+/));

function all(name: string): string[][] {
  return instructions.filter(([word]) => word === name).map((words) => words.slice(1));
}

describe('pipe.yml', () => {
  it('says what Bitbucket asks for', () => {
    for (const key of ['name', 'description', 'image', 'repository', 'maintainer', 'vendor', 'tags'])
      expect(description[key], key).toBeTruthy();
    expect(description['image']).toMatch(/^[a-z/-]+:\d+\.\d+\.\d+$/);
    for (const { description: said, required } of description.variables) {
      expect(said.length).toBeGreaterThan(10);
      expect(required).toBeTypeOf('boolean');
    }
  });

  it('names the variables that the entry reads, and no others', () => {
    const read = Array.from(entry.matchAll(/\b([A-Z_]+): '/g), ([, name = '']) => name);
    expect(read.toSorted()).toEqual(description.variables.map(({ name }) => name).toSorted());
  });

  it('has the defaults of the options, and the entry only options that there are', () => {
    const specs = Object.values(PR_OPTIONS);
    for (const [, name = '', flag = ''] of entry.matchAll(/\b([A-Z_]+): '--([a-z-]+)'/g)) {
      const spec = specs.find((one) => one.flag === flag);
      expect(spec, flag).toBeDefined();
      const told = description.variables.find((one) => one.name === name)?.default;
      if (told !== undefined) expect(told).toBe(String(spec?.default));
    }
  });
});

describe('the Dockerfile', () => {
  it('starts from images with a version, and copies what is there', () => {
    for (const [image = ''] of all('FROM')) expect(image).toMatch(/^[a-z]+:\d+-slim$/);
    const copied = all('COPY').filter(([first]) => first?.startsWith('--') !== true);
    const sources = copied.flatMap((words) => words.slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
    expect(all('ADD')).toEqual([]);
  });

  it('has in its build all that the build reads', () => {
    const copied = new Set(all('COPY').flatMap((words) => words.slice(0, -1)));
    const scripts = readdirSync('scripts').filter((name) => /^(?:build|compile|prepare)/.test(name));
    const build = scripts.map((name) => readFileSync(`scripts/${name}`, 'utf8')).join('');
    const named = Array.from(
      build.matchAll(/'(?:\.\/)?((?:src|engine|patterns|scripts)(?=\/)|tsconfig\.build\.json|[A-Z]+\.md)/g),
      ([, path = '']) => path,
    );
    expect(new Set(named).size).toBeGreaterThan(4);
    expect(named.filter((path) => !copied.has(path))).toEqual([]);
  });

  it('ends as somebody who is not root, with an entry that it has copied', () => {
    expect(all('USER').at(-1)).toEqual(['node']);
    const words = all('ENTRYPOINT').at(-1)?.join(' ') ?? '';
    const [program, script = ''] = JSON.parse(words);
    expect(program).toBe('node');
    const [folder = ''] = all('WORKDIR').at(-1) ?? [];
    const copied = all('COPY').map((one) =>
      posix.join(folder, one.at(-1) ?? '', posix.basename(one.at(-2) ?? '')),
    );
    expect(copied).toContain(script);
    expect(instructions.filter(([word]) => word === 'ENV' || word === 'ARG')).toEqual([]);
  });
});

/** What the image holds, in a folder. */
function imageFolder(): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'pipe'));
  cpSync('pipe/pipe.mjs', join(folder, 'pipe/pipe.mjs'));
  for (const name of ['package.json', 'dist', 'patterns', 'node_modules'])
    symlinkSync(resolve(name), join(folder, name));
  return folder;
}

function runPipe(env: NodeJS.ProcessEnv): Promise<Ran> {
  const script = join(imageFolder(), 'pipe/pipe.mjs');
  return endOf(
    spawn(process.execPath, [script], { cwd: '/', env: { ...PROGRAM_ENV, ...env }, stdio: 'pipe' }),
  );
}

describe('the entry', () => {
  it('scans the mounted clone of a pull request, and tells Code Insights', async () => {
    const upstream = makeUpstream();
    const insights = await startLoopbackInsights({ face: 'cloud' });
    const checkout = upstream.checkOut('--branch=feature');
    const ran = await runPipe({
      ...pullRequestBuild(upstream),
      BITBUCKET_CLONE_DIR: checkout.folder,
      BITBUCKET_PIPE_STORAGE_DIR: '/storage',
      INSIGHTS_PROXY: insights.origin,
      SARIF: 'found.sarif',
      MIN_SEVERITY: 'info',
      NO_PUBLISH: 'false',
    });
    expect(ran.code, ran.stderr).toBe(1);
    expect(insights.wrong).toEqual([]);
    expect(insights.annotations.get(upstream.feature)).toHaveLength(3);
    expect(existsSync(join(checkout.folder, 'found.sarif'))).toBe(true);
  });

  it('says what is wrong with a variable, and that it is no step', async () => {
    expect(await runPipe({ NO_PUBLISH: 'yes' })).toMatchObject({
      code: 2,
      stderr: 'bitsieve pipe: NO_PUBLISH is "true" or "false"\n',
    });
    const ran = await runPipe({});
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('BITBUCKET_CLONE_DIR is not set');
  });
});
