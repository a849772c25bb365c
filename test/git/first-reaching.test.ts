/** Which of many commits is the first to lead to another: held to a walk from each of them, on random histories. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstReaching } from '../../src/git/first-reaching.ts';
import { fastImport } from '../support/fast-import.ts';
import { makeRepository } from '../support/make-repository.ts';
import { fc } from '../support/property.ts';

const history = fc.array(fc.array(fc.nat({ max: 30 }), { maxLength: 2 }), { minLength: 1, maxLength: 25 });

/** Long enough by itself to be worth comparing: a line, one that forks all the time, one of many roots. */
const LONG: Array<[number[][], number[]]> = [
  [Array.from({ length: 25 }, (_, index) => [index - 1]), [3, 24, 10]],
  [Array.from({ length: 25 }, (_, index) => [index >> 1, index - 1]), [20, 7]],
  [Array.from({ length: 25 }, (_, index) => (index % 5 === 0 ? [] : [index - 1])), [4, 14, 13, 2]],
];

/** Each commit names some of those before it. Their dates say nothing. */
function importOf(folder: string, some: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const parents = some.map((own, index) => [...new Set(index === 0 ? [] : own.map((one) => one % index))]);
  const commits = parents.map((own, index) => ({
    parents: own,
    files: { 'a.txt': `${index}` },
    date: 1_700_000_000 + ((index * 7919) % 100) * 1000,
  }));
  const refs = parents.map((_, index) => [`refs/heads/c${index}`, index] as const);
  fastImport(folder, commits, Object.fromEntries(refs));
  return parents;
}

function reachedBy(tip: number, parents: readonly (readonly number[])[]): Set<number> {
  const reached = new Set<number>();
  const open = [tip];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    open.push(...(parents[at] ?? []));
  }
  return reached;
}

describe('the first of many commits that leads to another one', () => {
  it('is the one that walking from each of them finds', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(), { maxLength: 8 }), async (some, picks) => {
        const { folder, git } = bound();
        const parents = importOf(folder, some);
        const oids = git('for-each-ref', '--format=%(refname) %(objectname)', '--sort=version:refname')
          .split('\n')
          .map((line) => line.split(' ')[1] ?? '');
        const tips = picks.map((pick) => pick % parents.length);
        const place = { folder, inheritRepository: false };
        const asked = tips.map((tip) => oids[tip] ?? '');
        const missing = 'f'.repeat(40);
        const found = await firstReaching(place, [missing, ...asked], new Set(oids));
        const reached = tips.map((tip) => reachedBy(tip, parents));
        for (const [index, oid] of oids.entries()) {
          const first = reached.findIndex((commits) => commits.has(index));
          expect(found?.get(oid), `${index}`).toBe(first === -1 ? undefined : first + 1);
          compared += 1;
        }
      }),
      { numRuns: 12, examples: LONG },
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('is told for tags too, and of no history nothing', async () => {
    const { folder, git, commit } = bound();
    const place = { folder, inheritRepository: false };
    const oid = commit({ 'a.txt': '1' });
    git('tag', '--annotate', '--message', 'x', 'v1');
    const tag = git('rev-parse', 'v1');
    expect(tag).not.toBe(oid);
    expect(await firstReaching(place, [tag], new Set([oid]))).toEqual(new Map([[oid, 0]]));
    expect(await firstReaching(place, [], new Set([oid]))).toEqual(new Map());
    expect(await firstReaching(place, ['f'.repeat(40)], new Set([oid]))).toEqual(new Map());
  });

  it('is not known where a commit on the way is missing', async () => {
    const { folder, git, commit } = bound();
    const first = commit({ 'a.txt': '1' });
    const second = commit({ 'a.txt': '2' });
    rmSync(`${folder}/.git/objects/${first.slice(0, 2)}/${first.slice(2)}`);
    expect(git('rev-parse', 'HEAD')).toBe(second);
    const place = { folder, inheritRepository: false };
    expect(await firstReaching(place, [second], new Set([second]))).toBeUndefined();
  });
});

function bound(): {
  readonly folder: string;
  readonly git: (...args: string[]) => string;
  readonly commit: (files: Record<string, string>) => string;
} {
  const repository = makeRepository();
  return {
    folder: repository.folder,
    git: (...args) => repository.git(...args),
    commit: (files) => repository.commit(files),
  };
}
