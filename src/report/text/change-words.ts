/** Says in words what has become of a finding since an earlier run. */
import type { FindingRecord } from '../disclosure/finding-record.ts';

type ChangedRecord = Pick<FindingRecord, 'change' | 'before'>;

/** `new`, `changed, was reach tip`; empty where nothing was compared. */
export function changeWords({ change, before }: ChangedRecord): string {
  const was = beforeWords({ before });
  return [change ?? '', was && `was ${was}`].filter((words) => words !== '').join(', ');
}

/** `reach tip, severity high`: of what has changed, how it was; the branches of intervals only that they were others. */
export function beforeWords({
  before = {},
}: {
  readonly before?: FindingRecord['before'] | undefined;
}): string {
  return Object.entries(before)
    .map(([name, value]) => (Array.isArray(value) ? 'other intervals' : `${wordOf(name)} ${String(value)}`))
    .join(', ');
}

function wordOf(name: string): string {
  return name === 'atTip' ? 'at tip' : name;
}
