/** Takes the data out of the file's own elements. */
import {
  FINDING_COLUMNS,
  PAGE_IDS,
  type PageAnswer,
  type PageFinding,
  type PageTables,
  type PageValue,
} from '../exposure/page/page-data.ts';
import type { Found, PageModel } from './page-model.ts';

export function readPage(): PageModel {
  const [answer] = dataOf<PageAnswer>(PAGE_IDS.answer);
  const [tables] = dataOf<PageTables>(PAGE_IDS.tables);
  if (!answer || !tables) throw new Error('The file is cut off: it holds no whole answer.');
  return { answer, tables, findings: findingsIn(dataOf<readonly PageValue[]>(PAGE_IDS.values).flat()) };
}

function findingsIn(values: readonly PageValue[]): Found[] {
  const findings: Found[] = [];
  for (const { rows, ...value } of values) {
    for (const row of rows) findings.push({ ...findingIn(row), order: findings.length, value });
  }
  return findings;
}

function findingIn(row: readonly unknown[]): PageFinding {
  const cells: Record<string, unknown> = {};
  for (const [index, column] of FINDING_COLUMNS.entries()) cells[column] = row[index];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by page-rows.ts, from the same list of columns
  return cells as unknown as PageFinding;
}

function dataOf<T>(id: string): T[] {
  const elements = [...document.querySelectorAll(`script[data-${id}]`)];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by write-page.ts, checked there
  return elements.map(({ textContent }) => JSON.parse(textContent ?? 'null') as T);
}
