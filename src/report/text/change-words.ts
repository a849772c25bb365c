/** Says in words what has become of a finding since an earlier run. */
import type { Earlier } from '../../core/stored-finding.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';

/** `new`, `changed, was reach tip`; empty where nothing was compared. */
export function changeWords({ change, before = {} }: Pick<FindingRecord, 'change' | 'before'>): string {
  const was = beforeWords(before);
  return [change ?? '', was && `was ${was}`].filter((words) => words !== '').join(', ');
}

/** `reach tip, severity high`: of what has changed, how it was; of the intervals of branches only that they were others. */
export function beforeWords({ exposure, atTip, ...rest }: Earlier): string {
  const words = Object.entries(rest).map(([name, value]) => `${name} ${value ?? 'unknown'}`);
  if (atTip !== undefined) words.push(atTip === true ? 'at a tip' : 'at no tip');
  if (exposure !== undefined) words.push('on branches at other times');
  return words.join(', ');
}
