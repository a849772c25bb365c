/** What kinds of files there are, since when, and whether the newest code still has them. */
import type { InventoryLine } from '../../core/inventory.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Canvas } from './flow.ts';
import { bytesText } from './quantities.ts';
import { tableLines } from './table-lines.ts';

const HEADER = ['files', 'level', 'since', 'at tip', 'contents', 'size'];

/** Empty where there is no inventory, or nothing in it. */
export function inventoryTable(inventory: readonly InventoryLine[] | null, canvas: Canvas): string[] {
  if (!inventory || inventory.length === 0) return [];
  const rows = inventory.map(({ label, level, since, atTip, contents, bytes }) => [
    visibleText(label),
    level,
    since?.slice(0, 10) ?? '',
    atTip === null ? '' : atTip ? 'yes' : 'no',
    String(contents),
    bytesText(bytes),
  ]);
  return tableLines([HEADER, ...rows], { words: 4, hasTotal: false }, canvas);
}
