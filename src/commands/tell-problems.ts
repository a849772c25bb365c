/** Problems on standard error, for whoever does not see the report. */
import type { Reportable } from '../core/scan-result.ts';
import { disclose } from '../report/disclosure/disclose.ts';
import type { ReportOptions } from '../report/reporter.ts';

const MAX_TOLD = 20;

/** Messages name files, and a file name may hold a secret: they are shown as a report would show them. */
export function tellProblems(result: Reportable, options: ReportOptions): void {
  const { problems } = disclose(result, options);
  for (const { severity, message } of problems.slice(0, MAX_TOLD))
    process.stderr.write(`${severity}: ${plain(message)}\n`);
  if (problems.length > MAX_TOLD) process.stderr.write(`and ${problems.length - MAX_TOLD} more problems\n`);
}

/** Messages quote names from the repository: nothing in them may move the cursor. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\u1fff\u3000-\ud7ff]/g, '?');
}
