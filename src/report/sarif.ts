/** The `sarif` format, version 2.1.0: one run, within the limits that GitHub sets on an upload. */
import { disclose } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { Finding } from '../core/finding.ts';
import type { ScanResult, ToolIdentity } from '../core/scan-result.ts';
import { SEVERITIES, compareOn } from '../core/severity.ts';
import { sarifInvocation } from './sarif/sarif-invocation.ts';
import { sarifResults } from './sarif/sarif-result.ts';
import { sarifRules } from './sarif/sarif-rules.ts';
import { jsonArray } from './text/json-array.ts';
import { jsonText } from './text/json-text.ts';

type MakeRecord = (finding: Finding) => FindingRecord;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const MAX_RESULTS = 25_000;

export function* reportSarif(result: ScanResult, options: ReportOptions): Generator<string> {
  const kept = worstFindings(result.findings);
  const { tool, scan, problems, record } = disclose(result, options);
  const { rules, indexOf } = sarifRules(records(kept, record));
  const invocation = sarifInvocation(scan, problems, result.findings.length - kept.length);
  yield `{\n  "$schema": "${SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {\n`;
  yield `      "tool": ${jsonText({ driver: driver(tool, rules) }, 2, 6)},\n`;
  yield `      "columnKind": "utf16CodeUnits",\n      "invocations": ${jsonText([invocation], 2, 6)},\n`;
  yield '      "results": ';
  yield* jsonArray(results(kept, record, indexOf), 2, 6);
  yield '\n    }\n  ]\n}\n';
}

function worstFindings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_RESULTS) return findings;
  return findings.toSorted((a, b) => compareOn(SEVERITIES, b.severity, a.severity)).slice(0, MAX_RESULTS);
}

function* records(findings: readonly Finding[], record: MakeRecord): Generator<FindingRecord> {
  for (const finding of findings) yield record(finding);
}

function driver(tool: ToolIdentity, rules: readonly object[]): object {
  const { name, version, detectors, detectorDigest } = tool;
  return { name, semanticVersion: version, rules, properties: { detectors, detectorDigest } };
}

function* results(
  findings: readonly Finding[],
  record: MakeRecord,
  indexOf: ReadonlyMap<string, number>,
): Generator<object> {
  const sarifResult = sarifResults();
  for (const finding of findings) {
    const ruleIndex = indexOf.get(finding.detector) ?? -1;
    yield sarifResult({ finding: record(finding), stableMask: finding.value.masked, ruleIndex });
  }
}
