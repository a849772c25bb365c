/** What tests draw follows from the commit, unless somebody asks for something else. */
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../support/make-repository.ts';
import { fc } from '../support/property.ts';
import { chooseSeed, currentSeed, seededBytes, treeOf } from '../support/seed.ts';
import { tempFolder } from '../support/temp-folder.ts';

const drawn = (numRuns: number): string => JSON.stringify(fc.sample(fc.string(), numRuns));

describe('the seed', () => {
  it('is the same for the same tree, and another for another', () => {
    const repository = makeRepository();
    repository.commit({ 'a.txt': 'one' });
    const [first, seed] = [treeOf(repository.folder), chooseSeed({}, treeOf(repository.folder))];
    repository.commit({ 'a.txt': 'two' });
    expect(chooseSeed({}, treeOf(repository.folder))).not.toBe(seed);
    repository.commit({ 'a.txt': 'one' });
    expect(treeOf(repository.folder)).toBe(first);
    expect(chooseSeed({}, treeOf(repository.folder))).toBe(seed);
  });

  it('is random outside of a work tree, for rounds and where that is asked for', () => {
    const tree = 'a'.repeat(40);
    expect(treeOf(tempFolder())).toBe(null);
    const asked = [
      [{}, null],
      [{ BITSIEVE_SEED: 'random' }, tree],
      [{ BITSIEVE_ROUNDS: '10' }, tree],
    ] as const;
    for (const [env, at] of asked)
      expect(new Set([1, 2, 3, 4].map(() => chooseSeed(env, at))).size).toBeGreaterThan(1);
  });

  it('is what the variable says, and nothing else is taken for one', () => {
    expect(chooseSeed({ BITSIEVE_SEED: '71', BITSIEVE_ROUNDS: '10' }, null)).toBe(71);
    for (const odd of ['soon', '-1', '1.5', '99999999999'])
      expect(() => chooseSeed({ BITSIEVE_SEED: odd }, null)).toThrow(odd);
  });
});

describe('a run', () => {
  it('draws with its seed, the same each time', () => {
    expect(fc.readConfigureGlobal().seed).toBe(currentSeed());
    expect(currentSeed()).not.toBe(null);
    expect(drawn(20)).toBe(drawn(20));
    expect(seededBytes(100)).toEqual(seededBytes(100));
    expect(seededBytes(100)).not.toEqual(seededBytes(100, 'other'));
  });
});
