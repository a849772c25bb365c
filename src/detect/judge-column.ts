/** Judges a keyword as the head of a table's column: the cells below it, all of them, are one candidate with a count. */
import { MAX_COUNTED_CELLS } from '../core/limits.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';
import { opensWord } from './may-label.ts';
import { type Cell, type CellReader, cellsBelow } from './table-cells.ts';
import { type TableHead, tableHeadAt } from './table-head.ts';

/** If none of the first is what the column is said to hold, the others are not read. */
const FIRST_CELLS = 5;
/** Of the cells that hold something at least this part must be what is looked for. */
const FEWEST_FITTING = 0.6;
const LONGEST_CELL = 128;

/** The verdict depends on the head and on all rows that were read; `look` says so. Linear in the bytes of the table. */
export function judgeColumn(
  { bytes, look }: { bytes: Buffer; look: Look },
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const expression = set.cell(index);
  if (!expression || !opensWord(bytes, hit.offset, look)) return undefined;
  const head = tableHeadAt(bytes, hit, look);
  if (!head) return undefined;
  const reader = cellsBelow(bytes, head);
  // What a keyword says of what stands around the name is not in the cell.
  const name = bytes
    .toString('latin1', hit.offset, hit.offset + hit.length)
    .toLowerCase()
    .replace(/^[\s,;|"'`()]+/, '')
    .replace(/[\s,;|"'`()]+$/, '');
  const column = readColumn(bytes, reader, {
    isFitting: (text) => fits(text, head, expression, { index, set }),
    // The next table is read from its own head; else many heads would each read all that lies below.
    isHead: (text) => !/[^\w .\-/#]/.test(text) && text.toLowerCase().includes(name),
  });
  lookAt(look, 0, reader.at + 1 - hit.offset);
  if (!column) return undefined;
  const { rows, count, ...place } = column;
  const { countsRows = false, countedFrom = 1 } = set.whole(index) ?? {};
  return { detector: index, ...place, count: countsRows && count >= countedFrom ? rows : count };
}

function fits(
  token: string,
  head: TableHead,
  expression: RegExp,
  { index, set }: { index: number; set: DetectorSet },
): boolean {
  if (!expression.test(token)) return false;
  const specs = set.whole(index)?.checks ?? [];
  const input = { token, before: head.text, after: '' };
  return set.checks(index).every((check, at) => check.accepts(input, specs[at] ?? { name: '' }));
}

function readColumn(
  bytes: Buffer,
  reader: CellReader,
  { isFitting, isHead }: Record<'isFitting' | 'isHead', (text: string) => boolean>,
): (Pick<Candidate, 'start' | 'end'> & { count: number; rows: number }) | undefined {
  const values = new Set<number>();
  let [filled, fitting] = [0, 0];
  let first: Cell | undefined;
  for (let cell = nextFilled(reader); cell; cell = nextFilled(reader)) {
    filled++;
    const text = bytes.toString('latin1', cell.start, Math.min(cell.end, cell.start + LONGEST_CELL));
    if (isHead(text)) break;
    if (isFitting(text)) {
      fitting++;
      first ??= cell;
      if (values.size < MAX_COUNTED_CELLS) values.add(hashOf(text));
    } else if (fitting === 0 && filled >= FIRST_CELLS) return undefined;
  }
  return first && fitting >= filled * FEWEST_FITTING
    ? { start: first.start, end: first.end, count: values.size, rows: fitting }
    : undefined;
}

function nextFilled(reader: CellReader): Cell | undefined {
  let cell = reader.next();
  while (cell && cell.start === cell.end) cell = reader.next();
  return cell;
}

/** FNV-1a with 32 bits: of a million values a hundred or so count as one with another. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
