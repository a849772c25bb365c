/** The `csv` format (RFC 4180): a header, one line a finding, one line a problem; safe to open in a spreadsheet. */
import { disclose } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { ExposureInterval } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import type { Reportable } from '../core/scan-result.ts';
import { beforeWords } from './text/change-words.ts';
import { type CsvCell, csvLine } from './text/csv-line.ts';

type Row = Readonly<Record<string, CsvCell>>;

/** Of a report on many repositories. */
const AUDIT_COLUMNS = ['repository', 'change', 'before'];
const COLUMNS = (
  'type severity confidence label level detector title issuer masked secret count encoding path inside linked line column endLine endColumn kind blob ' +
  'commit authorName authorEmail date atTip tips reach exposure furtherIntervals otherPaths versions entropy notes fingerprint secretId exposes revoke ' +
  'references verified verifiedWhy verifiedAt verifiedHost code message object'
).split(' ');

export function* reportCsv(result: Reportable, options: ReportOptions): Generator<string> {
  const { scan, findings, problems } = disclose(result, options);
  const own = COLUMNS.filter((column) => column !== 'secret' || options.showSecrets);
  const [type = '', ...rest] = own;
  const columns = scan.audit === undefined ? own : [type, ...AUDIT_COLUMNS, ...rest];
  yield `${columns.join(',')}\r\n`;
  for (const finding of findings) yield csvLine(columns, findingRow(finding));
  for (const problem of problems) yield csvLine(columns, problemRow(problem));
}

function findingRow(finding: FindingRecord): Row {
  const {
    author,
    notes,
    encoding,
    inside,
    linked,
    tips,
    exposure,
    references,
    otherPaths,
    before = {},
    verification,
    ...plain
  } = finding;
  return {
    ...plain,
    type: 'finding',
    authorName: author?.name ?? null,
    authorEmail: author?.email ?? null,
    notes: notes.join('; '),
    encoding: encoding.join(' '),
    inside: inside.join('!'),
    linked: linked.map((other) => `${other.detector}:${other.line}`).join(' '),
    tips: tips.join('; '),
    exposure: exposure.map(intervalText).join('; '),
    references: references.join(' '),
    otherPaths: otherPaths.map((other) => other.path).join('; '),
    before: beforeWords(before),
    ...verifiedCells(verification),
  };
}

function verifiedCells(verification: FindingRecord['verification']): Row {
  if (!verification) return {};
  const { result, reason, at, host } = verification;
  return { verified: result, verifiedWhy: reason, verifiedAt: at, verifiedHost: host };
}

/** `main 2024-01-31T10:00:00+01:00/2024-02-01T10:00:00+01:00`: an interval of ISO 8601, its end open while it lasts. */
function intervalText({ branch, cameIn, left }: ExposureInterval): string {
  return `${branch} ${cameIn.date}/${left === null ? '..' : left.date}`;
}

function problemRow(problem: Problem): Row {
  return { ...problem, type: 'problem' };
}
