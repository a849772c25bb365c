/** Code Insights of Bitbucket Data Center. https://developer.atlassian.com/server/bitbucket/rest/v906/api-group-builds-and-deployments/ */
import type { Severity } from '../../core/severity.ts';
import { ForgeError } from '../forge-error.ts';
import { addressOf } from '../web/address-of.ts';
import { hiccupDelayMs } from '../web/retry.ts';
import { ask, type WebOptions, type WebRequest } from '../web/web.ts';
import {
  cutText,
  type InsightAnnotation,
  type InsightsPlace,
  type InsightsReport,
  REPORT_KEY,
  REPORTER,
  type SentInsights,
  withLeftOut,
} from './insights-report.ts';

/** Where its administrators set less, a request with more is refused as a whole. */
const MOST_ANNOTATIONS = 1000;
const MOST_WHERE_REFUSED = 100;
const MOST_DATA = 6;
const MOST_TITLE = 450;
const MOST_TEXT = 2000;
const MOST_PATH = 50_000;
const MOST_TRIES = 3;

/** There is no CRITICAL. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  info: 'LOW',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  critical: 'HIGH',
};

/** @param web whose base is the root of the instance, with its context path. @throws {ForgeError} */
export async function sendToDataCenter(
  web: WebOptions,
  { owner, slug, commit }: InsightsPlace,
  report: InsightsReport,
): Promise<SentInsights> {
  const repository = ['rest', 'insights', 'latest', 'projects', owner, 'repos', slug];
  const path = [...repository, 'commits', commit, 'reports', REPORT_KEY];
  const send: Sender = async (method, more, body) => {
    const headers = { 'content-type': 'application/json' };
    const text = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const url = addressOf(web.base, [...path, ...more]);
    // Annotations have no names of their own there: those of a request that was made twice stand there twice.
    await ask(web, {
      method,
      url,
      group: 'repositories',
      ...text,
      ...(method === 'POST' && { isOnce: true }),
    });
  };
  const { annotations } = report;
  const put = (kept: number): Promise<void> => send('PUT', [], documentOf(report, annotations.length - kept));
  const room = Math.min(annotations.length, MOST_ANNOTATIONS);
  await put(room);
  const pause = (attempt: number): Promise<void> =>
    web.clock.sleep(hiccupDelayMs(attempt, web.random()), web.signal);
  const kept = await annotate(send, pause, annotations.slice(0, room));
  if (kept < room) await put(kept);
  return { annotations: kept, leftOut: annotations.length - kept };
}

type Sender = (method: WebRequest['method'], more: readonly string[], body?: unknown) => Promise<void>;

/** @returns how many of them are there now */
async function annotate(
  send: Sender,
  pause: (attempt: number) => Promise<void>,
  annotations: readonly InsightAnnotation[],
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    await send('DELETE', ['annotations']);
    if (annotations.length === 0) return 0;
    try {
      await send('POST', ['annotations'], { annotations: annotations.map(annotationDocument) });
      return annotations.length;
    } catch (error) {
      if (!(error instanceof ForgeError)) throw error;
      if (error.kind === 'refused' && annotations.length > MOST_WHERE_REFUSED)
        return annotate(send, pause, annotations.slice(0, MOST_WHERE_REFUSED));
      if (!PASSING.has(error.kind) || attempt === MOST_TRIES) throw error;
      await pause(attempt);
    }
  }
}

const PASSING: ReadonlySet<ForgeError['kind']> = new Set(['server', 'network', 'timeout', 'bad-answer']);

function documentOf({ title, details, hasPassed, link, data }: InsightsReport, leftOut: number): object {
  return {
    title: cutText(title, MOST_TITLE),
    details: withLeftOut(details, leftOut, MOST_TEXT),
    reporter: REPORTER,
    result: hasPassed ? 'PASS' : 'FAIL',
    ...(link !== null && { link }),
    data: data.slice(0, MOST_DATA).map((datum) => ({
      title: datum.title,
      type: typeof datum.value === 'number' ? 'NUMBER' : 'TEXT',
      value: datum.value,
    })),
  };
}

function annotationDocument({ id, path, line, summary, details, severity }: InsightAnnotation): object {
  const isPlaced = path !== null && path.length <= MOST_PATH;
  return {
    externalId: id,
    type: 'VULNERABILITY',
    message: cutText(`${summary}\n${details}`, MOST_TEXT),
    severity: SEVERITIES[severity],
    ...(isPlaced && { path, ...(line !== null && { line }) }),
  };
}
