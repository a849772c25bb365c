/** Says in words whether a finding is in the newest commit of a branch. */
import type { FindingRecord } from '../disclosure/finding-record.ts';

/** Empty where the question has no meaning. @param most branches named; the rest are counted */
export function tipWords(finding: Pick<FindingRecord, 'atTip' | 'tips'>, most: number): string {
  if (finding.atTip === null) return '';
  if (!finding.atTip) return 'history only';
  if (finding.tips.length === 0) return 'at tip';
  const rest = finding.tips.length - most;
  const named = finding.tips.slice(0, most).join(', ');
  return `at tip of ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
