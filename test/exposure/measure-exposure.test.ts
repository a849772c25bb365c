/** Sums, ranks and windows of exposure, held to a slow count over everything at once. */
import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import { CONFIDENCES, LEVELS, SEVERITIES } from '../../src/core/severity.ts';
import type { ExposureAnswer, ReaderCount } from '../../src/exposure/exposure-answer.ts';
import { ownReasons, pointsOf, readersReason, type Weighed } from '../../src/exposure/rank-value.ts';
import { windowOf } from '../../src/exposure/window.ts';
import type { Grant, Scope } from '../../src/store/audit/audit-store.ts';
import { findingOf } from '../support/audited.ts';
import { exposureOf, hiddenList, listOf, madeStore, type MadeRun } from './support/made-store.ts';
import { fc } from '../support/property.ts';

const REACHES = ['tip', 'history', 'unmerged', 'unreachable'] as const;
const DAY_MS = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

/** One of few secrets, so that they meet in several places. */
const someFinding = fc.record({
  place: fc.integer({ min: 1, max: 4 }),
  secret: fc.integer({ min: 0, max: 6 }),
  label: fc.constantFrom('credential/saas', 'credential/cloud', 'personal/contact'),
  level: fc.constantFrom(...LEVELS),
  severity: fc.constantFrom(...SEVERITIES),
  confidence: fc.constantFrom(...CONFIDENCES),
  reach: fc.constantFrom(...REACHES, null),
  day: fc.integer({ min: 0, max: 40 }),
  /** Left out: nobody asked. Null: no push is known. */
  pushed: fc.constantFrom(undefined, undefined, null, 3, 11, 25, 38),
  count: fc.integer({ min: 1, max: 5 }),
});
type Some = typeof someFinding extends fc.Arbitrary<infer T> ? T : never;

function dayAt(day: number): string {
  return new Date(START + day * DAY_MS).toISOString();
}

function made({ place, secret, day, reach, pushed, ...rest }: Some, nth: number): StoredFinding {
  const date = dayAt(day);
  const secretId = String(secret).repeat(32);
  const commit = 'c'.repeat(40);
  const exposure = [{ branch: 'main', cameIn: { commit, date }, left: null }];
  return findingOf(place, nth, {
    ...rest,
    ...(pushed !== undefined && { pushed: pushed === null ? null : dayAt(pushed) }),
    reach,
    atTip: reach === 'tip',
    secretId,
    date,
    exposure,
  });
}

function byPlace(some: readonly Some[]): Record<number, StoredFinding[]> {
  const found: Record<number, StoredFinding[]> = { 1: [], 2: [], 3: [], 4: [] };
  for (const [nth, one] of some.entries()) found[one.place]?.push(made(one, nth));
  return found;
}

const user = (id: string): Grant => ({ subject: 'user', id, name: id, level: 'read' });

describe('the table of labels', () => {
  it('counts what a slow count over everything does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someFinding, { maxLength: 40 }), async (some) => {
        const { labels, total } = await exposureOf(
          await madeStore([{ at: '2026-11-22T12:00:00Z', found: byPlace(some) }]),
        );
        const groups = new Map<string, Some[]>();
        for (const one of some)
          groups.set(`${one.level} ${one.label}`, [...(groups.get(`${one.level} ${one.label}`) ?? []), one]);
        const expected = [...groups].map(([key, group]) => [key, slowly(group)]);
        const told = labels.map(({ label, level, readers: _readers, ...amount }) => [
          `${level} ${label}`,
          amount,
        ]);
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
        expect({ ...total, readers: null }).toEqual({ ...slowly(some), readers: null });
      }),
      { numRuns: 25 },
    );
  });

  function slowly(group: readonly Some[]): object {
    const secrets = [...new Set(group.map(({ secret }) => secret))];
    const reach = { tip: 0, history: 0, unmerged: 0, unreachable: 0, unknown: 0 };
    let records = 0;
    for (const secret of secrets) {
      const own = group.filter((one) => one.secret === secret);
      const best = [...REACHES, null].find((where) => own.some((one) => one.reach === where));
      reach[best ?? 'unknown'] += 1;
      records += Math.max(...own.map(({ count }) => count));
    }
    // A push says more than the date of a commit, whichever is the older.
    const oldest = Math.min(...group.map(({ day, pushed }) => pushed ?? day));
    return {
      values: secrets.length,
      records,
      findings: group.length,
      repositories: new Set(group.map(({ place }) => place)).size,
      reach,
      oldest: group.length === 0 ? null : dayAt(oldest),
    };
  }
});

describe('readers', () => {
  const repository = (index: number): Scope => ({ kind: 'repository', id: `{${index}}` });
  const project: Scope = { kind: 'project', id: 'PRJ' };
  const found = { 1: [findingOf(1, 0)], 2: [findingOf(2, 0)], 3: [findingOf(3, 0)] };

  it('count nobody twice, over grants, groups and repositories', async () => {
    const group: Grant = { subject: 'group', id: 'team', name: 'team', level: 'write' };
    const partners: Grant = { subject: 'group', id: 'partners', name: 'partners', level: 'read' };
    const key: Grant = { subject: 'access-key', id: '7', name: 'deploy', level: 'read' };
    const readers: MadeRun['readers'] = [
      [repository(1), listOf(user('ada'), user('bob'), group)],
      [repository(2), listOf(user('ada'), key)],
      [repository(3), listOf(partners)],
      [{ kind: 'group', id: 'team' }, listOf(user('bob'), user('cyd'))],
    ];
    const { total, repositories, notKnown } = await exposureOf(
      await madeStore([{ at: '2026-11-22T12:00:00Z', found, readers }]),
    );
    expect(total.readers).toMatchObject({ people: 3, groups: 1, keys: 1, unseen: 0, anonymous: false });
    const counts = repositories.map(
      ({ repository: name, readers: { people, groups } }) => `${name.slice(-1)}: ${people} ${groups}`,
    );
    expect(counts.toSorted()).toEqual(['1: 3 0', '2: 1 0', '3: 0 1']);
    expect(notKnown).toEqual(['Who is in group partners is not known.']);
  });

  it('says what the token could not see, and guesses nothing', async () => {
    const readers: MadeRun['readers'] = [
      [repository(1), hiddenList(['users', 'groups'])],
      [repository(2), hiddenList(['groups', 'access-keys'], user('ada'))],
      [project, listOf()],
    ];
    const { repositories, notKnown, total } = await exposureOf(
      await madeStore([{ at: '2026-11-22T12:00:00Z', found, readers }]),
    );
    expect(total.readers).toMatchObject({ people: 1, unseen: 3 });
    expect(repositories.every(({ readers: { unseen } }) => unseen === 1)).toBe(true);
    expect(notKnown.join('\n')).toMatch(
      /repository example\/repository-1 \(users, groups\) is not visible to this token/,
    );
    expect(notKnown.join('\n')).toMatch(/Which access keys read repository example\/repository-2/);
    expect(notKnown.join('\n')).toMatch(/were not asked for/);
  });

  it('a public repository is open to anyone, a member of a workspace reads nothing by that', async () => {
    const member: Grant = { ...user('eve'), level: 'member' };
    const places = { 1: { visibility: 'public' as const } };
    const readers: MadeRun['readers'] = [
      [repository(1), listOf()],
      [repository(2), listOf()],
      [repository(3), listOf()],
      [{ kind: 'workspace', id: 'example' }, listOf(member)],
    ];
    const { repositories } = await exposureOf(
      await madeStore([{ at: '2026-11-22T12:00:00Z', found, places, readers }]),
    );
    const open = repositories.filter(({ readers: { anonymous } }) => anonymous);
    expect(open.map(({ repository: name }) => name)).toEqual(['example/repository-1']);
    expect(repositories.map(({ readers: { people } }) => people)).toEqual([0, 0, 0]);
  });
});

describe('the rank of a value', () => {
  const nobody: ReaderCount = {
    anonymous: false,
    authenticated: false,
    people: 0,
    groups: 0,
    keys: 0,
    outside: null,
    withoutAddress: null,
    unseen: 0,
    unasked: 0,
  };
  const weighed = fc.record({
    level: fc.constantFrom(...LEVELS),
    reach: fc.constantFrom(...REACHES),
    severity: fc.constantFrom(...SEVERITIES),
    confidence: fc.constantFrom(...CONFIDENCES),
    ageMs: fc.integer({ min: 0, max: 2000 * DAY_MS }),
  });
  const total = (value: Weighed, readers: ReaderCount): number =>
    pointsOf([...ownReasons(value), readersReason(readers, '')]);
  const people = fc.integer({ min: 0, max: 5000 });

  it('never falls as any of its reasons grows, and is at most 100', () => {
    const at = (scale: readonly unknown[], word: unknown): number => scale.indexOf(word);
    fc.assert(
      fc.property(weighed, weighed, people, people, (a, b, few, many) => {
        const worse: Weighed = {
          level: at(LEVELS, a.level) > at(LEVELS, b.level) ? a.level : b.level,
          reach: at(REACHES, a.reach) < at(REACHES, b.reach) ? a.reach : b.reach,
          severity: at(SEVERITIES, a.severity) > at(SEVERITIES, b.severity) ? a.severity : b.severity,
          confidence:
            at(CONFIDENCES, a.confidence) > at(CONFIDENCES, b.confidence) ? a.confidence : b.confidence,
          ageMs: Math.max(a.ageMs, b.ageMs),
        };
        const most = total(worse, { ...nobody, people: Math.max(few, many) });
        expect(most).toBeGreaterThanOrEqual(total(a, { ...nobody, people: few }));
        expect(total(worse, { ...nobody, anonymous: true })).toBeGreaterThanOrEqual(most);
        expect(most).toBeLessThanOrEqual(100);
      }),
    );
    expect(
      total(
        { level: 'RESTRICTED', reach: 'tip', severity: 'critical', confidence: 'high', ageMs: 1e12 },
        { ...nobody, anonymous: true },
      ),
    ).toBe(100);
  });

  it('names each distinct value once, at its worst place, with all reasons', async () => {
    const shared = { secretId: 'a'.repeat(32) };
    const found = {
      1: [
        findingOf(1, 0, { ...shared, reach: 'history', atTip: false }),
        findingOf(1, 1, { level: 'INTERNAL' }),
      ],
      2: [findingOf(2, 0, shared), findingOf(2, 1, { confidence: 'low', severity: 'low' })],
    };
    const { findings } = await exposureOf(await madeStore([{ at: '2026-11-22T12:00:00Z', found }]));
    expect(
      findings.map(({ repository, path, places }) => `${repository.slice(-1)} ${path} ${places}`),
    ).toEqual(['2 src/settings-0.yml 2', '1 src/settings-1.yml 1', '2 src/settings-1.yml 1']);
    const [first] = findings;
    expect(first?.reasons.map(({ about }) => about).toSorted()).toEqual([
      'age',
      'confidence',
      'level',
      'reach',
      'readers',
      'severity',
    ]);
    expect(first?.points).toBe(first?.reasons.reduce((sum, { points }) => sum + points, 0));
  });

  it('names, of places that are equally bad, the one that more may read', async () => {
    const secretId = 'a'.repeat(32);
    const found = Object.fromEntries([1, 2, 3].map((place) => [place, [findingOf(place, 0, { secretId })]]));
    const places: MadeRun['places'] = { 2: { visibility: 'public' } };
    const { findings } = await exposureOf(await madeStore([{ at: '2026-11-22T12:00:00Z', found, places }]));
    expect(findings[0]?.repository).toBe('example/repository-2');
    expect(findings[0]?.reasons.find(({ about }) => about === 'readers')?.words).toMatch(
      /^anyone may read one of its 3 repositories/,
    );
  });

  it('keeps the same ones as sorting everything would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someFinding, { maxLength: 40 }), async (some) => {
        const path = await madeStore([{ at: '2026-11-22T12:00:00Z', found: byPlace(some) }]);
        const [all, few] = [await exposureOf(path, { most: 1000 }), await exposureOf(path, { most: 3 })];
        expect(all.findings).toHaveLength(new Set(some.map(({ secret }) => secret)).size);
        expect(few.findings).toEqual(all.findings.slice(0, 3));
      }),
      { numRuns: 15 },
    );
  });
});

describe('a window', () => {
  const day = (nth: number): string => new Date(START + nth * DAY_MS).toISOString().slice(0, 10);
  const runs = (some: readonly Some[], later: readonly Some[], gone: number): MadeRun[] => {
    const last = byPlace(later);
    delete last[gone];
    return [
      { at: `${day(20)}T12:00:00Z`, found: byPlace(some) },
      { at: `${day(30)}T12:00:00Z`, found: byPlace([...some.slice(2), ...later]) },
      { at: `${day(41)}T12:00:00Z`, found: last },
    ];
  };

  function countsOf({ window }: ExposureAnswer): Record<string, number> {
    if (!window) return {};
    const { held, cameIn, ended, doubtful } = window;
    const findings = Object.entries({ held, cameIn, ended, doubtful }).map(
      ([name, amount]) => [name, amount.findings] as const,
    );
    return { ...Object.fromEntries(findings), ...held.by };
  }

  function expectNoLess(wide: ExposureAnswer, narrow: ExposureAnswer): void {
    for (const name of ['values', 'records', 'findings', 'repositories'] as const)
      expect(wide.total[name], name).toBeGreaterThanOrEqual(narrow.total[name]);
    for (const row of narrow.labels) {
      const same = wide.labels.find(({ label, level }) => label === row.label && level === row.level);
      expect(same?.findings).toBeGreaterThanOrEqual(row.findings);
      expect(same?.values).toBeGreaterThanOrEqual(row.values);
    }
    const [more, less] = [countsOf(wide), countsOf(narrow)];
    expect(Object.keys(less)).toHaveLength(7);
    for (const [name, count] of Object.entries(less)) expect(more[name], name).toBeGreaterThanOrEqual(count);
  }

  it('that is wider never exposes less', async () => {
    const findings = fc.array(someFinding, { maxLength: 12 });
    const ends = fc.array(fc.integer({ min: 0, max: 45 }), { minLength: 4, maxLength: 4 });
    const gone = fc.integer({ min: 1, max: 4 });
    await fc.assert(
      fc.asyncProperty(findings, findings, gone, ends, async (some, later, place, days) => {
        const [a = '', b = '', c = '', d = ''] = days.toSorted((x, y) => x - y).map(day);
        const path = await madeStore(runs(some, later, place));
        const wide = await exposureOf(path, { window: windowOf(a, d) });
        expectNoLess(wide, await exposureOf(path, { window: windowOf(b, c) }));
      }),
      { numRuns: 25 },
    );
  });

  const dated = (nth: number, date: string, left: string | null = null): StoredFinding => {
    const commit = 'd'.repeat(40);
    const exposure = [
      { branch: 'main', cameIn: { commit, date }, left: left === null ? null : { commit, date: left } },
    ];
    return findingOf(1, nth, { date, exposure });
  };

  it('holds what came in before its end and was still stored at its beginning', async () => {
    const old = dated(0, '2026-01-02T00:00:00Z', '2026-02-05T00:00:00Z');
    const rewritten = dated(1, '2026-01-03T00:00:00Z');
    const during = dated(2, '2026-02-06T00:00:00Z');
    const after = dated(3, '2026-03-01T00:00:00Z');
    const path = await madeStore([
      { at: '2026-02-01T00:00:00Z', found: { 1: [old, rewritten] } },
      { at: '2026-04-01T00:00:00Z', found: { 1: [old, during, after] } },
    ]);
    const ask = async (from: string, to: string) => exposureOf(path, { window: windowOf(from, to) });
    const week = await ask('2026-02-03', '2026-02-10');
    expect(week.total.findings).toBe(3);
    expect(week.window).toMatchObject({
      from: '2026-02-03T00:00:00.000Z',
      to: '2026-02-11T00:00:00.000Z',
      cameIn: { values: 1, findings: 1 },
      leftTip: { values: 1, findings: 1 },
      ended: { values: 1, findings: 1 },
    });
    expect(week.window?.clock.join(' ')).toMatch(/can forge/);
    // Found gone by a run that had ended before it began.
    expect((await ask('2026-05-01', '2026-05-02')).total.findings).toBe(3);
    expect((await ask('2026-01-01', '2026-01-02')).total.findings).toBe(1);
    expect((await ask('2025-01-01', '2025-01-02')).total.findings).toBe(0);
  });

  it('believes no date that is later than the audit that saw it', async () => {
    const forged = dated(0, '2099-01-01T00:00:00Z');
    const path = await madeStore([{ at: '2026-02-01T00:00:00Z', found: { 1: [forged] } }]);
    const { total } = await exposureOf(path, { window: windowOf('2026-02-01', '2026-02-02') });
    expect(total).toMatchObject({ findings: 1, oldest: '2026-02-01T00:00:00.000Z' });
  });

  it('counts what nothing dates as being there, and says so', async () => {
    const undated = findingOf(1, 0, { date: null, commit: null, exposure: [] });
    const path = await madeStore([{ at: '2026-02-01T00:00:00Z', found: { 1: [undated] } }]);
    const { total, window } = await exposureOf(path, { window: windowOf('2026-01-01', '2026-02-02') });
    expect(total.findings).toBe(1);
    expect(window?.undated).toEqual({ values: 1, findings: 1 });
  });

  it('of a repository that is gone holds what it held', async () => {
    const path = await madeStore([
      { at: '2026-02-01T00:00:00Z', found: { 1: [dated(0, '2026-01-02T00:00:00Z')], 2: [] } },
      { at: '2026-03-01T00:00:00Z', found: { 2: [] } },
    ]);
    expect((await exposureOf(path)).total.findings).toBe(0);
    const { total, window } = await exposureOf(path, { window: windowOf('2026-02-10', '2026-02-11') });
    expect([total.findings, window?.ended.findings]).toEqual([1, 1]);
  });

  it.each([
    ['2026-02-30', '2026-03-01'],
    ['yesterday', '2026-03-01'],
    ['2026-03-02', '2026-03-01'],
    ['2026-03-01T10:00:00', '2026-03-02'],
  ])('is refused where it is none: %s to %s', (from, to) => {
    expect(() => windowOf(from, to)).toThrow(/--from/);
  });

  it('takes moments with an offset', () => {
    expect(windowOf('2026-03-01T10:00:00+02:00', '2026-03-01T09:00:00Z')).toEqual({
      from: Date.parse('2026-03-01T08:00:00Z'),
      to: Date.parse('2026-03-01T09:00:00Z'),
    });
  });
});
