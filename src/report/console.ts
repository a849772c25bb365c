/** The `console` format: for a person at a terminal. Worst secret first, then problems, a table, one summary. */
import { entriesOf } from './console/entries.ts';
import { entryLines } from './console/entry-lines.ts';
import type { Canvas } from './console/flow.ts';
import { inventoryTable } from './console/inventory-table.ts';
import { LabelTable } from './console/label-table.ts';
import { painter } from './console/paint.ts';
import { problemLines } from './console/problem-lines.ts';
import { summaryLines } from './console/summary-lines.ts';
import { disclose } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { Reportable } from '../core/scan-result.ts';

/** Narrower than this nothing can be laid out; a terminal that says 0 does not know. */
const MIN_WIDTH = 40;

export function* reportConsole(result: Reportable, options: ReportOptions): Generator<string> {
  const disclosed = disclose(result, options);
  const canvas: Canvas = {
    paint: painter(options.color),
    width: Math.max(MIN_WIDTH, options.width),
    isVerbose: options.verbose,
  };
  const labels = new LabelTable();
  for (const entry of entriesOf(counted(disclosed.bySecret, labels), options)) {
    yield block(entryLines(entry, canvas));
  }
  if (disclosed.count === 0) yield block([canvas.paint('No findings.', 'bold')]);
  yield block(problemLines(disclosed.problems, canvas));
  yield block(labels.lines(canvas));
  if (options.verbose) yield block(inventoryTable(disclosed.inventory, canvas));
  yield `${summaryLines(disclosed, canvas).join('\n')}\n`;
}

function* counted(findings: Iterable<FindingRecord>, labels: LabelTable): Generator<FindingRecord> {
  for (const finding of findings) {
    labels.count(finding);
    yield finding;
  }
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
