import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readFingerprintKey } from '../../src/store/fingerprint-key.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('readFingerprintKey', () => {
  it('takes any text from the environment, hashed', () => {
    const { key, origin } = readFingerprintKey({ BITSIEVE_KEY: 'our team', XDG_CONFIG_HOME: '/nowhere' });
    expect(origin).toBe('environment');
    expect(key).toEqual(createHash('sha256').update('our team').digest());
  });

  it('makes a key file once, for its owner alone, and reads it ever after', () => {
    const folder = tempFolder();
    const env = { XDG_CONFIG_HOME: folder, BITSIEVE_KEY: '' };
    const first = readFingerprintKey(env);
    expect(first).toMatchObject({ origin: 'file', reason: null });
    expect(first.key).toHaveLength(32);
    expect(readFingerprintKey(env).key).toEqual(first.key);
    const path = join(folder, 'bitsieve', 'key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim()).toBe(first.key.toString('hex'));
    expect(readdirSync(join(folder, 'bitsieve'))).toEqual(['key']);
  });

  it('lives under HOME when no other place is named, or a relative one', () => {
    const home = tempFolder();
    readFingerprintKey({ HOME: home, XDG_CONFIG_HOME: 'relative' });
    expect(readdirSync(join(home, '.config', 'bitsieve'))).toEqual(['key']);
  });

  it('is random, and says why, when no file can be had', () => {
    const folder = tempFolder({ file: '', 'wrong/bitsieve/key': 'not a key' });
    const unwritable = readFingerprintKey({ XDG_CONFIG_HOME: join(folder, 'file') });
    expect(unwritable).toMatchObject({
      origin: 'random',
      reason: expect.stringContaining(join('file', 'bitsieve', 'key')),
    });
    const wrong = readFingerprintKey({ XDG_CONFIG_HOME: join(folder, 'wrong') });
    expect(wrong).toMatchObject({ origin: 'random', reason: expect.stringContaining('does not hold a key') });
    expect(wrong.key).not.toEqual(readFingerprintKey({ XDG_CONFIG_HOME: join(folder, 'wrong') }).key);
    expect(readFileSync(join(folder, 'wrong/bitsieve/key'), 'utf8')).toBe('not a key');
  });

  it('is the same for all who ask at once for the first time', async () => {
    const folder = tempFolder();
    const go = new Int32Array(new SharedArrayBuffer(4));
    const source = await bundled();
    const workers = Array.from(
      { length: 6 },
      () => new Worker(source, { eval: true, workerData: { folder, go } }),
    );
    const keys = workers.map((worker) => once(worker, 'message'));
    await Promise.all(workers.map((worker) => once(worker, 'online')));
    Atomics.store(go, 0, 1);
    Atomics.notify(go, 0);
    expect(new Set((await Promise.all(keys)).flat()).size).toBe(1);
    expect(readdirSync(join(folder, 'bitsieve'))).toEqual(['key']);
  });
});

/** Node 20 runs no TypeScript, and a worker does not go through vitest. */
async function bundled(): Promise<string> {
  const path = fileURLToPath(new URL('../../src/store/fingerprint-key.ts', import.meta.url));
  const contents = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { readFingerprintKey } from ${JSON.stringify(path)};
    Atomics.wait(workerData.go, 0, 0);
    const { key, origin } = readFingerprintKey({ XDG_CONFIG_HOME: workerData.folder });
    parentPort.postMessage(origin + key.toString('hex'));
  `;
  const stdin = { contents, resolveDir: dirname(path) };
  const { outputFiles } = await build({ stdin, bundle: true, platform: 'node', format: 'cjs', write: false });
  return outputFiles[0]?.text ?? '';
}
