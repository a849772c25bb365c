/** A report reaches standard output, a pipe, a device or a file whole, or the reason why not is told. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { buffer, text as textFrom } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write-report.ts';

const LINE = `${'x'.repeat(99)}\n`;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bitsieve-report-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function failing(code: string): Writable {
  const error = Object.assign(new Error(code), { code });
  return new Writable({ write: (_chunk, _encoding, done) => done(error) });
}

function* lines(count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) yield LINE;
}

describe('to a file', () => {
  it('writes all of it and leaves nothing else behind', async () => {
    const target = path.join(folder, 'report.json');
    await expect(writeReport(['ä', '\ud83d', '\ude00', '\n'], target)).resolves.toBe('written');
    expect(readFileSync(target, 'utf8')).toBe('ä😀\n');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('keeps the old report whole until the new one is, and for good when a chunk fails', async () => {
    const target = path.join(folder, 'report.json');
    writeFileSync(target, 'old');
    function* breaking(): Generator<string> {
      yield* lines(10_000);
      expect(readFileSync(target, 'utf8')).toBe('old');
      throw new TypeError('a bug in a format');
    }
    await expect(writeReport(breaking(), target)).rejects.toThrow(TypeError);
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.json']);
    await writeReport(lines(10_000), target);
    expect(statSync(target).size).toBe(1_000_000);
  });

  it('replaces the file behind a symbolic link, not the link, and keeps its mode', async () => {
    const real = path.join(folder, 'real.json');
    writeFileSync(real, 'old');
    chmodSync(real, 0o640);
    symlinkSync(real, path.join(folder, 'link.json'));
    await writeReport(['new'], path.join(folder, 'link.json'));
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).toSorted()).toEqual(['link.json', 'real.json']);
  });

  it.each([
    ['a missing folder', 'no/report.json', /the folder does not exist$/],
    ['a folder', '.', /it is a folder$/],
    ['a path through a file', 'file/report.json', /a part of the path is not a folder$/],
  ])('refuses %s with a hint', async (_, name, message) => {
    writeFileSync(path.join(folder, 'file'), '');
    const written = writeReport(['x'], path.join(folder, name));
    await expect(written).rejects.toMatchObject({
      name: 'ScannerError',
      code: 'report',
      message: expect.stringMatching(message),
    });
    await expect(written).rejects.toMatchObject({
      hint: expect.stringMatching(/\.$/),
      cause: expect.any(Error),
    });
  });

  it('refuses a folder in which no file can be made, not even by root', async () => {
    await expect(writeReport(['x'], '/proc/report.json')).rejects.toMatchObject({ code: 'report' });
  });
});

describe('to a device or a pipe', () => {
  it('tells that the disk is full', async () => {
    await expect(writeReport(lines(10), '/dev/full')).rejects.toMatchObject({
      code: 'report',
      message: 'cannot write the report to /dev/full: no space is left on the device',
    });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it('writes to /dev/null without replacing it', async () => {
    await expect(writeReport(lines(10), '/dev/null')).resolves.toBe('written');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('writes into a named pipe and stays quiet when its reader goes away', async () => {
    const pipe = path.join(folder, 'pipe');
    await once(spawn('mkfifo', [pipe]), 'close');
    const reader = spawn('cat', [pipe]);
    const [outcome, bytes] = await Promise.all([writeReport(lines(20_000), pipe), buffer(reader.stdout)]);
    expect(outcome).toBe('written');
    expect(bytes.length).toBe(2_000_000);
    spawn('head', ['-c', '10', pipe], { stdio: 'ignore' });
    await expect(writeReport(lines(200_000), pipe)).resolves.toBe('closed');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });
});

describe('to standard output', () => {
  it('takes the next chunk only when the last is gone', async () => {
    let written = 0;
    let taken = 0;
    let most = 0;
    const slow = new Writable({
      write(chunk: Buffer, _, done) {
        setTimeout(() => {
          written += chunk.length;
          done();
        }, 1);
      },
    });
    function* counted(): Generator<string> {
      for (const line of lines(20_000)) {
        taken += line.length;
        most = Math.max(most, taken - written);
        yield line;
      }
    }
    await expect(writeReport(counted(), '-', slow)).resolves.toBe('written');
    expect(written).toBe(2_000_000);
    expect(most).toBeLessThan(1_000_000);
    expect(slow.writableEnded).toBe(false);
  });

  it('tells a full disk, and only a closed pipe is no error', async () => {
    await expect(writeReport(['x'], '-', failing('EPIPE'))).resolves.toBe('closed');
    await expect(writeReport(['x'], '/dev/stdout', failing('ENOSPC'))).rejects.toMatchObject({
      code: 'report',
      message: 'cannot write the report to standard output: no space is left on the device',
    });
  });

  it.each([
    ['| head -n 1', `${LINE}outcome closed\n`],
    ['> /dev/full', 'error cannot write the report to standard output: no space is left on the device\n'],
    ['| tail -n 1', `${LINE}outcome written\n`],
  ])('of a real process, %s', async (redirection, expected) => {
    // Node 20 cannot run TypeScript, so esbuild makes one file of the writer.
    const { buildSync } = await import('esbuild');
    const bundle = path.join(folder, 'writer.mjs');
    buildSync({
      stdin: {
        contents: `import { writeReport } from './write-report.ts';
          const lines = Array.from({ length: 50_000 }, () => ${JSON.stringify(LINE)});
          writeReport(lines, '-').then(
            (outcome) => console.error('outcome ' + outcome),
            (error) => console.error('error ' + error.message));`,
        resolveDir: new URL('../../src/report', import.meta.url).pathname,
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
    });
    const shell = spawn('sh', ['-c', `{ "$NODE" "$BUNDLE" 2>"$LOG"; } ${redirection}; cat "$LOG"`], {
      env: { ...process.env, NODE: process.execPath, BUNDLE: bundle, LOG: path.join(folder, 'log') },
    });
    expect(await textFrom(shell.stdout)).toBe(expected);
  });
});
