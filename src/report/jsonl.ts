/** The `jsonl` format: a line for each finding, then for each problem, and a last one on the scan (none: it was cut off). */
import { disclose } from './disclosure/disclose.ts';
import type { ReportOptions } from './reporter.ts';
import type { Reportable } from '../core/scan-result.ts';
import { jsonText } from './text/json-text.ts';

export function* reportJsonl(result: Reportable, options: ReportOptions): Generator<string> {
  const { tool, scan, inventory, findings, problems } = disclose(result, options);
  for (const finding of findings) yield `${jsonText({ type: 'finding', ...finding })}\n`;
  for (const problem of problems) yield `${jsonText({ type: 'problem', ...problem })}\n`;
  yield `${jsonText({ type: 'scan', tool, scan, inventory })}\n`;
}
