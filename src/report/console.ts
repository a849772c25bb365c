/** The `console` format: for a person at a terminal. Worst secret first, then problems, a table, one summary. */
import { entryLines } from './console/entry-lines.ts';
import type { Canvas } from './console/flow.ts';
import { inventoryTable } from './console/inventory-table.ts';
import { labelTable } from './console/label-table.ts';
import { painter } from './console/paint.ts';
import { problemLines } from './console/problem-lines.ts';
import { secretGroups } from './console/secret-groups.ts';
import { summaryLines } from './console/summary-lines.ts';
import { disclose } from './disclosure/disclose.ts';
import type { ReportOptions } from './reporter.ts';
import type { ScanResult } from '../core/scan-result.ts';

/** Narrower than this nothing can be laid out; a terminal that says 0 does not know. */
const MIN_WIDTH = 40;

export function* reportConsole(result: ScanResult, options: ReportOptions): Generator<string> {
  const disclosed = disclose(result, options);
  const canvas: Canvas = {
    paint: painter(options.color),
    width: Math.max(MIN_WIDTH, options.width),
    isVerbose: options.verbose,
  };
  for (const [worst, ...others] of secretGroups(result.findings, options.group)) {
    yield block(entryLines([disclosed.record(worst), ...others.map(disclosed.record)], canvas));
  }
  if (result.findings.length === 0) yield block([canvas.paint('No findings.', 'bold')]);
  yield block(problemLines(disclosed.problems, canvas));
  yield block(labelTable(result.findings, canvas));
  if (options.verbose) yield block(inventoryTable(result.inventory, canvas));
  yield `${summaryLines(disclosed, canvas).join('\n')}\n`;
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
