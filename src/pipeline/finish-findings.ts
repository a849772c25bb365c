/** Located hits -> findings: classified, fingerprinted, filtered by what the user does not want to see, worst first. */
import type { Finding } from '../core/finding.ts';
import { fingerprint, secretId } from '../core/fingerprint.ts';
import { entropy } from '../core/entropy.ts';
import type { LeftOut } from '../core/scan-result.ts';
import { SecretValue } from '../core/secret-value.ts';
import { compareOn, CONFIDENCES, SEVERITIES } from '../core/severity.ts';
import { classify } from '../classify/classify.ts';
import type { Hit } from '../detect/scan-text.ts';
import { type LocatedHit, decoded } from './located-hit.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface FinishedFindings {
  readonly findings: Finding[];
  readonly leftOut: LeftOut;
}

export function finishFindings(located: readonly LocatedHit[], plan: ScanPlan): FinishedFindings {
  const leftOut = { inline: 0, allowlist: 0, baseline: 0, lowConfidence: 0 };
  const identities = new Identities(plan.fingerprintKey);
  const findings: Finding[] = [];
  for (const one of located) {
    const finding = toFinding(one, plan, identities);
    if (!finding) continue;
    const reason = reasonToLeaveOut(finding, one, plan);
    if (reason === undefined) findings.push(finding);
    else if (reason !== 'severity') leftOut[reason]++;
  }
  return { findings: findings.toSorted(worstFirst), leftOut };
}

function reasonToLeaveOut(
  finding: Finding,
  { hit }: LocatedHit,
  plan: ScanPlan,
): keyof LeftOut | 'severity' | undefined {
  if (hit.allowed && plan.honourInlineAllow) return 'inline';
  if (compareOn(CONFIDENCES, finding.confidence, plan.minConfidence) < 0) return 'lowConfidence';
  if (compareOn(SEVERITIES, finding.severity, plan.minSeverity) < 0) return 'severity';
  if (plan.allow(finding, decoded(hit.lines)) !== undefined) return 'allowlist';
  return plan.isInBaseline(finding) ? 'baseline' : undefined;
}

function toFinding(located: LocatedHit, plan: ScanPlan, identities: Identities): Finding | undefined {
  const { hit, ...placement } = located;
  const detector = plan.detectors[hit.detector];
  if (!detector) return undefined;
  const path = decoded(located.path);
  const form = formOf(hit);
  return {
    detector: detector.id,
    title: detector.title,
    issuer: detector.issuer,
    ...classify(detector, [path, ...form.inside].join('/'), plan.labels),
    ...identities.of(hit.raw, detector.id),
    ...placement,
    path,
    ...form,
    line: hit.line,
    column: hit.column,
    endLine: hit.endLine,
    endColumn: hit.endColumn,
    exposes: detector.exposes || (plan.labels.get(detector.label)?.exposes ?? ''),
    revoke: detector.revoke || (plan.labels.get(detector.label)?.handling ?? ''),
    references: detector.references,
  };
}

function formOf({
  count = 1,
  encoding = [],
  inside = [],
}: Hit): Pick<Finding, 'count' | 'encoding' | 'inside'> {
  return { count, encoding, inside: inside.map(decoded) };
}

/** Each distinct secret is hashed and weighed once, however many places it has. */
class Identities {
  readonly #known = new Map<string, Pick<Finding, 'value' | 'secretId' | 'fingerprint' | 'entropy'>>();
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  of(raw: string, detector: string): Pick<Finding, 'value' | 'secretId' | 'fingerprint' | 'entropy'> {
    const name = `${detector} ${raw}`;
    const known = this.#known.get(name);
    if (known) return known;
    const value = new SecretValue(raw);
    const identity = {
      value,
      secretId: secretId(value, this.#key),
      fingerprint: fingerprint(value, this.#key, detector),
      entropy: Math.round(entropy(raw) * 100) / 100,
    };
    this.#known.set(name, identity);
    return identity;
  }
}

function worstFirst(a: Finding, b: Finding): number {
  return (
    compareOn(SEVERITIES, b.severity, a.severity) ||
    compareOn(CONFIDENCES, b.confidence, a.confidence) ||
    Number(b.atTip !== false) - Number(a.atTip !== false) ||
    byPlace(a, b)
  );
}

/** Settles what is equally bad, so that two runs over the same repository report in the same order. */
function byPlace(a: Finding, b: Finding): number {
  return (
    compareText(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.detector, b.detector) ||
    compareText(String(a.introduced?.commit), String(b.introduced?.commit))
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
