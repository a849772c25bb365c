/** The invocation of a SARIF run: was the scan complete, and every problem as a notification. */
import type { Problem } from '../../core/problem.ts';
import type { ScanSummary } from '../../core/scan-result.ts';
import { artifactUri } from './artifact-uri.ts';
import { messageText } from './message-text.ts';

/** @param leftOut results that the format's limit kept out of the run */
export function sarifInvocation(scan: ScanSummary, problems: readonly Problem[], leftOut: number): object {
  const notifications = problems.map(problemNotification);
  if (leftOut > 0) notifications.push(limitNotification(leftOut));
  return {
    executionSuccessful: scan.complete,
    ...times(scan),
    toolExecutionNotifications: notifications,
    properties: { ...scan },
  };
}

/** A time that cannot be read is left out: the schema holds these to RFC 3339. */
function times({ startedAt, durationMs }: ScanSummary): object {
  const start = Date.parse(startedAt);
  if (Number.isNaN(start)) return {};
  return {
    startTimeUtc: new Date(start).toISOString(),
    endTimeUtc: new Date(start + durationMs).toISOString(),
  };
}

function problemNotification({ code, severity, message, object, path }: Problem): object {
  const uri = path === undefined ? undefined : artifactUri(path);
  return {
    descriptor: { id: code },
    level: severity,
    message: { text: messageText(message) },
    ...(uri === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: { uri } } }] }),
    ...(object === undefined ? {} : { properties: { object } }),
  };
}

function limitNotification(leftOut: number): object {
  const text =
    `${leftOut} results of lower severity were left out: readers of SARIF take 25,000 a run. ` +
    'The json format holds all of them.';
  return { descriptor: { id: 'results-over-limit' }, level: 'warning', message: { text } };
}
