/** What a command that scans ends with; of a hook, git only asks whether it is 0. */
import type { ScanResult } from '../core/scan-result.ts';
import { EXIT } from './command.ts';

/**
 * Incomplete comes before found: "found" promises that there is nothing else to find.
 *
 * @param onFindings `--exit-code`
 */
export function resultExitCode({ scan, findings }: ScanResult, onFindings: number): number {
  if (!scan.complete) return EXIT.incomplete;
  return findings.length > 0 ? onFindings : EXIT.clean;
}
