/** Says in words from when till when a branch held a finding. */
import type { ExposureInterval } from '../../core/finding.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';

const MOST_INTERVALS = 2;

/** The first branch in words, how many others there are; empty where nothing is known. */
export function exposureWords({ exposure, furtherIntervals, versions }: ExposedRecord): string {
  const [first] = exposure;
  if (first === undefined) return '';
  const own = exposure.filter(({ branch }) => branch === first.branch);
  const others = new Set(exposure.map(({ branch }) => branch)).size - 1;
  const spans = own.slice(0, MOST_INTERVALS).map(spanWords).join(', again ');
  const parts = [`on ${first.branch} ${spans}`];
  if (own.length > MOST_INTERVALS) parts.push('and later');
  if (others > 0) parts.push(`${furtherIntervals > 0 ? 'more than ' : ''}${counted(others, 'other branch')}`);
  if (versions > 1) parts.push(`${versions} versions`);
  return parts.join(', ');
}

type ExposedRecord = Pick<FindingRecord, 'exposure' | 'furtherIntervals' | 'versions'>;

/** Days are enough for a person; the machine formats have the time. */
function spanWords({ cameIn, left }: ExposureInterval): string {
  const from = `since ${cameIn.date.slice(0, 10)}`;
  return left === null ? from : `${from} until ${left.date.slice(0, 10)}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 'es'}`;
}
