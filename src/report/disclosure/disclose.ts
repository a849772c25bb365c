/**
 * The one door between a result and the formats: behind it there is no SecretValue, and no string that holds a secret in
 * clear unless the user asked. A format that starts from here cannot leak by forgetting.
 */
import { mask } from '../../core/mask.ts';
import type { Finding } from '../../core/finding.ts';
import type { InventoryLine } from '../../core/inventory.ts';
import type { Problem } from '../../core/problem.ts';
import type {
  Reportable,
  ScanResult,
  ScanSummary,
  StoredResult,
  ToolIdentity,
} from '../../core/scan-result.ts';
import type { SecretValue } from '../../core/secret-value.ts';
import type { ReportOptions } from '../reporter.ts';
import { bySecret } from './by-secret.ts';
import { findingRecord } from './finding-record.ts';
import type { Disclosure, FindingRecord } from './finding-record.ts';
import { createHider } from './hide-secrets.ts';

export interface DisclosedResult {
  readonly tool: ToolIdentity;
  readonly scan: ScanSummary;
  readonly inventory: readonly InventoryLine[] | null;
  readonly count: number;
  /** Made one at a time, in the order of the result; may be walked more than once. */
  readonly findings: Iterable<FindingRecord>;
  /** The same ones, all places of a secret together, the worst secret and of it the worst place first. */
  readonly bySecret: Iterable<FindingRecord>;
  readonly problems: readonly Problem[];
  /** The default mask whatever `--redact` says: for hashes that must not change with it. */
  stableMask(this: void, record: FindingRecord): string;
}

export interface DisclosedScan extends DisclosedResult {
  /** For a finding that is told alone. */
  record(this: void, finding: Finding): FindingRecord;
}

export function disclose(result: Reportable, options: ReportOptions): DisclosedResult {
  return 'stored' in result ? discloseStored(result) : discloseScan(result, options);
}

/** It was disclosed when it was stored. */
function discloseStored({ stored, ...rest }: StoredResult): DisclosedResult {
  const { count, findings } = stored;
  return { ...rest, count, findings, bySecret: findings, stableMask: ({ masked }) => masked };
}

export function discloseScan(result: ScanResult, options: ReportOptions): DisclosedScan {
  const disclosure = options.showSecrets ? clearDisclosure(options) : maskedDisclosure(result, options);
  const hide = (text: string): string => disclosure.hide(text);
  const values = new WeakMap<FindingRecord, SecretValue>();
  const record = (finding: Finding): FindingRecord => {
    const made = findingRecord(finding, disclosure);
    values.set(made, finding.value);
    return made;
  };
  const { target, revisions, config } = result.scan;
  return {
    tool: result.tool,
    scan: {
      ...result.scan,
      target: hide(target),
      revisions: revisions === null ? null : hide(revisions),
      config: config === null ? null : hide(config),
    },
    inventory: result.inventory,
    count: result.findings.length,
    findings: recordsOf(() => result.findings, record),
    bySecret: recordsOf(() => bySecret(result.findings), record),
    record,
    stableMask: (made) => values.get(made)?.masked ?? made.masked,
    problems: result.problems.map((problem) => ({
      ...problem,
      message: hide(problem.message),
      ...(problem.path === undefined ? {} : { path: hide(problem.path) }),
    })),
  };
}

function recordsOf(
  findings: () => readonly Finding[],
  record: (finding: Finding) => FindingRecord,
): Iterable<FindingRecord> {
  return {
    *[Symbol.iterator](): Generator<FindingRecord> {
      for (const finding of findings()) yield record(finding);
    },
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
