/** The `json` format: our own envelope, findings worst first, one object a place. */
import { disclose } from './disclosure/disclose.ts';
import type { ReportOptions } from './reporter.ts';
import type { Reportable } from '../core/scan-result.ts';
import { jsonArray } from './text/json-array.ts';
import { jsonText } from './text/json-text.ts';

/** Changes when a key is renamed or removed, not when one is added. */
const SCHEMA_VERSION = 1;

export function* reportJson(result: Reportable, options: ReportOptions): Generator<string> {
  const { tool, scan, inventory, findings, problems } = disclose(result, options);
  yield `{\n  "schemaVersion": ${SCHEMA_VERSION},\n`;
  yield `  "tool": ${jsonText(tool, 2, 2)},\n  "scan": ${jsonText(scan, 2, 2)},\n`;
  yield `  "inventory": ${jsonText(inventory, 2, 2)},\n  "findings": `;
  yield* jsonArray(findings, 2, 2);
  yield ',\n  "problems": ';
  yield* jsonArray(problems, 2, 2);
  yield '\n}\n';
}
