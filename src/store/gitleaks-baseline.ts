/** A JSON report of gitleaks as a baseline. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { compareIds } from '../catalogue/compare-ids.ts';
import { secretId } from '../core/fingerprint.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { SecretValue } from '../core/secret-value.ts';
import type { Baseline, KnownCandidate } from './baseline.ts';

const findingSchema = v.object({
  RuleID: v.string(),
  Secret: v.optional(v.string(), ''),
  File: v.optional(v.string(), ''),
  Commit: v.optional(v.string(), ''),
  StartLine: v.optional(v.number(), 0),
  Fingerprint: v.optional(v.string(), ''),
});
type ReportedFinding = v.InferOutput<typeof findingSchema>;

/** Shorter ones are no secrets but the rest that `--redact` left, and would stand for too much. */
const MIN_VALUE_LENGTH = 6;
/** What stands in a report in place of a secret: `--redact` of gitleaks, the masks of this and of other tools. */
const MASKED = /REDACTED|\*{3}|\.\.\.$/;

/**
 * A finding is known when its value stands in the report in clear, whatever the rule was called there. A finding of which
 * the report hides the value is known at its commit, file and line alone, to a rule for the same thing or issuer.
 *
 * @throws {ScannerError} `baseline` when an entry is no finding of gitleaks
 */
export function gitleaksBaseline(report: readonly unknown[], path: string): Baseline {
  // Values are kept as hashes under a key of this run: nothing in clear stays in memory longer than it must.
  const key = randomBytes(32);
  const values = new Set<string>();
  const places = new Map<string, string[]>();
  for (const [index, entry] of report.entries()) {
    const parsed = v.safeParse(findingSchema, entry, { abortEarly: true });
    if (!parsed.success) {
      const message = `${path}: entry ${index + 1} is no finding of gitleaks`;
      throw new ScannerError('baseline', message, { hint: 'Is it a JSON report of gitleaks?' });
    }
    const finding = parsed.output;
    if (isClear(finding)) values.add(secretId(valueOf(finding.Secret), key));
    else addPlace(finding, places);
  }
  return {
    format: 'gitleaks',
    salt: Buffer.alloc(0),
    entries: [],
    size: report.length,
    isKnown: (candidate) => values.has(secretId(candidate.value, key)) || isKnownPlace(candidate, places),
  };
}

function isClear({ Secret }: ReportedFinding): boolean {
  return Secret.length >= MIN_VALUE_LENGTH && !MASKED.test(Secret);
}

function valueOf(text: string): SecretValue {
  return new SecretValue(Buffer.from(text, 'utf8').toString('latin1'));
}

function addPlace({ Commit, File, StartLine, RuleID }: ReportedFinding, places: Map<string, string[]>): void {
  const key = keyOf(Commit, File, StartLine);
  const rules = places.get(key) ?? [];
  rules.push(RuleID);
  places.set(key, rules);
}

function isKnownPlace(
  { commit, path, line, detector }: KnownCandidate,
  places: ReadonlyMap<string, readonly string[]>,
): boolean {
  const rules = places.get(keyOf(commit ?? '', path, line)) ?? [];
  return rules.some((rule) => compareIds(rule, detector) !== 'other');
}

function keyOf(commit: string, path: string, line: number): string {
  return `${commit.toLowerCase()}\0${path}\0${line}`;
}
