/**
 * The one door between a result and the formats: behind it there is no SecretValue, and no string that holds a secret in
 * clear unless the user asked. A format that starts from here cannot leak by forgetting.
 */
import { mask } from '../../core/mask.ts';
import type { Finding } from '../../core/finding.ts';
import type { Problem } from '../../core/problem.ts';
import type { ScanResult, ScanSummary, ToolIdentity } from '../../core/scan-result.ts';
import type { SecretValue } from '../../core/secret-value.ts';
import type { ReportOptions } from '../reporter.ts';
import { findingRecord } from './finding-record.ts';
import type { Disclosure, FindingRecord } from './finding-record.ts';
import { createHider } from './hide-secrets.ts';

export interface DisclosedResult {
  readonly tool: ToolIdentity;
  readonly scan: ScanSummary;
  /** Made one at a time, in the order of the result; may be walked more than once. */
  readonly findings: Iterable<FindingRecord>;
  /** For a format with an order of its own. */
  record(this: void, finding: Finding): FindingRecord;
  readonly problems: readonly Problem[];
}

export function disclose(result: ScanResult, options: ReportOptions): DisclosedResult {
  const disclosure = options.showSecrets ? clearDisclosure(options) : maskedDisclosure(result, options);
  const hide = (text: string): string => disclosure.hide(text);
  const record = (finding: Finding): FindingRecord => findingRecord(finding, disclosure);
  const { target, revisions, config } = result.scan;
  return {
    tool: result.tool,
    scan: {
      ...result.scan,
      target: hide(target),
      revisions: revisions === null ? null : hide(revisions),
      config: config === null ? null : hide(config),
    },
    findings: {
      *[Symbol.iterator](): Generator<FindingRecord> {
        for (const finding of result.findings) yield record(finding);
      },
    },
    record,
    problems: result.problems.map((problem) => ({
      ...problem,
      message: hide(problem.message),
      ...(problem.path === undefined ? {} : { path: hide(problem.path) }),
    })),
  };
}

function clearDisclosure(options: ReportOptions): Disclosure {
  return {
    hide: (text) => text,
    mask: (value) => mask(value.unwrapText(), options.redactPercent),
    clear: (value) => value.unwrapText(),
  };
}

function maskedDisclosure(result: ScanResult, options: ReportOptions): Disclosure {
  const texts = new Set<string>();
  for (const finding of result.findings) texts.add(finding.value.unwrapText());
  for (const value of result.mentioned ?? []) texts.add(value.unwrapText());
  const show = shownAs(texts, options.redactPercent);
  return {
    hide: createHider(texts, show),
    mask: (value: SecretValue) => show(value.unwrapText()),
    clear: () => undefined,
  };
}

function shownAs(texts: ReadonlySet<string>, redactPercent: number | undefined): (text: string) => string {
  if (redactPercent === undefined) return (text) => mask(text);
  // `--redact=50` may leave a whole other secret standing, such as the password in a URL that is a secret itself.
  const hideWhole = createHider(texts, () => mask(''));
  return (text) => {
    const masked = mask(text, redactPercent);
    // With `--redact=0` the user asked to see everything: nothing is masked then.
    return masked === text ? text : hideWhole(masked);
  };
}
