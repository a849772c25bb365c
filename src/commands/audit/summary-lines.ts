/** Closing summary of an audit, and `audit status`: what was covered, what was not and why, what was found. */
import type { AuditSummary, Gap } from '../../audit/summarize.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { countOf } from '../../report/console/quantities.ts';
import { tableLines } from '../../report/console/table-lines.ts';
import { visibleText } from '../../report/text/visible-text.ts';

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
    ...summary.gaps.flatMap(gapLines),
    ...(findings === 0 ? ['Nothing was found.'] : [`${countOf(findings, 'finding')}:`]),
    ...(labels.length === 0 ? [] : tableLines(labelRows(summary), { words: 2, hasTotal: false }, canvas)),
  ];
}

function coverage({ repositories, scanned, same, failed, partly, waiting }: AuditSummary): string {
  const parts = [
    `${scanned} scanned`,
    `${same} unchanged since their last scan`,
    `${failed} not covered`,
    ...(partly > 0 ? [`${partly} not to the last byte`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
  ];
  return `${repositoriesText(repositories)}: ${parts.join(', ')}`;
}

/** Each kind of problem with its count, and the first of them. */
function gapLines({ code, severity, problems, repositories, messages }: Gap): string[] {
  const where = repositories === 0 ? countOf(problems, 'time') : repositoriesText(repositories);
  const more = problems - messages.length;
  return [
    `  ${severity} ${code}, ${where}`,
    ...messages.map((message) => `    ${visibleText(message)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

function repositoriesText(count: number): string {
  return `${count} ${count === 1 ? 'repository' : 'repositories'}`;
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
