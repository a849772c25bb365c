/** A finished scan -> what Code Insights shows of it. Starts from `disclose`, behind which no text holds a secret. */
import { createHash } from 'node:crypto';
import type {
  InsightAnnotation,
  InsightsDatum,
  InsightsReport,
} from '../../bitbucket/insights/insights-report.ts';
import type { Finding } from '../../core/finding.ts';
import { plainText } from '../../core/plain-text.ts';
import type { ScanResult } from '../../core/scan-result.ts';
import { compareOn, SEVERITIES } from '../../core/severity.ts';
import type { Standing } from '../../pipeline/stands-at.ts';
import type { ChosenRange } from '../../pipelines/choose-range.ts';
import { discloseScan } from '../../report/disclosure/disclose.ts';
import type { FindingRecord } from '../../report/disclosure/finding-record.ts';
import { hideSecretsIn } from '../hide-secrets-in.ts';

export interface ToldScan {
  readonly result: ScanResult;
  readonly range: ChosenRange;
  /** Where each finding stands at the head, in the order of the result. */
  readonly standings: readonly Standing[];
  /** The page of the build. */
  readonly link: string | null;
}

/** Nothing is shown in clear here, whatever the log shows. */
const MASKED = { color: false, group: false, verbose: false, showSecrets: false, width: 100 };
const MOST_NAME = 200;
const MOST_PROBLEMS = 5;

export function insightsOf({ result, range, standings, link }: ToldScan): InsightsReport {
  const { problems, record } = discloseScan(result, MASKED);
  const { findings, scan } = result;
  const gone = findings.filter((one, place) => isGone(one, standings[place])).length;
  const annotations = findings
    .map((finding, place) =>
      annotationOf({ finding, record: record(finding), standing: standings[place], range }),
    )
    .toSorted((a, b) => compareOn(SEVERITIES, b.severity, a.severity));
  const lines = [
    `Scanned: ${hideSecretsIn(plainText(range.name, MOST_NAME))}, ${count(range.commits, 'commit')}.`,
    findings.length === 0
      ? 'No secret and no sensitive data was found.'
      : `${count(findings.length, 'finding')}.`,
    ...(gone > 0 ? [`Gone from the newest commit, and in an earlier one of these: ${gone}.`] : []),
    ...(scan.complete ? [] : ['INCOMPLETE: something could not be scanned.']),
    ...problems
      .slice(0, MOST_PROBLEMS)
      .map(({ severity, message }) => `${severity}: ${plainText(message, 300)}`),
  ];
  return {
    title: 'bitsieve: secrets and sensitive data',
    details: lines.join('\n'),
    hasPassed: findings.length === 0 && scan.complete,
    link,
    data: dataOf(result, range),
    annotations: withOwnIds(annotations),
  };
}

function dataOf({ findings, scan }: ScanResult, { commits }: ChosenRange): InsightsDatum[] {
  const worst = SEVERITIES.toReversed().find((severity) => findings.some((one) => one.severity === severity));
  return [
    { title: 'Findings', value: findings.length },
    { title: 'Distinct secrets', value: new Set(findings.map(({ secretId }) => secretId)).size },
    { title: 'Worst', value: worst ?? 'none' },
    { title: 'Commits', value: commits },
    { title: 'Scan', value: scan.complete ? 'complete' : 'incomplete' },
  ];
}

interface Told {
  readonly finding: Finding;
  readonly record: FindingRecord;
  readonly standing: Standing | undefined;
  readonly range: ChosenRange;
}

function annotationOf({ finding, record, standing, range }: Told): InsightAnnotation {
  const path = standing?.path ?? null;
  // A path that had a secret taken out of it is none of the commit's.
  const shown = [record, ...record.otherPaths].map((one) => one.path);
  const hasPath = path !== null && shown.includes(path);
  return {
    id: createHash('sha256').update(`${record.fingerprint}\0${record.path}`).digest('hex').slice(0, 32),
    path: hasPath ? path : null,
    line: hasPath ? (standing?.line ?? null) : null,
    summary: `${plainText(record.title, MOST_NAME)}: ${plainText(record.masked, MOST_NAME)}`,
    details: detailsOf({ finding, record, standing, range }).join('\n'),
    severity: record.severity,
  };
}

/** Of a message it is never said: it is of its commit, and nothing takes it out. */
function isGone({ kind }: Finding, standing: Standing | undefined): boolean {
  return kind === 'blob' && standing?.isThere !== true;
}

function detailsOf({ finding, record, standing, range }: Told): string[] {
  const { commit, exposes, revoke, fingerprint, label, confidence } = record;
  const where = `${plainText(record.path, MOST_NAME)}:${record.line}`;
  const came = commit === null ? where : `${where}, in commit ${commit.slice(0, 12)}`;
  return [
    `Found at ${came}.`,
    ...(isGone(finding, standing)
      ? [
          `It is gone from ${range.head.slice(0, 12)}, but whoever merges brings that commit along: rewrite the branch.`,
        ]
      : []),
    ...(exposes === '' ? [] : [`Exposes: ${plainText(exposes, 500)}`]),
    ...(revoke === '' ? [] : [`Revoke: ${plainText(revoke, 500)}`]),
    `${label}, confidence ${confidence}, fingerprint ${fingerprint}`,
  ];
}

/** Two of a kind in one file are two annotations. */
function withOwnIds(annotations: readonly InsightAnnotation[]): InsightAnnotation[] {
  const seen = new Map<string, number>();
  return annotations.map((annotation) => {
    const before = seen.get(annotation.id) ?? 0;
    seen.set(annotation.id, before + 1);
    return before === 0 ? annotation : { ...annotation, id: `${annotation.id}-${before + 1}` };
  });
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
