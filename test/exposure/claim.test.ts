/** `exposure --claim`: a zone passes or fails by what lies in it, and is unproven where that is not known. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkZones } from '../../src/config/check-zones.ts';
import { LEVELS } from '../../src/core/severity.ts';
import type { ZoneVerdict } from '../../src/exposure/exposure-answer.ts';
import type { Zone } from '../../src/exposure/zone.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { findingOf, KEY, NOW, placeOf, REQUEST, scanOf } from '../support/audited.ts';
import { run } from '../support/run-program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { exposureOf, madeStore } from './support/made-store.ts';
import { fc } from '../support/property.ts';

const AT = '2026-11-22T12:00:00Z';

function zoneOf(table: Record<string, unknown>): Zone {
  const { zones, mistakes } = checkZones([{ name: 'one', ceiling: 'INTERNAL', ...table }]);
  expect(mistakes).toEqual([]);
  const [zone] = zones;
  if (!zone) throw new Error('no zone');
  return zone;
}

async function verdictOf(store: string, table: Record<string, unknown>): Promise<ZoneVerdict> {
  const [verdict] = (await exposureOf(store, { zones: [zoneOf(table)] })).zones ?? [];
  if (!verdict) throw new Error('no verdict');
  return verdict;
}

const found = {
  1: [findingOf(1, 0), findingOf(1, 1, { level: 'INTERNAL' })],
  2: [findingOf(2, 0, { level: 'PUBLIC' })],
};
const places = { 2: { project: 'OPEN' } };

describe('a zone', () => {
  it.each([
    [{ holds: ['repo:example/repository-1'] }, 'FAIL'],
    [{ holds: ['repo:example/repository-1'], ceiling: 'RESTRICTED' }, 'PASS'],
    [{ holds: ['repo:example/*'] }, 'FAIL'],
    [{ holds: ['project:OPEN'] }, 'PASS'],
    [{ holds: ['project:example/PRJ'] }, 'FAIL'],
    [{ holds: ['project:OPEN', 'repo:*/repository-1'] }, 'FAIL'],
    [{ holds: ['path:src/**'] }, 'FAIL'],
    [{ holds: ['path:docs/**'] }, 'PASS'],
    [{ holds: ['repo:*/repository-1', 'path:src/settings-1.yml'] }, 'PASS'],
    [{ holds: ['repo:partner/*'] }, 'UNPROVEN'],
  ])('%j: %s', async (table, expected) => {
    const store = await madeStore([{ at: AT, found, places }]);
    expect((await verdictOf(store, table)).verdict).toBe(expected);
  });

  it('that fails names what breaks it', async () => {
    const store = await madeStore([{ at: AT, found, places }]);
    const { breaks, above, repositories } = await verdictOf(store, { holds: ['repo:example/*'] });
    const { fingerprint, label, path, line } = findingOf(1, 0);
    const place = { repository: 'example/repository-1', path, line, reach: 'tip' };
    expect(breaks).toEqual([{ fingerprint, label, level: 'RESTRICTED', ...place }]);
    expect([above, repositories]).toEqual([{ values: 1, findings: 1 }, 2]);
  });

  it('with a repository that was not wholly scanned is not said to pass', async () => {
    const path = join(tempFolder(), 'audit.db');
    const store = await openAuditStore({ path, key: KEY, now: NOW });
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1), placeOf(2)]);
    await store.saveVisit(number, placeOf(1), scanOf(1, []));
    const problem = { code: 'timed-out', severity: 'error', message: 'no answer' } as const;
    await store.saveVisit(number, placeOf(2), { outcome: 'failed', problems: [problem] });
    await store.finishRun(number, { complete: false, problems: [] });
    await store.close();
    expect(await verdictOf(path, { holds: ['repo:*/repository-1'] })).toMatchObject({ verdict: 'PASS' });
    expect(await verdictOf(path, { holds: ['repo:*/*'] })).toMatchObject({
      verdict: 'UNPROVEN',
      why: 'Not wholly scanned: example/repository-2.',
    });
  });

  it('with a higher ceiling never fails where a lower one passed', async () => {
    const level = fc.constantFrom(...LEVELS);
    await fc.assert(
      fc.asyncProperty(fc.array(level, { maxLength: 5 }), async (levels) => {
        const own = levels.map((one, nth) => findingOf(1, nth, { level: one }));
        const store = await madeStore([{ at: AT, found: { 1: own } }]);
        for (const [rank, ceiling] of LEVELS.entries()) {
          const above = levels.filter((one) => LEVELS.indexOf(one) > rank).length;
          const verdict = await verdictOf(store, { holds: ['repo:**'], ceiling });
          expect([verdict.verdict, verdict.above.findings]).toEqual([above > 0 ? 'FAIL' : 'PASS', above]);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('is refused with all its mistakes at once', () => {
    const { mistakes } = checkZones([
      { name: 'a', ceiling: 'INTERNL', holds: ['team:x', 'repo:ok'] },
      { holds: [], owner: 'x' },
      { name: 'a', ceiling: 'PUBLIC', holds: ['repo:a'] },
      { name: 'a', ceiling: 'PUBLIC', holds: ['repo:b'] },
    ]);
    const told = mistakes.map(({ at, message }) => `${at} ${message}`).join('\n');
    expect(told).toMatch(/zone\[0\]\.ceiling there is no level "INTERNL"; did you mean "INTERNAL"\?/);
    expect(told).toMatch(/zone\[0\]\.holds\[0\] "team:x" begins with none of/);
    expect(told).toMatch(/zone\[1\]\.owner there is no key/);
    expect(told).toMatch(/zone\[3\]\.name there is another zone "a"/);
  });
});

describe('exposure --claim', () => {
  async function claim(config: string, ...args: string[]) {
    const cwd = tempFolder();
    writeFileSync(join(cwd, '.scannerrc'), config);
    const store = await madeStore([{ at: AT, found, places }]);
    return run(['exposure', '--store', store, '--claim', ...args], { cwd });
  }
  const zone = (name: string, holds: string): string =>
    `[[zone]]\nname = "${name}"\nholds = ["${holds}"]\nceiling = "INTERNAL"\nowners = ["security@example.org"]\n`;

  it('ends with 1 where a zone fails, and shows the finding in every form', async () => {
    for (const form of ['console', 'json', 'markdown', 'csv']) {
      const { code, stdout } = await claim(zone('open', 'project:OPEN') + zone('all', 'repo:**'), '-f', form);
      expect(code, form).toBe(1);
      const text = stdout.replaceAll('\\', '').replaceAll('&#64;', '@');
      for (const word of [
        'PASS',
        'FAIL',
        'src/settings-0.yml',
        findingOf(1, 0).fingerprint,
        'security@example.org',
      ])
        expect(text, form).toContain(word);
    }
  });

  it('ends with 0 where all pass, and with 3 where one is unproven', async () => {
    expect((await claim(zone('open', 'project:OPEN'))).code).toBe(0);
    const { code, stdout } = await claim(zone('none', 'project:NONE'));
    expect(code).toBe(3);
    expect(stdout).toMatch(/UNPROVEN +none[^]*No repository that the audit saw/);
  });

  it('refuses to claim nothing', async () => {
    const { code, stderr } = await claim('[scan]\n');
    expect(code).toBe(2);
    expect(stderr).toMatch(/no \[\[zone\]\]/);
  });
});
