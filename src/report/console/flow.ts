/** Lays pieces of text side by side and goes on to a new line when one would stick out. */
import { displayWidth, fitWidth } from './display-width.ts';
import type { Paint, Style } from './paint.ts';

export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

/** Where the console format draws. */
export interface Canvas {
  readonly paint: Paint;
  readonly width: number;
  readonly isVerbose: boolean;
}

interface FlowLayout {
  /** Columns left free before every line. */
  readonly indent: number;
  readonly separator: string;
}

/** Empty pieces are skipped; one that is wider than a whole line loses its middle. */
export function flow(pieces: readonly Piece[], layout: FlowLayout, canvas: Canvas): string[] {
  const room = canvas.width - layout.indent;
  const rows: string[][] = [];
  let used = room;
  for (const { text, style } of pieces) {
    if (text === '') continue;
    const fitted = fitWidth(text, room);
    const needed = displayWidth(fitted) + (used === 0 ? 0 : layout.separator.length);
    const row = rows.at(-1);
    const painted = canvas.paint(fitted, style ?? 'plain');
    if (row === undefined || used + needed > room) {
      rows.push([painted]);
      used = displayWidth(fitted);
    } else {
      row.push(painted);
      used += needed;
    }
  }
  const separator = canvas.paint(layout.separator, 'dim');
  return rows.map((row) => ' '.repeat(layout.indent) + row.join(separator));
}
