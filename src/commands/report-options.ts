/** Options of the command line -> what a report needs to know of the place that it is shown at. */
import type { ScanOptions } from '../config/scan-options.ts';
import type { ReportOptions } from '../report/reporter.ts';

export function reportOptions(options: ScanOptions): ReportOptions {
  const toTerminal = options.reportPath === null && process.stdout.isTTY;
  return {
    color: toTerminal && !options.noColor,
    group: !options.noGroup,
    verbose: options.verbose,
    showSecrets: options.showSecrets,
    ...(options.redact !== null && { redactPercent: options.redact }),
    width: (toTerminal ? process.stdout.columns : 0) || 100,
  };
}
