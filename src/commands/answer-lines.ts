/** Lines of an answer: a word on the left, text on the right. */
import { painter } from '../report/console/paint.ts';
import type { Canvas } from '../report/console/flow.ts';
import { wrapWidth } from '../report/console/display-width.ts';
import { visibleText } from '../report/text/visible-text.ts';

const COLUMN = 14;
const NARROWEST = 60;

/** Where answers are drawn. */
export function canvasOf({ noColor }: { readonly noColor?: boolean }): Canvas {
  const { isTTY, columns } = process.stdout;
  return {
    paint: painter(isTTY && noColor !== true && !process.env['NO_COLOR']),
    width: Math.max(NARROWEST, (isTTY ? columns : 0) || 100),
    isVerbose: true,
  };
}

/** Empty for an empty text. Text of others is made harmless. */
export function labelledLines(label: string, text: string, canvas: Canvas): string[] {
  if (text === '') return [];
  const lines = wrapWidth(visibleText(text), canvas.width - COLUMN - 2);
  return lines.map(
    (line, index) => `  ${canvas.paint((index === 0 ? label : '').padEnd(COLUMN), 'dim')}${line}`,
  );
}
