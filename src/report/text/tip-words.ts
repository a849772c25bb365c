/** Says in words where a finding lies now: in the newest commit of a branch, or where else. */
import type { FindingRecord } from '../disclosure/finding-record.ts';

/** Empty where the question has no meaning. @param most branches named; the rest are counted */
export function tipWords(
  finding: Pick<FindingRecord, 'atTip' | 'reach' | 'tips' | 'change'>,
  most: number,
): string {
  const { atTip, reach, tips, change } = finding;
  if (change === 'gone') return '';
  const mark = reach === 'unmerged' || reach === 'unreachable' ? reach : '';
  if (atTip !== true) return mark || withoutTip(finding);
  const words = tips.length === 0 ? 'at tip' : `at tip of ${named(tips, most)}`;
  return mark === '' ? words : `${mark}, ${words}`;
}

/** A detached HEAD is no branch, but what it holds lies there for all to see. */
function withoutTip({ atTip, reach }: Pick<FindingRecord, 'atTip' | 'reach'>): string {
  if (reach === 'tip') return 'at HEAD';
  return atTip === null && reach === null ? '' : 'history only';
}

function named(tips: readonly string[], most: number): string {
  const rest = tips.length - most;
  return `${tips.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
