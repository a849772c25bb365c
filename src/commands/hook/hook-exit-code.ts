/** What a hook ends with: git only asks whether it is 0. */
import type { ScanResult } from '../../core/scan-result.ts';
import { EXIT } from '../command.ts';

/** What could not be scanned stops as well: nothing is lost by it, and whoever means it has `--no-verify`. */
export function hookExitCode({ scan, findings }: ScanResult, onFindings: number): number {
  if (!scan.complete) return EXIT.incomplete;
  return findings.length > 0 ? onFindings : EXIT.clean;
}
