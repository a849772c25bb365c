/** Progress for programs: one JSON object a line. docs/audits.md describes them; keys are added, never renamed. */
import type { DoneVisit } from '../../../audit/visits.ts';
import { jsonText } from '../../../report/text/json-text.ts';
import type { AuditProgress, ProgressStream } from './audit-progress.ts';
import { AuditTally } from './audit-tally.ts';

export function jsonProgress(stream: ProgressStream): AuditProgress {
  const tally = new AuditTally(() => performance.now());
  let isEnded = false;
  const tell = (type: string, facts: object): void => {
    const at = new Date().toISOString();
    stream.write(`${jsonText({ type, at, ...facts, progress: tally.state() })}\n`);
  };
  return {
    onVisit: (done) => {
      tally.visited(done);
      tell('repository', factsOf(done));
    },
    onWait: ({ group, reason, untilMs }) =>
      tell('wait', { group, reason, until: new Date(untilMs).toISOString() }),
    onRetry: ({ reason, delayMs }) =>
      tell('retry', { reason, until: new Date(Date.now() + delayMs).toISOString() }),
    onFetching: (id, bytes) => tally.fetching(id, bytes),
    stop: () => {
      if (!isEnded) tell('end', {});
      isEnded = true;
    },
  };
}

function factsOf({ fullName, visit, receivedBytes }: DoneVisit): object {
  const { outcome } = visit;
  const [problem = null] = outcome === 'failed' ? visit.problems : [];
  return {
    repository: fullName,
    outcome,
    fetchedBytes: receivedBytes,
    scannedBytes: outcome === 'scanned' ? visit.summary.bytes : 0,
    findings: outcome === 'scanned' ? visit.findings.length : null,
    problem: problem && { code: problem.code, message: problem.message },
  };
}
