/** One line of CSV (RFC 4180) that is safe to open in a spreadsheet. */
import { visibleText } from './visible-text.ts';

export type CsvCell = string | number | boolean | null;

/** What a spreadsheet takes for the start of a formula, also in its full-width forms. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/** The row's values in the order of the columns; what it does not have is empty. */
export function csvLine(columns: readonly string[], row: Readonly<Record<string, CsvCell>>): string {
  return `${columns.map((column) => cell(row[column] ?? null)).join(',')}\r\n`;
}

function cell(value: CsvCell): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const harmless = visibleText(FORMULA_START.test(value) ? `'${value}` : value, '\t\r\n');
  return /[",\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
