import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileQuick, loadQuick, sealCode } from '../../src/cli/load-quick.ts';
import { PROGRAM_ENV, sharedFolder } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const DIGEST_BYTES = 32;
const folder = sharedFolder();
const dist = pathToFileURL(`${resolve('dist')}/`);
const source = readFileSync(new URL('quick.cjs', dist));
const sealed = readFileSync(new URL('quick.code', dist));
const code = sealed.subarray(DIGEST_BYTES);
const codeFile = join(folder, 'dist/quick.code');

let expected: unknown;

/** A package of its own. */
beforeAll(async () => {
  const isWanted = (path: string): boolean => !/^dist.types|^dist.test-|\.code$/.test(path);
  for (const name of ['bin', 'dist']) cpSync(name, join(folder, name), { recursive: true, filter: isWanted });
  cpSync('package.json', join(folder, 'package.json'));
  writeFileSync(codeFile, sealed);
  expected = await scanned();
  expect(expected).toMatchObject({ code: 1, stdout: expect.stringContaining('github'), stderr: '' });
});

/** Exit code and output of a scan of a secret. */
function scanned(): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const args = [join(folder, 'bin/bitsieve.js'), 'scan', '-', '-f', 'csv'];
    const child = execFile(process.execPath, args, { env: PROGRAM_ENV }, (error, stdout, stderr) =>
      done({ code: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin?.end(`token = "${githubToken(1)}"\n`);
  });
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('code that was compiled beforehand', () => {
  it('is taken for the file that it was made of', () => {
    expect(sealed.equals(sealCode(source, code))).toBe(true);
    expect(compileQuick(source, dist, code).cachedDataRejected).toBe(false);
  });

  it.each([
    ['is missing', undefined],
    ['is empty', Buffer.alloc(0)],
    ['is cut off', sealed.subarray(0, sealed.length / 2)],
    ['is damaged in its middle', flipped(sealed, Math.floor(sealed.length / 2))],
    ['is of another file', sealCode(flipped(source, source.length - 2), code)],
    ['is of another node', sealCode(source, flipped(code, 4))],
    ['is not of a node at all', sealCode(source, Buffer.from('no code'))],
  ])('changes nothing where it %s', async (_, content) => {
    rmSync(codeFile, { force: true });
    if (content) writeFileSync(codeFile, content);
    expect(await scanned()).toEqual(expected);
  });

  it("never asks for node's loader of modules, which not every node gives to such a file", () => {
    expect(source.toString('latin1')).not.toMatch(/[^.\w]import\s*\(/);
  });

  it('is no reason to start where there is no file to start from', () => {
    expect(loadQuick(pathToFileURL(`${sharedFolder()}/`))).toBeUndefined();
  });
});

it.each(['start.cjs', 'quick.cjs'])(
  'a program whose %s is damaged did not find anything, and says so',
  async (name) => {
    const file = join(folder, 'dist', name);
    const whole = readFileSync(file);
    for (const spoil of [() => writeFileSync(file, 'no program('), () => writeFileSync(file, '')]) {
      spoil();
      expect(await scanned()).toMatchObject({ code: 70, stderr: expect.stringContaining('cannot start') });
    }
    writeFileSync(file, whole);
    expect(await scanned()).toEqual(expected);
  },
);
