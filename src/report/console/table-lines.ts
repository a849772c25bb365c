/** A table of the console format: a header, rows, columns as wide as they have to be; the first one gives way. */
import { displayWidth, fitWidth } from './display-width.ts';
import type { Canvas } from './flow.ts';
import { largest } from './largest.ts';

const SEPARATOR = '  ';
const MIN_FIRST = 8;

interface TableForm {
  /** So many columns hold words, which stand to the left; numbers stand to the right. */
  readonly words: number;
  /** Is the last row a sum? */
  readonly hasTotal: boolean;
}

/** @param rows of the same length, the header first, visible text only */
export function tableLines(
  rows: ReadonlyArray<readonly string[]>,
  { words, hasTotal }: TableForm,
  canvas: Canvas,
): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    largest(rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const others = widths.slice(1).reduce((sum, width) => sum + width + SEPARATOR.length, 2);
  widths[0] = Math.max(MIN_FIRST, Math.min(widths[0] ?? 0, canvas.width - others));
  return rows.map((row, index) => {
    const cells = row.map((text, column) => align(text, widths[column] ?? 0, column < words));
    const line = cells.join(SEPARATOR).trimEnd();
    const isBold = index === 0 || (hasTotal && index === rows.length - 1);
    return `  ${canvas.paint(line, isBold ? 'bold' : 'plain')}`;
  });
}

function align(text: string, width: number, isWord: boolean): string {
  const fitted = fitWidth(text, width);
  const gap = ' '.repeat(Math.max(0, width - displayWidth(fitted)));
  return isWord ? fitted + gap : gap + fitted;
}
