/** Hooks start from an image: the same program with the same answers, and in every case where it cannot be used, without it. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { checkStart } from '../../src/commands/doctor/check-start.ts';
import { imageFault, writeImage } from '../../src/hooks/install/start-image.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { PROGRAM_ENV, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const folder = join(sharedFolder(), `it's a "package"`);
const bin = join(folder, 'bin');
const dist = join(folder, 'dist');
const image = join(dist, 'quick.image');
const aside = `${image}.aside`;
const distUrl = pathToFileURL(`${dist}/`);

interface Answer {
  readonly code: number | null;
  readonly said: string;
}

/** With a secret staged. */
const guilty = sharedRepository();
const clean = sharedRepository();

function hook(
  repository: TestRepository,
  { args = ['pre-commit'], env = {}, launcher = join(bin, 'bitsieve-hook') } = {},
): Answer {
  const { status, stdout, stderr } = spawnSync('sh', [launcher, ...args], {
    cwd: repository.folder,
    env: { ...PROGRAM_ENV, BITSIEVE_NODE: process.execPath, ...env },
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

/** A package of its own, and its image. */
beforeAll(async () => {
  const isWanted = (path: string): boolean => !/^dist.types|\.image$/.test(path);
  mkdirSync(folder, { recursive: true });
  for (const name of ['bin', 'dist', 'README.md', 'package.json'])
    cpSync(name, join(folder, name), { recursive: true, filter: isWanted });
  expect(imageFault(distUrl)).toBe('there is none');
  vi.stubEnv('DEPLOY_TOKEN', githubToken(77));
  expect(await writeImage(distUrl)).toBeUndefined();
  vi.unstubAllEnvs();
  expect(imageFault(distUrl)).toBeUndefined();
  for (const repository of [guilty, clean]) repository.write('notes.md', 'nothing\n');
  guilty.write('deploy.ts', `const token = '${githubToken(1)}';\n`);
  for (const repository of [guilty, clean]) repository.git('add', '.');
}, 60_000);

/** What is there only for a start without an image. */
function withoutTheRest<Result>(use: () => Result): Result {
  renameSync(join(dist, 'start.cjs'), join(dist, 'start.aside'));
  try {
    return use();
  } finally {
    renameSync(join(dist, 'start.aside'), join(dist, 'start.cjs'));
  }
}

it('holds words of the catalogue, but none of the environment that it was written in', () => {
  const held = readFileSync(image);
  const words = ['github-personal-access-token', 'DEPLOY_TOKEN', githubToken(77)];
  expect(words.map((word) => held.includes(word))).toEqual([true, false, false]);
});

describe('a hook that starts from an image', () => {
  it('says what it says without', () => {
    const found = withoutTheRest(() => hook(guilty));
    expect(found).toMatchObject({ code: 1, said: expect.stringContaining('deploy.ts:1') });
    expect(found).toEqual(hook(guilty, { env: { BITSIEVE_NO_IMAGE: '1' } }));
    expect(withoutTheRest(() => hook(clean))).toEqual({ code: 0, said: '' });
  });

  it('knows folder, environment, configuration and arguments of this time', () => {
    const args = ['pre-commit', '--enable-detector', 'slack-bot-token'];
    expect(withoutTheRest(() => hook(guilty, { args }))).toEqual({ code: 0, said: '' });
    const path = join(folder, 'own.toml');
    writeFileSync(path, '[allow]\npaths = ["deploy.ts"]\n');
    const configured = { env: { BITSIEVE_CONFIG: path } };
    expect(withoutTheRest(() => hook(guilty, configured))).toEqual(
      hook(guilty, { env: { ...configured.env, BITSIEVE_NO_IMAGE: '1' } }),
    );
    expect(withoutTheRest(() => hook(guilty, { args: ['pre-commit', '--no-such'] }))).toMatchObject({
      code: 2,
    });
  });

  it('starts threads where there is much to scan', () => {
    const large = makeRepository();
    const lines = 'export const answer = 42; // nothing to see here\n'.repeat(30_000);
    for (const name of ['a', 'b', 'c', 'd', 'e']) large.write(`${name}.ts`, `${lines}// ${name}\n`);
    large.write('f.ts', `${lines}const token = '${githubToken(2)}';\n`);
    large.git('add', '.');
    const found = withoutTheRest(() => hook(large, { args: ['pre-commit', '--jobs', '2'] }));
    expect(found).toMatchObject({ code: 1, said: expect.stringContaining('f.ts:30001') });
  });

  it('keeps the clock of a push, and answers for it', () => {
    const server = makeRepository('--bare');
    const script = `exec sh '${join(bin, 'bitsieve-hook').replaceAll("'", String.raw`'\''`)}' pre-receive --deadline 60s`;
    server.write('hooks/pre-receive', `#!/bin/sh\n${script}\n`);
    chmodSync(join(server.folder, 'hooks/pre-receive'), 0o755);
    const pushed = (repository: TestRepository): Answer => {
      const commit = repository.git('commit-tree', '-m', 'x', repository.git('write-tree').trim()).trim();
      const args = ['push', '--quiet', server.folder, `${commit}:refs/heads/${commit}`];
      const env = { ...PROGRAM_ENV, BITSIEVE_NODE: process.execPath };
      const { status, stderr } = spawnSync('git', args, { cwd: repository.folder, env, encoding: 'utf8' });
      return { code: status, said: stderr };
    };
    withoutTheRest(() => {
      expect(pushed(clean)).toEqual({ code: 0, said: '' });
      expect(pushed(guilty)).toMatchObject({ code: 1, said: expect.stringContaining('deploy.ts:1') });
    });
  });

  it('has one exit code less: what node says of an image that it cannot use, and git asks for 0 alone', () => {
    expect(hook(guilty, { args: ['pre-commit', '--exit-code', '14'] })).toMatchObject({ code: 1 });
    expect(hook(guilty, { args: ['pre-commit', '--exit-code', '15'] })).toMatchObject({ code: 15 });
  });
});

it('answers a question for help of any hook, where no verdict is due', () => {
  for (const name of ['pre-commit', 'pre-push', 'pre-receive'])
    expect(hook(clean, { args: [name, '--help'] })).toMatchObject({
      code: 0,
      said: expect.stringContaining(`bitsieve hook ${name}`),
    });
});

describe('a hook starts without an image', () => {
  /** Another node has another word there. */
  function ofAnotherNode(): void {
    const bytes = readFileSync(aside);
    // In front, where nothing is summed up.
    const at = bytes.subarray(0, 100).indexOf(process.versions.node);
    expect(at).toBeGreaterThan(0);
    bytes.write('1', at);
    writeFileSync(image, bytes);
  }

  it.each([
    ['that is of another node', ofAnotherNode],
    ['that is not there', () => rmSync(image)],
    ['that was written in another folder', () => cpSync('dist/quick.image', image)],
    ['that another version was put around', () => writeFileSync(join(dist, 'build.id'), 'another')],
  ])('%s', (_, spoil) => {
    cpSync(image, aside);
    const id = readFileSync(join(dist, 'build.id'));
    try {
      spoil();
      expect(hook(guilty)).toMatchObject({ code: 1, said: expect.stringContaining('deploy.ts:1') });
      expect(hook(clean)).toMatchObject({ code: 0 });
      if (existsSync(image))
        expect(imageFault(distUrl)).toBe(
          'another node or another build wrote it, or it was written in another folder',
        );
    } finally {
      renameSync(aside, image);
      writeFileSync(join(dist, 'build.id'), id);
    }
  });

  it('where node is given options of its own', () => {
    const env = { NODE_OPTIONS: '--max-old-space-size=200' };
    expect(hook(guilty, { env })).toMatchObject({ code: 1, said: expect.stringContaining('deploy.ts:1') });
    expect(withoutTheRest(() => hook(guilty, { env }))).not.toMatchObject({ code: 0 });
  });

  it('and is found through links', () => {
    const place = makeRepository().folder;
    symlinkSync(join(bin, 'bitsieve-hook'), join(place, 'absolute'));
    symlinkSync('absolute', join(place, 'bitsieve-hook'));
    const launcher = join(place, 'bitsieve-hook');
    expect(hook(guilty, { launcher })).toMatchObject({ code: 1 });
    expect(withoutTheRest(() => hook(clean, { launcher }))).toEqual({ code: 0, said: '' });
  });
});

it('an image that is damaged stops everything, and says what to do, which helps', async () => {
  cpSync(image, aside);
  const bytes = readFileSync(image);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(image, bytes);
  const stopped = hook(clean);
  expect(stopped.code).toBeGreaterThan(127);
  expect(stopped.said).toContain('bitsieve hook image');
  expect(checkStart(distUrl)).toMatchObject({ state: 'wrong', advice: 'Run bitsieve hook image.' });
  // It was not the push that ended node, so no policy on pushes lets it through.
  const push = hook(clean, { args: ['pre-receive', '--on-unscanned', 'allow', '--on-deadline', 'allow'] });
  expect(push.code).toBeGreaterThan(127);
  const { status } = spawnSync(process.execPath, [join(bin, 'bitsieve.js'), 'hook', 'image'], {
    env: PROGRAM_ENV,
  });
  expect(status).toBe(0);
  expect(withoutTheRest(() => hook(clean))).toEqual({ code: 0, said: '' });
});

it('an image that cannot be written is no image, says why, and leaves nothing behind', async () => {
  expect(await writeImage(new URL('gone/', distUrl))).toContain('gone');
  cpSync(image, aside);
  rmSync(join(dist, 'start-image.cjs'));
  expect(await writeImage(distUrl)).toBe('this node cannot write one');
  expect(readFileSync(image).equals(readFileSync(aside))).toBe(true);
  rmSync(aside);
});
