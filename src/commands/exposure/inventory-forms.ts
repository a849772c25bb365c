/** The inventory of the eight kinds as part of an answer about exposure: for a terminal, as Markdown, as rows of CSV. */
import type { FileAmount, FoundAmount, InventoryAnswer } from '../../exposure/inventory/inventory-answer.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { tableLines } from '../../report/console/table-lines.ts';
import type { CsvCell } from '../../report/text/csv-line.ts';
import { markdownTable, plain } from '../../report/text/markdown-text.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import {
  inventorySentences,
  KIND_HEADER,
  kindRows,
  REPOSITORY_HEADER,
  repositoryRows,
} from './inventory-words.ts';

const MOST_REPOSITORIES = 50;

export function inventoryLines(inventory: InventoryAnswer | null, canvas: Canvas): string[] {
  if (inventory === null) return [];
  const most = canvas.isVerbose ? Infinity : MOST_REPOSITORIES;
  const repositories = repositoryRows(inventory);
  const shown = repositories.slice(0, most).map((row) => row.map((cell) => visibleText(cell)));
  const rest = repositories.length - shown.length;
  const numbers = { words: 1, hasTotal: false };
  return [
    canvas.paint('What there is of the eight kinds', 'bold'),
    ...inventorySentences(inventory),
    ...tableLines([KIND_HEADER, ...kindRows(inventory)], numbers, canvas),
    '',
    ...tableLines([REPOSITORY_HEADER, ...shown], numbers, canvas),
    ...(rest > 0 ? [canvas.paint(`  and ${rest} more, all of them with --verbose`, 'dim')] : []),
  ];
}

export function* inventoryMarkdown(inventory: InventoryAnswer | null): Generator<string> {
  if (inventory === null) return;
  const repositories = repositoryRows(inventory);
  yield '\n## What there is of the eight kinds\n\n';
  for (const sentence of inventorySentences(inventory)) yield `${plain(sentence)}\n\n`;
  yield* markdownTable(KIND_HEADER, kindRows(inventory));
  yield '\n';
  yield* markdownTable(REPOSITORY_HEADER, repositories.slice(0, MOST_REPOSITORIES));
  const rest = repositories.length - MOST_REPOSITORIES;
  if (rest > 0) yield `\nAnd ${rest} more.\n`;
  yield '\n';
}

type Row = Readonly<Record<string, CsvCell>>;

/** A line for the files of a kind, one for what was found, in all and of each repository. */
export function* inventoryRows(inventory: InventoryAnswer | null): Generator<Row> {
  if (inventory === null) return;
  for (const { title, files, found } of inventory.kinds) yield* amountRows('kind', title, { files, found });
  for (const { title, ...files } of inventory.others)
    yield { type: 'other kind', name: title, ...fileCells(files) };
  for (const { repository, isKnown, kinds } of inventory.repositories) {
    if (!isKnown) yield { type: 'inventory', name: 'not known', repository };
    for (const { kind, ...amounts } of kinds)
      for (const row of amountRows('inventory', kind, amounts)) yield { ...row, repository };
  }
}

function* amountRows(
  type: string,
  name: string,
  { files, found }: { readonly files: FileAmount | null; readonly found: FoundAmount | null },
): Generator<Row> {
  if (files) yield { type, name, ...fileCells(files) };
  if (found) {
    const { values, findings, repositories, atTip, since } = found;
    yield { type, name, values, findings, repositories, tip: atTip, oldest: since };
  }
}

function fileCells({ contents, bytes, repositories, atTip, since }: FileAmount): Row {
  return { contents, bytes, repositories, tip: atTip, oldest: since };
}
