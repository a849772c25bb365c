/** Whose eyes see what, who may read and through what, and that nothing of it is guessed. */
import { describe, expect, it } from 'vitest';
import { subjectIn } from '../../src/exposure/asked-subject.ts';
import type { Grant, Scope } from '../../src/store/audit/audit-store.ts';
import { shortReaders } from '../../src/exposure/reader-words.ts';
import { findingOf } from '../support/audited.ts';
import { run } from '../support/run-program.ts';
import { exposureOf, hiddenList, listOf, madeStore, type MadeRun } from './support/made-store.ts';
import { fc } from '../support/property.ts';

const AT = '2026-11-22T12:00:00Z';
const repository = (index: number): Scope => ({ kind: 'repository', id: `{${index}}` });
const project = (id: string): Scope => ({ kind: 'project', id });
const user = (id: string, email?: string): Grant => ({
  subject: 'user',
  id,
  name: `${id} by name`,
  level: 'read',
  ...(email !== undefined && { email }),
});
const group = (id: string): Grant => ({ subject: 'group', id, name: id, level: 'write' });
const key: Grant = { subject: 'access-key', id: '7', name: 'deploy', level: 'read' };
const everyone: Grant = { subject: 'everyone', id: '', name: '', level: 'read' };

/** 1: ada and a key; 2: the team, of bob; 3: partners, whose members nobody knows; 4: whoever is logged in; 5: anyone. */
const found = Object.fromEntries([1, 2, 3, 4, 5].map((place) => [place, [findingOf(place, 0)]]));
const places = { 5: { visibility: 'public' as const }, 4: { project: 'OPEN' } };
const readers: NonNullable<MadeRun['readers']> = [
  [repository(1), listOf(user('ada', 'ada@example.org'), key)],
  [repository(2), listOf(group('team'))],
  [repository(3), listOf(group('partners'))],
  [repository(4), listOf()],
  [repository(5), listOf()],
  [project('OPEN'), listOf(everyone)],
  [{ kind: 'group', id: 'team' }, listOf(user('bob', 'bob@partner.example.com'), user('cyd'))],
];
const made = (): Promise<string> => madeStore([{ at: AT, found, places, readers }]);

async function seenAs(as: string, store?: string): Promise<{ repositories: string; notKnown: string }> {
  const answer = await exposureOf(store ?? (await made()), { as: subjectIn(as) });
  expect(answer.as).toBe(as);
  const names = answer.repositories.map(({ repository: name }) => name.slice(-1));
  return { repositories: names.toSorted().join(''), notKnown: answer.notKnown.join('\n') };
}

describe('the eyes of', () => {
  it.each([
    ['anonymous', '5'],
    ['authenticated', '45'],
    ['user:ada', '145'],
    ['user:ADA@example.org', '145'],
    ['user:bob by name', '245'],
    ['group:partners', '345'],
    ['key:deploy', '15'],
    ['key:7', '15'],
  ])('%s see %s', async (as, expected) => {
    expect((await seenAs(as)).repositories).toBe(expected);
  });

  it('a user may see more, where the members of a group are not known', async () => {
    expect((await seenAs('user:ada')).notKnown).toMatch(
      /Whether user:ada may read 1 more repository is not known/,
    );
    expect((await seenAs('anonymous')).notKnown).toBe('');
  });

  it('somebody whom no grant names see what everybody does, and that is said', async () => {
    const { repositories, notKnown } = await seenAs('user:nobody');
    expect(repositories).toBe('45');
    expect(notKnown).toMatch(/No grant that the token could see names user:nobody/);
  });

  it('anybody are not trusted where permissions are hidden', async () => {
    const hidden = [...readers.slice(1), [repository(1), hiddenList(['users'], key)] as const];
    const store = await madeStore([{ at: AT, found, places, readers: hidden }]);
    const { repositories, notKnown } = await seenAs('user:bob', store);
    expect(repositories).toBe('245');
    expect(notKnown).toMatch(/may read 2 more repositories is not known/);
  });

  it('more rights never see less', async () => {
    const granted = fc.uniqueArray(fc.integer({ min: 1, max: 5 }));
    await fc.assert(
      fc.asyncProperty(granted, granted, async (few, more) => {
        const grants = (own: readonly number[]): NonNullable<MadeRun['readers']> =>
          [1, 2, 3, 4, 5].map((place) => [
            repository(place),
            listOf(...(own.includes(place) ? [user('eve')] : [])),
          ]);
        const seen = async (own: readonly number[]): Promise<number> => {
          const store = await madeStore([{ at: AT, found, readers: grants(own) }]);
          return (await exposureOf(store, { as: subjectIn('user:eve') })).total.findings;
        };
        expect(await seen(few)).toBe(few.length);
        expect(await seen([...new Set([...few, ...more])])).toBeGreaterThanOrEqual(await seen(few));
      }),
      { numRuns: 8 },
    );
  });

  it.each(['ada', 'user:', 'team:x', ''])('nobody are those of %j', (text) => {
    expect(() => subjectIn(text)).toThrow(/--as/);
  });
});

describe('readers', () => {
  it('are counted by the domain of their address, and those without one are said', async () => {
    const { total, readers: told } = await exposureOf(await made(), {
      domains: ['Example.org'],
      withReaders: true,
    });
    expect(total.readers).toMatchObject({ people: 3, outside: 1, withoutAddress: 1, groups: 1, keys: 1 });
    expect(told?.people).toEqual([
      { id: 'ada', name: 'ada by name', outside: false, repositories: 1 },
      { id: 'bob', name: 'bob by name', outside: true, repositories: 1 },
      { id: 'cyd', name: 'cyd by name', outside: null, repositories: 1 },
    ]);
    const inside = await exposureOf(await made(), { domains: ['example.org', '*.example.com'] });
    expect(inside.total.readers).toMatchObject({ outside: 0, withoutAddress: 1 });
    expect((await exposureOf(await made())).total.readers).toMatchObject({
      outside: null,
      withoutAddress: null,
    });
  });

  it('are told with the grant that lets them in, in every form', async () => {
    const store = await made();
    for (const form of ['console', 'json', 'markdown', 'csv']) {
      const args = ['exposure', '--store', store, '-f', form, '--readers', '--domain', 'example.org'];
      const { stdout, code, stderr } = await run(args);
      expect(code, stderr).toBe(0);
      const text = stdout.replaceAll('\\', '').replaceAll(/\s+/g, ' ');
      expect(text, form).toContain('group partners (members not known)');
      expect(text, form).toContain('group team (2 members)');
      expect(text, form).toContain('project OPEN: whoever is logged in');
      expect(text, form).toContain('visibility public: anyone');
      expect(text, form).toContain('key deploy');
    }
  });

  it('are asked for with --as, too', async () => {
    const { stdout } = await run(['exposure', '--store', await made(), '--as', 'key:deploy']);
    expect(stdout).toContain('what key:deploy may read');
    expect(stdout).toMatch(/total +2 +2 +2 /);
    const wrong = await run(['exposure', '--store', await made(), '--as', 'me']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/user:NAME, group:NAME, key:NAME/);
  });
});

describe('the column of readers', () => {
  const count = { people: 7, groups: 0, keys: 0, outside: 6, withoutAddress: 0, unseen: 0, unasked: 0 };

  it.each([
    [{ anonymous: true, authenticated: true }, 'anyone (6 outside by name)'],
    [{ anonymous: false, authenticated: true }, 'all users (6 outside by name)'],
    [{ anonymous: false, authenticated: true, outside: null }, 'all users'],
    [{ anonymous: false, authenticated: false }, '7 (6 outside)'],
  ])('names outsiders with a right of their own, whoever else may read: %j', (seen, words) => {
    expect(shortReaders({ ...count, ...seen })).toBe(words);
  });
});
