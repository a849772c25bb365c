/** What has to be rotated, in which order, and what became of it: never taken for done because it is not found. */
import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import { CONFIDENCES, LEVELS } from '../../src/core/severity.ts';
import { blastPoints, blastReasons, type Credential } from '../../src/exposure/rotation/blast-radius.ts';
import type { RotationAnswer, RotationEntry } from '../../src/exposure/rotation/rotation-answer.ts';

import { findingOf, REQUEST } from '../support/audited.ts';
import { listOf, madeStore, type MadeRun, rotationsOf } from './support/made-store.ts';
import { fc } from '../support/property.ts';

const FIRST = '2026-11-20T12:00:00Z';
const SECOND = '2026-11-21T12:00:00Z';

function secretOf(name: string, changed: Partial<StoredFinding> = {}, nth = 0): StoredFinding {
  const secretId = name.repeat(32).slice(0, 32);
  return findingOf(Number.parseInt(name, 36), nth, { secretId, ...changed });
}

type Told = RotationAnswer & { readonly listed: readonly RotationEntry[] };

async function compared(runs: readonly MadeRun[]): Promise<Told> {
  return rotationsOf(await madeStore(runs), 1);
}

function statusesOf({ listed }: Told): Record<string, string> {
  return Object.fromEntries(
    listed.map(({ secretId, status, goneBecause }) => [
      secretId[0],
      goneBecause === null ? (status ?? '') : `${status}: ${goneBecause}`,
    ]),
  );
}

describe('what became of a value since an earlier run', () => {
  it('is new, open, left a tip, or gone with its history', async () => {
    const hidden = { atTip: false, reach: 'history' } as const;
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a'), secretOf('b'), secretOf('c')] } },
      { at: SECOND, found: { 1: [secretOf('a'), secretOf('b', hidden), secretOf('d')] } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'open', b: 'left-tip', c: 'gone: rewritten', d: 'new' });
    expect(told.progress).toMatchObject({
      since: { number: 1 },
      statuses: { open: 1, new: 1, 'left-tip': 1, gone: 1, unseen: 0, rotated: 0 },
      gone: { rewritten: 1, 'repository-gone': 0 },
    });
    expect(told.counts).toMatchObject({ listed: 4, held: 3, places: 3, repositories: 1, atTip: 2 });
  });

  it('left no tip while another repository shows it', async () => {
    const hidden = secretOf('a', { atTip: false, reach: 'history' });
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a')], 2: [secretOf('a')] } },
      { at: SECOND, found: { 1: [hidden], 2: [secretOf('a')] } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'open' });
  });

  it('is gone with its repository, and still on the list', async () => {
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a')], 2: [] } },
      { at: SECOND, found: { 2: [] } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'gone: repository-gone' });
    expect(told.listed[0]).toMatchObject({ repository: 'example/repository-1', places: 1, atTip: false });
    expect(told.counts).toMatchObject({ listed: 1, held: 0, inactive: 0 });
  });

  it.each([
    ['another detector', { detectors: { ...REQUEST.detectors, 'example-token': 'f'.repeat(64) } }],
    ['no such detector', { detectors: {} }],
    ['other options', { optionsDigest: 'e'.repeat(64) }],
    ['another version', { tool: { ...REQUEST.tool, version: '9.9.9' } }],
  ])('is not gone for sure where it was looked for with %s', async (_, request) => {
    const tool = { ...REQUEST.tool, detectorDigest: JSON.stringify(request) };
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a')] } },
      { at: SECOND, found: { 1: [] }, request: { tool, ...request } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'gone: not-looked-for' });
  });

  it('is not gone for sure where a scan could not read everything', async () => {
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a')] } },
      { at: SECOND, found: { 1: [] }, amiss: { 1: 'in part' } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'gone: not-wholly-scanned' });
  });

  it.each(['not visited', 'failed'] as const)('is unknown while its repository was %s', async (amiss) => {
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a'), secretOf('b')], 2: [secretOf('b')] } },
      { at: SECOND, found: { 1: [], 2: [secretOf('b')] }, amiss: { 1: amiss } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'unseen', b: 'open' });
    expect(told.listed.map(({ unseenRepositories }) => unseenRepositories)).toEqual([1, 1]);
  });

  it('says the reason that proves least, of all its places', async () => {
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a')], 2: [secretOf('a')], 3: [secretOf('a')] } },
      { at: SECOND, found: { 2: [], 3: [] }, amiss: { 3: 'in part' } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'gone: not-wholly-scanned' });
    expect(told.listed[0]).toMatchObject({ places: 3, repositories: 3 });
  });

  it('is told of what came and went in between', async () => {
    const told = await compared([
      { at: FIRST, found: { 1: [] } },
      { at: SECOND, found: { 1: [secretOf('a')] } },
      { at: '2026-11-22T12:00:00Z', found: { 1: [] } },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'gone: rewritten' });
  });

  it('is rotated by the word of its issuer alone, and comes last', async () => {
    const saidOf = (result: string): object => ({ verification: { result, at: SECOND } });
    const told = await compared([
      { at: FIRST, found: { 1: [secretOf('a'), secretOf('b'), secretOf('c')], 2: [] } },
      {
        at: SECOND,
        found: {
          1: [
            secretOf('a', saidOf('inactive')),
            secretOf('b', saidOf('active')),
            secretOf('c', saidOf('unknown')),
          ],
          // Another detector asked another issuer, where it is worth nothing.
          2: [secretOf('b', { ...saidOf('inactive'), fingerprint: 'f'.repeat(32) })],
        },
      },
    ]);
    expect(statusesOf(told)).toEqual({ a: 'rotated', b: 'open', c: 'open' });
    expect(told.listed.at(-1)?.secretId[0]).toBe('a');
    expect(told.listed.find(({ secretId }) => secretId.startsWith('b'))).toMatchObject({
      verified: 'active',
      verifiedAt: SECOND,
    });
    expect(told.counts).toMatchObject({ active: 1, inactive: 1 });
  });
});

describe('the date of an entry', () => {
  it('has its clock, and is doubtful where audits know better', async () => {
    const { listed } = await compared([
      { at: FIRST, found: { 1: [] } },
      { at: SECOND, found: { 1: [secretOf('a'), secretOf('b', { date: null, exposure: [] })] } },
    ]);
    const byName = new Map(listed.map((entry) => [entry.secretId[0], entry]));
    // The first audit should have seen it, had it been there.
    expect(byName.get('a')).toMatchObject({ introducedBy: 'commit', isDoubtful: true });
    expect(byName.get('b')).toMatchObject({ introducedBy: 'audit', isDoubtful: false });
  });
});

describe('the order of the list', () => {
  const someValue = fc.record({
    secret: fc.integer({ min: 0, max: 9 }),
    place: fc.integer({ min: 1, max: 4 }),
    label: fc.constantFrom('credential/cloud', 'credential/saas', 'key/ssh', 'personal/contact'),
    level: fc.constantFrom(...LEVELS),
    confidence: fc.constantFrom(...CONFIDENCES),
    reach: fc.constantFrom('tip', 'history', null),
    day: fc.integer({ min: 1, max: 28 }),
  });

  it('is that of a slow list of everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someValue, { maxLength: 30 }), async (some) => {
        const found: Record<number, StoredFinding[]> = { 1: [], 2: [], 3: [], 4: [] };
        for (const [nth, { secret, place, day, reach, ...rest }] of some.entries()) {
          const date = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
          const more = { ...rest, reach, atTip: reach === 'tip', date, exposure: [] };
          found[place]?.push(secretOf(String(secret), more, nth));
        }
        const store = await madeStore([{ at: FIRST, found }]);
        const { listed } = await rotationsOf(store, null);
        const credentials = some.filter(({ label }) => label !== 'personal/contact');
        const secrets = credentials.map(({ secret }) => String(secret));
        expect(new Set(listed.map(({ secretId }) => secretId[0]))).toEqual(new Set(secrets));
        expect(listed).toHaveLength(new Set(secrets).size);
        for (const [index, entry] of listed.entries()) {
          const own = credentials.filter(({ secret }) => String(secret) === entry.secretId[0]);
          expect(entry.rank).toBe(index + 1);
          expect(entry.places).toBe(own.length);
          expect(entry.repositories).toBe(new Set(own.map(({ place }) => place)).size);
          expect(entry.atTip).toBe(own.some(({ reach }) => reach === 'tip'));
          expect(Number(entry.introduced?.slice(8, 10))).toBe(Math.min(...own.map(({ day }) => day)));
          const before = listed[index - 1];
          if (before) expect(keyOf(before) <= keyOf(entry), `${keyOf(before)} ${keyOf(entry)}`).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  function keyOf({ points, level, introduced, secretId }: RotationEntry): string {
    return [100 - points + 100, 9 - LEVELS.indexOf(level), introduced, secretId].join(' ');
  }

  it('never gives fewer points for what is worse', () => {
    const readers = { anonymous: false, authenticated: false, people: 3, groups: 0, keys: 0, outside: null };
    const none = { ...readers, withoutAddress: null, unseen: 0, unasked: 0 };
    const base: Credential = {
      label: 'credential/saas',
      level: 'INTERNAL',
      confidence: 'medium',
      verified: null,
      isGone: false,
      reach: 'history',
      atTip: false,
      repositories: 2,
      readers: none,
    };
    const pointsOf = (changed: Partial<Credential>): number =>
      blastPoints(blastReasons({ ...base, ...changed }));
    const worse: Partial<Credential>[] = [
      { label: 'credential/cloud' },
      { level: 'RESTRICTED' },
      { confidence: 'high' },
      { verified: 'active' },
      { atTip: true },
      { repositories: 3 },
      { readers: { ...none, people: 10 } },
      { readers: { ...none, anonymous: true } },
      { readers: { ...none, unseen: 1 } },
    ];
    for (const changed of worse)
      expect(pointsOf(changed), JSON.stringify(changed)).toBeGreaterThan(pointsOf({}));
    const worst = { ...base, ...worse[0], ...worse[1], ...worse[2], ...worse[4], ...worse[7] };
    expect(pointsOf({ ...worst, repositories: 100 })).toBe(100);
  });
});

describe('an entry', () => {
  it('names the worst place, its readers and the other half of a pair', async () => {
    const half = { detector: 'example-password', title: 'Other half', secretId: 'b'.repeat(32), line: 3 };
    const found = {
      1: [secretOf('a', { atTip: false, reach: 'history', linked: [half] }, 3), secretOf('b')],
      2: [secretOf('a', { linked: [{ ...half, secretId: 'e'.repeat(32) }] }, 4)],
    };
    const ada = { subject: 'user', id: 'ada', name: 'Ada', level: 'read' } as const;
    const readers = [[{ kind: 'repository', id: '{2}' }, listOf(ada)]] as const;
    const { listed } = await rotationsOf(await madeStore([{ at: FIRST, found, readers }]), null);
    expect(listed.find(({ secretId }) => secretId.startsWith('a'))).toMatchObject({
      id: `R-${'a'.repeat(16)}`,
      repository: 'example/repository-2',
      path: 'src/settings-4.yml',
      atTip: true,
      // What is on no list is not named.
      together: [`R-${'b'.repeat(16)}`],
      readers: { people: 1, unseen: 1 },
      status: null,
      revoke: 'Settings > Developer > Tokens > Revoke',
    });
  });
});
