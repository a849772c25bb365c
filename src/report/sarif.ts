/** The `sarif` format, version 2.1.0: one run, within the limits that GitHub sets on an upload. */
import { disclose } from './disclosure/disclose.ts';
import type { DisclosedResult } from './disclosure/disclose.ts';
import type { FindingRecord } from './disclosure/finding-record.ts';
import type { ReportOptions } from './reporter.ts';
import type { Reportable, ToolIdentity } from '../core/scan-result.ts';
import { SEVERITIES } from '../core/severity.ts';
import { sarifInvocation } from './sarif/sarif-invocation.ts';
import { sarifResults } from './sarif/sarif-result.ts';
import { sarifRules } from './sarif/sarif-rules.ts';
import { jsonArray } from './text/json-array.ts';
import { jsonText } from './text/json-text.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
const MAX_RESULTS = 25_000;

export function* reportSarif(result: Reportable, options: ReportOptions): Generator<string> {
  const disclosed = disclose(result, options);
  const { tool, scan, problems } = disclosed;
  const kept = worstOf(disclosed);
  const { rules, indexOf } = sarifRules(kept());
  const invocation = sarifInvocation(scan, problems, Math.max(0, disclosed.count - MAX_RESULTS));
  yield `{\n  "$schema": "${SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {\n`;
  yield `      "tool": ${jsonText({ driver: driver(tool, rules) }, 2, 6)},\n`;
  yield `      "columnKind": "utf16CodeUnits",\n      "invocations": ${jsonText([invocation], 2, 6)},\n`;
  yield '      "results": ';
  yield* jsonArray(results(kept(), disclosed, indexOf), 2, 6);
  yield '\n    }\n  ]\n}\n';
}

/** As many of the worst as the format takes, in the order of the result. None is held. */
function worstOf({ count, findings }: DisclosedResult): () => Iterable<FindingRecord> {
  if (count <= MAX_RESULTS) return () => findings;
  const counts = new Map<string, number>();
  for (const { severity } of findings) counts.set(severity, (counts.get(severity) ?? 0) + 1);
  let room = MAX_RESULTS;
  const places = new Map<string, number>();
  for (const severity of SEVERITIES.toReversed()) {
    const taken = Math.min(room, counts.get(severity) ?? 0);
    places.set(severity, taken);
    room -= taken;
  }
  return () => atMost(findings, places);
}

function* atMost(
  findings: Iterable<FindingRecord>,
  places: ReadonlyMap<string, number>,
): Generator<FindingRecord> {
  const left = new Map(places);
  for (const finding of findings) {
    const free = left.get(finding.severity) ?? 0;
    if (free === 0) continue;
    left.set(finding.severity, free - 1);
    yield finding;
  }
}

function driver(tool: ToolIdentity, rules: readonly object[]): object {
  const { name, version, detectors, detectorDigest } = tool;
  return { name, semanticVersion: version, rules, properties: { detectors, detectorDigest } };
}

function* results(
  findings: Iterable<FindingRecord>,
  { stableMask }: DisclosedResult,
  indexOf: ReadonlyMap<string, number>,
): Generator<object> {
  const sarifResult = sarifResults();
  for (const finding of findings) {
    const ruleIndex = indexOf.get(finding.detector) ?? -1;
    yield sarifResult({ finding, stableMask: stableMask(finding), ruleIndex });
  }
}
