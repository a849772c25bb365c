/** The data of the HTML report: nothing in it ends its element, it streams, and what it leaves out it says. */
import { describe, expect, it } from 'vitest';
import type { Exposed, ExposedFinding } from '../../src/exposure/measure-exposure.ts';
import type { PageTables, PageValue } from '../../src/exposure/page/page-data.ts';
import { pageData } from '../../src/exposure/page/write-page.ts';
import { findingOf } from '../support/audited.ts';
import { madeStore, withExposed } from './support/made-store.ts';
import { grownRun, hostileFinding } from './support/page-store.ts';

const ELEMENT = /^<script type="application\/json" data-(\w+)>([^<]*)<\/script>\n$/;

function read(chunks: readonly string[]): { values: PageValue[]; tables: PageTables } {
  const parts = chunks.map((chunk) => ELEMENT.exec(chunk) ?? ['', 'not an element', 'null']);
  const of = (id: string): unknown[] =>
    parts.flatMap(([, name, json = '']) => (name === id ? [JSON.parse(json)] : []));
  expect(of('answer')).toHaveLength(1);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  return { values: of('values').flat() as PageValue[], tables: of('tables')[0] as PageTables };
}

describe('the data of the page', () => {
  it('lists every finding once, and no text in it can end its element', async () => {
    const run = grownRun({ places: 4, findings: 20 });
    const store = await madeStore([{ ...run, found: { ...run.found, 2: [hostileFinding(2, 1)] } }]);
    const { values, tables } = read(await withExposed(store, (exposed) => [...pageData(exposed)]));
    const rows = values.flatMap((value) => value.rows);
    expect(rows).toHaveLength(61);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(61);
    expect(tables.listed).toBe(61);
    expect(tables.limits).toEqual([]);
  });

  it('gives a value the points, reasons and counts that the ranking gives it', async () => {
    const store = await madeStore([grownRun({ places: 3, findings: 30 })]);
    const { chunks, answer } = await withExposed(store, (exposed) => ({
      chunks: [...pageData(exposed)],
      answer: exposed.answer,
    }));
    const { values, tables } = read(chunks);
    const bySecret = new Map(values.map((value) => [value.secretId, value]));
    expect(answer.findings).toHaveLength(10);
    for (const ranked of answer.findings) {
      const value = bySecret.get(ranked.secretId);
      expect(value).toMatchObject({
        points: ranked.points,
        places: ranked.places,
        repositories: ranked.repositories,
      });
      expect(value?.reasons.map((number) => tables.reasons[number])).toEqual(
        ranked.reasons.map(({ words, points }) => [words, points]),
      );
    }
  });

  it('leaves out the least bad beyond its limit, and says so', async () => {
    const found = Array.from({ length: 30 }, (_, nth) =>
      findingOf(1, nth, { severity: nth < 12 ? 'critical' : 'low', secretId: String(nth % 10).repeat(32) }),
    );
    const store = await madeStore([{ at: '2026-11-22T12:00:00Z', found: { 1: found } }]);
    const { values, tables } = read(await withExposed(store, (exposed) => [...pageData(exposed, 4)]));
    expect(values.flatMap(({ rows }) => rows)).toHaveLength(4);
    expect(tables.listed).toBe(4);
    expect(tables.limits).toEqual([expect.stringContaining('This page lists 4 of 30 findings')]);
    // The second value is cut, and still weighed by all of its places.
    expect(values.map(({ places, rows }) => [places, rows.length])).toEqual([
      [3, 3],
      [3, 1],
    ]);
  });

  it('streams: the first rows are written before the last ones are read', async () => {
    const store = await madeStore([grownRun({ places: 2, findings: 800 })]);
    const seen = await withExposed(store, (exposed) => {
      let taken = 0;
      const findings: Iterable<ExposedFinding> = {
        *[Symbol.iterator]() {
          for (const one of exposed.findings) {
            taken += 1;
            yield one;
          }
        },
      };
      const counted: Exposed = { ...exposed, findings };
      const chunks = pageData(counted);
      chunks.next();
      chunks.next();
      return taken;
    });
    expect(seen).toBeGreaterThan(499);
    expect(seen).toBeLessThan(900);
  });
});
