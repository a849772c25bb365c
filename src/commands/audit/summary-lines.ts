/** Closing summary of an audit, and `audit status`: what was covered, what was not and why, what was found. */
import type { AuditSummary } from '../../audit/summarize.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { countOf } from '../../report/console/quantities.ts';
import { tableLines } from '../../report/console/table-lines.ts';
import { visibleText } from '../../report/text/visible-text.ts';

/** More are in the store. */
const MOST_LISTED = 20;
const OUTCOMES = {
  running: 'not finished: the same command takes it up',
  complete: 'complete',
  incomplete: 'incomplete',
  abandoned: 'given up for another one',
} as const;

export function summaryLines(summary: AuditSummary, canvas: Canvas): string[] {
  const { run, findings, labels } = summary;
  return [
    `Run ${run.number}, begun ${run.startedAt}: ${OUTCOMES[run.outcome]}`,
    coverage(summary),
    ...notCovered(summary),
    ...(findings === 0 ? ['Nothing was found.'] : [`${countOf(findings, 'finding')}:`]),
    ...(labels.length === 0 ? [] : tableLines(labelRows(summary), { words: 2, hasTotal: false }, canvas)),
  ];
}

function coverage({ repositories, scanned, same, failed, waiting }: AuditSummary): string {
  const parts = [
    `${scanned} scanned`,
    `${same} unchanged since their last scan`,
    `${failed.length} not covered`,
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ];
  return `${repositories} ${repositories === 1 ? 'repository' : 'repositories'}: ${parts.join(', ')}`;
}

function notCovered({ failed, partly, problems }: AuditSummary): string[] {
  return [
    ...shortened(failed.map(({ fullName, problem }) => `  not covered: ${problem?.message ?? fullName}`)),
    ...shortened(partly.map((fullName) => `  not to the last byte: ${fullName}`)),
    ...shortened(problems.map(({ severity, message }) => `  ${severity}: ${message}`)),
  ].map((line) => visibleText(line));
}

function shortened(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LISTED;
  return more > 0 ? [...lines.slice(0, MOST_LISTED), `  and ${more} more`] : [...lines];
}

function labelRows({ labels }: AuditSummary): string[][] {
  const rows = labels.map(({ level, label, findings, repositories }) => [
    visibleText(label),
    level,
    String(findings),
    String(repositories),
  ]);
  return [['Label', 'Level', 'Findings', 'Repositories'], ...rows];
}
