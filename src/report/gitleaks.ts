/** The `gitleaks` format: the JSON array that gitleaks v8 writes, so that what reads its reports reads ours. */
import { disclose } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { Reportable } from '../core/scan-result.ts';
import { placeWords } from './text/place-words.ts';
import { jsonArray } from './text/json-array.ts';

export function* reportGitleaks(result: Reportable, options: ReportOptions): Generator<string> {
  const { findings } = disclose(result, options);
  yield* jsonArray(gitleaksFindings(findings), 1, 0);
  yield '\n';
}

function* gitleaksFindings(findings: Iterable<FindingRecord>): Generator<object> {
  // Whatever is in such an array is there.
  for (const finding of findings) if (finding.change !== 'gone') yield gitleaksFinding(finding);
}

/** Keys and their order as in gitleaks' report/finding.go. `Match` is the secret alone: no line is kept of a finding. */
function gitleaksFinding(finding: FindingRecord): object {
  const shown = finding.secret ?? finding.masked;
  return {
    RuleID: finding.detector,
    Description: finding.title,
    StartLine: finding.line,
    EndLine: finding.endLine,
    StartColumn: finding.column,
    EndColumn: finding.endColumn,
    Match: shown,
    Secret: shown,
    // As gitleaks names what it finds in archives.
    File: placeWords(finding),
    SymlinkFile: '',
    Commit: finding.commit ?? '',
    Link: '',
    Entropy: finding.entropy,
    Author: finding.author?.name ?? '',
    Email: finding.author?.email ?? '',
    Date: utcDate(finding.date),
    Message: '',
    Tags: [finding.label, finding.level, finding.severity, finding.change].filter((tag) => tag !== undefined),
    Fingerprint: [finding.commit, finding.path, finding.detector, finding.line]
      .filter((part) => part !== null)
      .join(':'),
  };
}

/** gitleaks writes dates in UTC, without fractions of a second. */
function utcDate(date: string | null): string {
  const time = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? (date ?? '') : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
