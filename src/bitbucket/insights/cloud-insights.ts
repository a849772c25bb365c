/**
 * Code Insights of Bitbucket Cloud. Paths and words: https://developer.atlassian.com/cloud/bitbucket/rest/api-group-reports/
 *
 * Lengths are not in that document; the service tells them when it refuses: 450 for a summary (reviewdog/reviewdog#1285), 2,000 for
 * details (saibotsivad/bpr-npm-audit#3).
 */
import type { Severity } from '../../core/severity.ts';
import { ForgeError } from '../forge-error.ts';
import { addressOf } from '../web/address-of.ts';
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

const MOST_ANNOTATIONS = 1000;
const MOST_AT_ONCE = 100;
const MOST_DATA = 10;
const MOST_SUMMARY = 450;
const MOST_DETAILS = 2000;
/** Longer ones are refused, or would be: nobody says where it ends. */
const MOST_PATH = 1000;

const SEVERITIES: Readonly<Record<Severity, string>> = {
  info: 'LOW',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  critical: 'CRITICAL',
};

/** @param web whose base is the root of the interface, version included. @throws {ForgeError} */
export async function sendToCloud(
  web: WebOptions,
  place: InsightsPlace,
  report: InsightsReport,
): Promise<SentInsights> {
  const { owner, slug, commit } = place;
  const path = ['repositories', owner, slug, 'commit', commit, 'reports', REPORT_KEY];
  const request = (method: WebRequest['method'], more: readonly string[], body?: unknown): WebRequest => ({
    method,
    url: addressOf(web.base, [...path, ...more]),
    group: 'repositories',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const kept = report.annotations.slice(0, MOST_ANNOTATIONS);
  const leftOut = report.annotations.length - kept.length;
  await takeAway(web, request('DELETE', []));
  await ask(web, request('PUT', [], documentOf(report, leftOut)));
  for (let at = 0; at < kept.length; at += MOST_AT_ONCE) {
    const some = kept.slice(at, at + MOST_AT_ONCE).map(annotationDocument);
    // The same ids once more change what is there: it may be asked again.
    await ask(web, request('POST', ['annotations'], some));
  }
  return { annotations: kept.length, leftOut };
}

/**
 * Annotations of an earlier run would stay: with their report they go. The first time there is none. Where it is refused otherwise, by a
 * proxy that lets no DELETE through say, what is sent afterwards tells whether anything may be sent.
 */
async function takeAway(web: WebOptions, request: WebRequest): Promise<void> {
  try {
    await ask(web, request);
  } catch (error) {
    if (!(error instanceof ForgeError) || !(error.isRefusal || error.kind === 'refused')) throw error;
  }
}

function documentOf({ title, details, hasPassed, link, data }: InsightsReport, leftOut: number): object {
  return {
    title: cutText(title, MOST_SUMMARY),
    details: withLeftOut(details, leftOut, MOST_DETAILS),
    report_type: 'SECURITY',
    reporter: REPORTER,
    result: hasPassed ? 'PASSED' : 'FAILED',
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
    external_id: id,
    annotation_type: 'VULNERABILITY',
    summary: cutText(summary, MOST_SUMMARY),
    details: cutText(details, MOST_DETAILS),
    severity: SEVERITIES[severity],
    result: 'FAILED',
    ...(isPlaced && { path, ...(line !== null && { line }) }),
  };
}
