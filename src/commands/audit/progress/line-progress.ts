/** Progress as lines for people to read later: one for each repository that is done, one for each wait. */
import type { DoneVisit } from '../../../audit/visits.ts';
import type { BudgetWait } from '../../../bitbucket/budget.ts';
import type { Retry } from '../../../bitbucket/web/web.ts';
import { bytesText, countOf, durationText } from '../../../report/console/quantities.ts';
import { visibleText } from '../../../report/text/visible-text.ts';
import type { AuditProgress, ProgressStream } from './audit-progress.ts';

export function lineProgress(stream: ProgressStream): AuditProgress {
  return {
    onVisit: (done) => void stream.write(`${visitLine(done)}\n`),
    onWait: (wait) => void stream.write(`${waitLine(wait)}\n`),
    onRetry: (retry) => void stream.write(`${retryLine(retry)}\n`),
    onFetching: () => undefined,
    stop: () => undefined,
  };
}

function visitLine({ fullName, visit, receivedBytes, place, places }: DoneVisit): string {
  return visibleText(`[${place}/${places}] ${fullName}: ${wordsOf(visit, receivedBytes)}`);
}

function wordsOf(visit: DoneVisit['visit'], receivedBytes: number): string {
  if (visit.outcome === 'same') return 'unchanged';
  if (visit.outcome === 'failed') return `not covered: ${visit.problems[0]?.message ?? ''}`;
  return `${countOf(visit.findings.length, 'finding')}, ${bytesText(receivedBytes)} fetched`;
}

export function retryLine({ reason, delayMs }: Retry): string {
  return visibleText(`${reason}; asked again in ${durationText(delayMs)}`);
}

export function waitLine({ group, untilMs, reason }: BudgetWait): string {
  const until = new Date(untilMs).toISOString();
  const why = { pace: 'near the limit', limit: 'at the limit', told: 'told to wait' }[reason];
  return `Requests (${group}): ${why}, going on at ${until}`;
}
