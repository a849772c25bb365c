/** A file that others read whole or not at all. */
import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/core/write-whole.ts';
import { tempFolder } from '../support/temp-folder.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a file is written whole', () => {
  it('in place of what has its name, with nothing beside it', () => {
    const folder = tempFolder({ a: 'old' });
    writeWhole(join(folder, 'a'), 'new');
    writeWhole(join(folder, 'b'), Buffer.from([0, 255]), { isLasting: true, mode: 0o600 });
    expect(readdirSync(folder)).toEqual(['a', 'b']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'b'))).toEqual(Buffer.from([0, 255]));
    expect(modeOf(join(folder, 'b'))).toBe(0o600);
  });

  it('in place of a symbolic link, not of what that leads to', () => {
    const folder = tempFolder({ precious: 'mine' });
    symlinkSync('precious', join(folder, 'link'));
    writeWhole(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
    expect(lstatSync(join(folder, 'link')).isFile()).toBe(true);
  });

  it('or refused where there is one and none may be replaced', () => {
    const folder = tempFolder({ a: 'old' });
    symlinkSync('nowhere', join(folder, 'link'));
    for (const name of ['a', 'link'])
      expect(() => writeWhole(join(folder, name), 'new', { isNew: true })).toThrow('EEXIST');
    writeWhole(join(folder, 'b'), 'new', { isNew: true });
    expect(readdirSync(folder)).toEqual(['a', 'b', 'link']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('new');
  });

  it('with the very mode that is asked for, whatever the process lets new files have', () => {
    const folder = tempFolder();
    const before = process.umask(0o077);
    try {
      writeWhole(join(folder, 'a'), '', { exactMode: 0o755 });
      writeWhole(join(folder, 'b'), '', { mode: 0o755 });
    } finally {
      process.umask(before);
    }
    expect([modeOf(join(folder, 'a')), modeOf(join(folder, 'b'))]).toEqual([0o755, 0o700]);
  });

  it('or not, and then nothing is left of it', () => {
    const folder = tempFolder({ 'folder/in': '' });
    for (const path of ['folder', 'none/a', 'folder/in/a'])
      expect(() => writeWhole(join(folder, path), 'x')).toThrow(/E[A-Z]+/);
    writeFileSync(join(folder, 'last'), '');
    expect(readdirSync(folder)).toEqual(['folder', 'last']);
    expect(readdirSync(join(folder, 'folder'))).toEqual(['in']);
  });
});
