/** Signatures beside a bundle: made by ssh-keygen, checked by it and by `evidence verify`, of this file and nothing else. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '../../src/evidence/ssh-keygen.ts';
import { verifyEvidence } from '../../src/commands/evidence/verify-evidence.ts';
import { madeStore } from '../exposure/support/made-store.ts';
import { findingOf } from '../support/audited.ts';
import { type Ran, run, sharedFolder } from '../support/run-program.ts';
import { tempFolder } from '../support/temp-folder.ts';

const folder = sharedFolder();
const inFolder = (name: string): string => join(folder, name);
const [file, allowed, others] = [inFolder('evidence.zip'), inFolder('allowed'), inFolder('others')];

function makeKey(name: string, passphrase = ''): string {
  const path = inFolder(name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path]);
  return readFileSync(`${path}.pub`, 'utf8');
}

let signed: Ran;

beforeAll(async () => {
  writeFileSync(allowed, `ada@example.org ${makeKey('ada')}`);
  writeFileSync(others, `ben@example.org ${makeKey('ben')}`);
  makeKey('locked', 'passphrase');
});

describe('a signed bundle', () => {
  it('is signed as it appears, and verified by both', async () => {
    const store = await madeStore([{ at: '2026-11-22T12:00:00Z', found: { 1: [findingOf(1, 0)] } }]);
    signed = await run([
      'evidence',
      'export',
      '-r',
      file,
      '--store',
      store,
      '--sign',
      `ssh:${inFolder('ada')}`,
    ]);
    expect(signed.code, signed.stderr).toBe(0);
    const args = [
      '-Y',
      'verify',
      '-f',
      allowed,
      '-I',
      'ada@example.org',
      '-n',
      'bitsieve-evidence',
      '-s',
      `${file}.sig`,
    ];
    expect(execFileSync('ssh-keygen', args, { input: readFileSync(file), encoding: 'utf8' })).toMatch(
      /^Good/,
    );
    const { code, stdout } = await run(['evidence', 'verify', file, '--allowed-signers', allowed]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^VERIFIED[^]*signature +Good.*ada@example.org with ED25519/),
    ]);
    // As reproducible as the bundle: Ed25519 has no chance in it.
    expect(readdirSync(folder).filter((name) => name.startsWith('evidence'))).toEqual([
      'evidence.zip',
      'evidence.zip.sig',
    ]);
    const again = [
      'evidence',
      'export',
      '-r',
      inFolder('second.zip'),
      '--store',
      store,
      '--sign',
      `ssh:${inFolder('ada')}`,
    ];
    expect((await run(again)).code).toBe(0);
    expect(readFileSync(inFolder('second.zip.sig')).equals(readFileSync(`${file}.sig`))).toBe(true);
    expect((await run(again)).stderr).toMatch(/is there already/);
    // Refused for its signature alone, before anything is written.
    const half = ['evidence', 'export', '-r', join(folder, 'third.zip'), '--store', store, '--sign'];
    for (const key of ['ssh:/not/there', `ssh:${inFolder('locked')}`]) {
      const { code: refused, stderr } = await run([...half, key]);
      expect([refused, stderr]).toEqual([2, expect.stringMatching(/cannot sign with/)]);
    }
    expect((await run([...half, 'gpg:0x1234'])).stderr).toMatch(/only ssh:KEYFILE is known/);
    expect(readdirSync(folder).filter((name) => name.includes('third') || name.includes('tmp'))).toEqual([]);
  });

  it.each<[string, () => Promise<[string, Parameters<typeof verifyEvidence>[1]]>]>([
    ['by somebody who is not allowed', async () => [file, { allowedSigners: others }]],
    [
      'by another one than asked',
      async () => [file, { allowedSigners: allowed, identity: 'ben@example.org' }],
    ],
    [
      'for something else',
      async () => {
        const signature = join(tempFolder(), 'other.sig');
        writeFileSync(signature, await signatureOf(allowed, inFolder('ada')));
        return [file, { allowedSigners: allowed, signature }];
      },
    ],
    [
      'under another name of use',
      async () => {
        const input = readFileSync(file);
        const signature = join(tempFolder(), 'git.sig');
        writeFileSync(
          signature,
          execFileSync('ssh-keygen', ['-Y', 'sign', '-f', inFolder('ada'), '-n', 'git'], {
            input,
            stdio: 'pipe',
          }),
        );
        return [file, { allowedSigners: allowed, signature }];
      },
    ],
    ['with what is no signature', async () => [file, { allowedSigners: allowed, signature: allowed }]],
    [
      'and changed afterwards',
      async () => {
        const changed = join(tempFolder(), 'changed.zip');
        writeFileSync(changed, readFileSync(file));
        appendFileSync(changed, 'x');
        return [changed, { allowedSigners: allowed, signature: `${file}.sig` }];
      },
    ],
  ])('%s is not verified', async (_, asked) => {
    const [path, options] = await asked();
    const { faults, signer } = await verifyEvidence(path, options);
    expect(signer).toBeNull();
    expect(faults.join('\n')).toMatch(/\.sig: |allowed: /);
  });

  it('is not verified by halves', async () => {
    expect((await run(['evidence', 'verify', file, '--identity', 'ada@example.org'])).stderr).toMatch(
      /need --allowed-signers/,
    );
    await expect(verifyEvidence(file, { allowedSigners: '/not/there' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      verifyEvidence(file, { allowedSigners: allowed, signature: '/not/there' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
