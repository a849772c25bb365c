/** The `junit` format: a failed test case for each finding, an erroneous one for what could not be scanned. */
import { disclose } from './disclosure/disclose.ts';
import type { DisclosedResult } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { Problem } from '../core/problem.ts';
import type { Reportable } from '../core/scan-result.ts';
import { changeWords } from './text/change-words.ts';
import { exposureWords } from './text/exposure-words.ts';
import { formWords, placeWords } from './text/place-words.ts';
import { tipWords } from './text/tip-words.ts';
import { xmlText } from './text/xml-text.ts';

export function* reportJunit(result: Reportable, options: ReportOptions): Generator<string> {
  const disclosed = disclose(result, options);
  const { scan, problems } = disclosed;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const failures = disclosed.count - (scan.audit?.changes?.gone ?? 0);
  const isClean = disclosed.count === 0 && errors === 0;
  const counts = {
    tests: disclosed.count + problems.length + (isClean ? 1 : 0),
    failures,
    errors,
    skipped: problems.length - errors,
    time: seconds(scan.durationMs),
  };
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `${open('testsuites', { name: 'bitsieve', ...counts })}\n`;
  yield `  ${open('testsuite', { name: `bitsieve ${scan.target}`, ...counts, timestamp: scan.startedAt })}\n`;
  yield* testCases(disclosed, isClean);
  yield '  </testsuite>\n</testsuites>\n';
}

function* testCases({ findings, problems }: DisclosedResult, isClean: boolean): Generator<string> {
  for (const finding of findings) yield findingCase(finding);
  for (const problem of problems) yield problemCase(problem);
  if (isClean) yield `    ${open('testcase', { name: 'no findings', classname: 'bitsieve' }, '/')}\n`;
}

function findingCase(finding: FindingRecord): string {
  const { title, detector, path, line, column } = finding;
  const message = `${title}: ${finding.secret ?? finding.masked}`;
  const mark = finding.change === undefined ? '' : `${finding.change}: `;
  const name = `${mark}${title} in ${placeWords(finding)}:${line}:${column}`;
  const attributes = { name, classname: detector, file: path, line };
  // What is gone is no failure.
  if (finding.change === 'gone') return `    ${open('testcase', attributes, '/')}\n`;
  return (
    `    ${open('testcase', attributes)}\n` +
    `      ${open('failure', { message, type: finding.severity })}${xmlText(details(finding))}</failure>\n` +
    '    </testcase>\n'
  );
}

function details(finding: FindingRecord): string {
  const { label, level, confidence, commit, author, date, exposes, revoke } = finding;
  const lines = [
    `${label}, ${level}, confidence ${confidence}`,
    changeWords(finding),
    commit === null
      ? ''
      : `commit ${commit} of ${date ?? 'unknown date'} by ${author?.name} <${author?.email}>`,
    tipWords(finding, 3),
    exposureWords(finding),
    formWords(finding),
    exposes && `exposes: ${exposes}`,
    revoke && `revoke: ${revoke}`,
    `fingerprint ${finding.fingerprint}`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** A warning leaves the scan complete, so it must not turn a build red: it is a skipped case, listed all the same. */
function problemCase(problem: Problem): string {
  const name = [problem.code, problem.path ?? problem.object].filter((part) => part !== undefined).join(' ');
  const outcome = problem.severity === 'error' ? 'error' : 'skipped';
  const attributes = { message: problem.message, ...(outcome === 'error' ? { type: problem.code } : {}) };
  return (
    `    ${open('testcase', { name, classname: 'bitsieve.problem' })}\n` +
    `      ${open(outcome, attributes, '/')}\n` +
    '    </testcase>\n'
  );
}

function open(tag: string, attributes: Readonly<Record<string, string | number>>, close = ''): string {
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${xmlText(String(value))}"`);
  return `<${tag} ${written.join(' ')}${close}>`;
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
