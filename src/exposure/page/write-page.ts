/** An answer about exposure as one HTML file that needs nothing else. Findings stream through; names that they share are kept. */
import { jsonText } from '../../report/text/json-text.ts';
import { type Exposed, type ExposedFinding, endOf } from '../measure-exposure.ts';
import { pointsOf } from '../rank-value.ts';
import { ValueGroup } from '../value-group.ts';
import { PAGE_IDS, type PageAnswer, type PageValue } from './page-data.ts';
import { pageRow } from './page-rows.ts';
import { pageShell } from './page-shell.ts';
import { NumberedPlaces, PageTableMaker } from './page-tables.ts';

/** Rows that a browser can still hold and search while somebody types. */
const MOST_LISTED = 50_000;
/** In one element, so that nothing has to be one long string. */
const ROWS_IN_CHUNK = 500;

export function* exposurePage(exposed: Exposed): Generator<string> {
  const [before, after] = pageShell();
  yield before;
  yield* pageData(exposed);
  yield after;
}

/**
 * The elements that hold the data.
 *
 * @param most rows; of the totals nothing is left out
 */
export function* pageData(exposed: Exposed, most = MOST_LISTED): Generator<string> {
  yield dataElement(PAGE_IDS.answer, answerOf(exposed));
  const tables = new PageTableMaker(exposed);
  let listed = 0;
  for (const values of chunksOf(valuesOf(exposed, tables, most))) {
    listed += rowsIn(values);
    yield dataElement(PAGE_IDS.values, values);
  }
  yield dataElement(PAGE_IDS.tables, tables.tables(listed, limitsOf(exposed, listed)));
}

/** Who may read is in the tables. */
function answerOf({ answer: { readers: _readers, ...answer } }: Exposed): PageAnswer {
  return { ...answer, now: endOf(answer.run) };
}

function limitsOf({ answer: { total } }: Exposed, listed: number): string[] {
  if (listed >= total.findings) return [];
  const format = (count: number): string => count.toLocaleString('en-GB');
  return [
    `This page lists ${format(listed)} of ${format(total.findings)} findings: those of the worst severity, level and confidence. ` +
      'Sums, labels and repositories count all of them; CSV and JSON Lines of "bitsieve report" list all of them.',
  ];
}

function* chunksOf(values: Iterable<PageValue>): Generator<PageValue[]> {
  let chunk: PageValue[] = [];
  for (const value of values) {
    chunk.push(value);
    if (rowsIn(chunk) < ROWS_IN_CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function rowsIn(values: readonly PageValue[]): number {
  return values.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** A value whose places are more than the page lists is still weighed by all of them. */
function* valuesOf(exposed: Exposed, tables: PageTableMaker, most: number): Generator<PageValue> {
  let left = most;
  for (const open of groupsOf(exposed, tables, () => left)) {
    left -= open.listed.length;
    yield valueOf(open, tables);
    if (left <= 0) return;
  }
}

interface OpenGroup {
  readonly group: ValueGroup;
  readonly listed: ExposedFinding[];
}

function* groupsOf(
  { answer, findings }: Exposed,
  tables: PageTableMaker,
  left: () => number,
): Generator<OpenGroup> {
  const places = new NumberedPlaces(tables);
  const means = {
    now: endOf(answer.run),
    readersOf: (numbers: Iterable<number>) => places.readersOf(numbers),
  };
  let open: OpenGroup | undefined;
  for (const found of findings) {
    const passing = { ...found, place: places.numberOf(found.place) };
    if (open?.group.holds(passing)) open.group.add(passing);
    else {
      if (open) yield open;
      open = { group: new ValueGroup(passing, means), listed: [] };
    }
    if (open.listed.length < left()) open.listed.push(found);
  }
  if (open) yield open;
}

function valueOf({ group, listed }: OpenGroup, tables: PageTableMaker): PageValue {
  const reasons = group.allReasons();
  return {
    secretId: group.best.finding.secretId,
    points: pointsOf(reasons),
    reasons: reasons.map((reason) => tables.reason(reason)),
    places: group.findings,
    repositories: group.places.size,
    rows: listed.map((found) => pageRow(found, tables)),
  };
}

/** A data block is never run; no text in it can end it. */
function dataElement(id: string, value: unknown): string {
  const json = jsonText(value).replaceAll('<', '\\u003c');
  return `<script type="application/json" data-${id}>${json}</script>\n`;
}
