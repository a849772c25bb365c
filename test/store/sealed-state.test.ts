import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../src/store/sealed-state.ts';
import { stateFile } from '../../src/store/state-file.ts';
import { temporaryFolder } from '../support/make-repository.ts';
import { githubToken } from '../support/secrets.ts';

const own = { key: randomBytes(32), subject: '/repository/objects' };
const content = Buffer.from(`{"raw":"${githubToken(1)}"}`.repeat(20));
const sealed = seal([content.subarray(0, 100), content.subarray(100)], own);

describe('a sealed state', () => {
  it('comes back whole, and is another one each time', () => {
    expect(unseal(sealed, own)).toEqual(content);
    expect(seal([content], own).equals(sealed)).toBe(false);
  });

  it('holds nothing in clear but what it is', () => {
    const { length } = 'bitsieve state 1 ';
    expect(sealed.toString('latin1', 0, length)).toBe('bitsieve state 1 ');
    expect(sealed.includes(githubToken(1).slice(4, 16))).toBe(false);
    expect(sealed.includes(own.key)).toBe(false);
  });

  it('opens with no other key and for no other repository', () => {
    expect(unseal(sealed, { ...own, key: randomBytes(32) })).toBe('sealed');
    expect(unseal(sealed, { ...own, subject: '/another/objects' })).toBe('sealed');
  });

  it('does not open when any byte of it is another, or when the end is missing', () => {
    const start = sealed.indexOf(0x0a) + 1;
    for (let at = start; at < sealed.length; at += at < start + 60 ? 1 : 37) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(changed, own), `byte ${at}`).toBe('sealed');
    }
    for (const length of [0, 1, 9, start, start + 5, start + 28, sealed.length - 1])
      expect(unseal(sealed.subarray(0, length), own), `${length} bytes`).toBe('sealed');
    expect(unseal(Buffer.concat([sealed, Buffer.from('x')]), own)).toBe('sealed');
  });

  it('says so when another version wrote it, or something else', () => {
    const text = sealed.toString('latin1');
    for (const other of [text.replace('state 1', 'state 2'), text.replace(/1 [\w.]+\n/, '1 99.0.0\n')])
      expect(unseal(Buffer.from(other, 'latin1'), own)).toBe('version');
    expect(unseal(Buffer.from('a letter to a friend'), own)).toBe('foreign');
    expect(unseal(Buffer.from('bitsieve state\n'), own)).toBe('foreign');
  });
});

describe('the file of a state', () => {
  it('is made for its owner alone, replaced whole, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'state');
    const file = stateFile(path);
    expect(file.read()).toBeUndefined();
    file.write(Buffer.from('one'));
    const before = statSync(path);
    expect(before.mode & 0o777).toBe(0o600);
    file.write(Buffer.from('two'));
    // Another file under the same name: whoever had opened the old one still reads all of it.
    expect(statSync(path).ino).not.toBe(before.ino);
    expect(file.read()?.toString()).toBe('two');
    expect(readdirSync(folder)).toEqual(['state']);
  });

  it('is replaced behind a symbolic link', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    stateFile(join(folder, 'link')).write(Buffer.from('new'));
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  });

  it('is never a folder, and a failure leaves nothing behind', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    const file = stateFile(join(folder, 'sub'));
    expect(() => file.read()).toThrow();
    expect(() => file.write(Buffer.from('x'))).toThrow('not a regular file');
    expect(() => stateFile(join(folder, 'no', 'state')).write(Buffer.from('x'))).toThrow();
    expect(readdirSync(folder)).toEqual(['sub']);
  });
});
