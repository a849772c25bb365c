/** Whatever narrows a question (a window, a choice of repositories, somebody's eyes) never adds to its answer, in any order. */
import { expect, it } from 'vitest';
import { subjectIn } from '../../src/exposure/asked-subject.ts';
import type { ExposureAnswer } from '../../src/exposure/exposure-answer.ts';
import type { ExposureRequest } from '../../src/exposure/measure-exposure.ts';
import { windowOf } from '../../src/exposure/window.ts';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import type { Grant } from '../../src/store/audit/audit-store.ts';
import { findingOf } from '../support/audited.ts';
import { exposureOf, hiddenList, listOf, madeStore, type MadeRun } from './support/made-store.ts';
import { rounds } from '../support/rounds.ts';
import { fc } from '../support/property.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const PLACES = [1, 2, 3, 4];
const day = (nth: number): string => new Date(START + nth * 86_400_000).toISOString().slice(0, 10);

const some = fc.array(
  fc.record({
    place: fc.constantFrom(...PLACES),
    secret: fc.integer({ min: 0, max: 5 }),
    label: fc.constantFrom('credential/saas', 'personal/contact'),
    level: fc.constantFrom('INTERNAL', 'RESTRICTED'),
    reach: fc.constantFrom('tip', 'history', 'unmerged', 'unreachable'),
    day: fc.integer({ min: 0, max: 40 }),
    left: fc.option(fc.integer({ min: 0, max: 45 })),
    /** Runs that do not see it: it came later, was rewritten, or came back. */
    missing: fc.subarray([0, 1, 2]),
  }),
  { maxLength: 14 },
);
type Some = typeof some extends fc.Arbitrary<ReadonlyArray<infer T>> ? T : never;

const rights = fc.record({
  named: fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.subarray(['ada', 'bob'])),
  open: fc.option(fc.constantFrom(...PLACES)),
  hidden: fc.option(fc.constantFrom(...PLACES)),
});

function made({ place, secret, left, label, level, reach, ...one }: Some, nth: number): StoredFinding {
  const dated = (at: number): { commit: string; date: string } => ({
    commit: 'c'.repeat(40),
    date: `${day(at)}T10:00:00Z`,
  });
  const date = `${day(one.day)}T10:00:00Z`;
  const until = left === null || left <= one.day ? null : dated(left);
  const exposure = [{ branch: 'main', cameIn: dated(one.day), left: until }];
  const secretId = String(secret).repeat(32);
  return findingOf(place, nth, { secretId, label, level, reach, atTip: reach === 'tip', date, exposure });
}

function runsOf(all: readonly Some[], { named, open, hidden }: Rights): MadeRun[] {
  const readers = PLACES.map((place) => {
    const grants = (named[place] ?? []).map((id): Grant => ({
      subject: 'user',
      id,
      name: id,
      level: 'read',
    }));
    const list = hidden === place ? hiddenList(['users'], ...grants) : listOf(...grants);
    return [{ kind: 'repository', id: `{${place}}` }, list] as const;
  });
  return [20, 30, 45].map((at, run) => ({
    at: `${day(at)}T12:00:00Z`,
    found: Object.fromEntries(
      PLACES.map((place) => [
        place,
        all.flatMap((one, nth) =>
          one.place === place && !one.missing.includes(run) ? [made(one, nth)] : [],
        ),
      ]),
    ),
    places: open === null ? {} : { [open]: { visibility: 'public' } },
    readers,
  }));
}
type Rights = typeof rights extends fc.Arbitrary<infer T> ? T : never;

/** A label of a level, a repository, all of it: each with its sums. */
function rowsOf({ total, labels, repositories }: ExposureAnswer): Map<string, ExposureAnswer['total']> {
  return new Map([
    ['total', total],
    ...labels.map((row) => [`${row.label} ${row.level}`, row] as const),
    ...repositories.map((row) => [row.repository, row] as const),
  ]);
}

function expectNoMore(narrow: ExposureAnswer, wide: ExposureAnswer): void {
  const rows = rowsOf(wide);
  for (const [name, row] of rowsOf(narrow)) {
    const same = rows.get(name);
    if (!same) throw new Error(`${name} is in the narrower answer alone`);
    for (const sum of ['values', 'records', 'findings', 'repositories'] as const)
      expect(row[sum], `${sum} of ${name}`).toBeLessThanOrEqual(same[sum]);
    expect(ageOf(row), name).toBeGreaterThanOrEqual(ageOf(same));
    expect(row.readers.people, name).toBeLessThanOrEqual(same.readers.people);
  }
  for (const sum of ['cameIn', 'leftTip', 'ended'] as const)
    expect(narrow.window?.[sum].findings).toBeLessThanOrEqual(wide.window?.[sum].findings ?? -1);
}

/** Nothing is younger than anything. */
function ageOf({ oldest }: ExposureAnswer['total']): number {
  return oldest === null ? Infinity : Date.parse(oldest);
}

const question = fc.record({
  days: fc.array(fc.integer({ min: 0, max: 46 }), { minLength: 4, maxLength: 4 }),
  as: fc.constantFrom('user:ada', 'user:bob', 'anonymous', 'authenticated'),
  chosen: fc.subarray(PLACES),
});

/** What is made up may have no answer to the narrowest of the questions, fifteen times: this has one. */
const SOMETHING: [readonly Some[], Rights, typeof question extends fc.Arbitrary<infer T> ? T : never] = [
  [
    {
      place: 1,
      secret: 1,
      label: 'credential/saas',
      level: 'RESTRICTED',
      reach: 'tip',
      day: 5,
      left: null,
      missing: [],
    },
  ],
  { named: { 1: ['ada'] }, open: null, hidden: null },
  { days: [0, 5, 40, 46], as: 'user:ada', chosen: [1] },
];

it('a narrower question has no larger answer', { timeout: rounds(300_000) }, async () => {
  let most = 0;
  await fc.assert(
    fc.asyncProperty(some, rights, question, async (all, given, { days, as, chosen }) => {
      const path = await madeStore(runsOf(all, given));
      const [a = '', b = '', c = '', d = ''] = days.toSorted((x, y) => x - y).map(day);
      const ask = (asked: Partial<ExposureRequest>): Promise<ExposureAnswer> => exposureOf(path, asked);
      const [wide, narrow] = [{ window: windowOf(a, d) }, { window: windowOf(b, c) }];
      const isWanted: ExposureRequest['isWanted'] = ({ id }) => chosen.some((place) => id === `{${place}}`);
      const [everything, windowed] = [await ask(wide), await ask(narrow)];
      const [picked, seen] = [await ask({ ...wide, isWanted }), await ask({ ...wide, as: subjectIn(as) })];
      const least = await ask({ ...narrow, isWanted, as: subjectIn(as) });
      for (const one of [windowed, picked, seen, least]) expectNoMore(one, everything);
      for (const one of [windowed, picked, seen]) expectNoMore(least, one);
      most = Math.max(most, least.total.findings);
    }),
    { numRuns: rounds(15), examples: [SOMETHING] },
  );
  // Or nothing was compared.
  expect(most).toBeGreaterThan(0);
});
