/** Located hits -> findings: classified, fingerprinted, filtered by what the user does not want to see, worst first. */
import { type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import type { Finding, LinkedFinding } from '../core/finding.ts';
import { fingerprint, secretId } from '../core/fingerprint.ts';
import { entropy } from '../core/entropy.ts';
import type { LeftOut } from '../core/scan-result.ts';
import { SecretValue } from '../core/secret-value.ts';
import { compareOn, CONFIDENCES, SEVERITIES } from '../core/severity.ts';
import { type Classification, classify } from '../classify/classify.ts';
import { type Pairing, pairingOf } from '../classify/pairing.ts';
import type { Hit } from '../detect/scan-text.ts';
import { type LocatedHit, decoded } from './located-hit.ts';
import type { ScanPlan } from './scan-plan.ts';

export interface FinishedFindings {
  readonly findings: Finding[];
  readonly leftOut: LeftOut;
}

export function finishFindings(located: readonly LocatedHit[], plan: ScanPlan): FinishedFindings {
  const leftOut = { inline: 0, allowlist: 0, baseline: 0, lowConfidence: 0 };
  const context = { plan, identities: new Identities(plan.fingerprintKey), halves: halvesOf(plan.detectors) };
  const findings: Finding[] = [];
  for (const one of located) {
    const finding = toFinding(one, context);
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

interface Context {
  readonly plan: ScanPlan;
  readonly identities: Identities;
  /** Ids of the detectors that others name as the other half of a key pair. */
  readonly halves: ReadonlySet<string>;
}

function halvesOf(detectors: readonly ListedDetector[]): ReadonlySet<string> {
  return new Set(detectors.flatMap(({ pairs }) => pairs?.with ?? []));
}

function toFinding(located: LocatedHit, context: Context): Finding | undefined {
  const { plan, identities } = context;
  const { hit, ...placement } = located;
  const listed = plan.detectors[hit.detector];
  if (!listed) return undefined;
  const own = wholeOf(listed);
  const partners = (hit.linked ?? []).flatMap((link) => plan.detectors[link.detector] ?? []);
  const paired = pairingOf(own, partners, context.halves.has(own.id));
  const path = decoded(located.path);
  const { detector, notes } = mapped(paired, path, plan);
  const form = formOf(hit);
  return {
    detector: detector.id,
    title: detector.title,
    issuer: detector.issuer,
    ...withNotes(
      classify(detector, { paths: pathsOf(path, located, form.inside), count: form.count }, plan.labels),
      notes,
    ),
    ...identities.of(hit.raw, detector.id),
    ...placement,
    path,
    ...form,
    linked: linkedOf(hit, context),
    line: hit.line,
    column: hit.column,
    endLine: hit.endLine,
    endColumn: hit.endColumn,
    exposes: detector.exposes || (plan.labels.get(detector.label)?.exposes ?? ''),
    revoke: detector.revoke || (plan.labels.get(detector.label)?.handling ?? ''),
    references: detector.references,
  };
}

/** With the label that the configuration gives to what lies at the path. */
function mapped({ detector, notes }: Pairing, path: string, { labelAt }: ScanPlan): Pairing {
  const label = labelAt?.({ detector: detector.id, path });
  if (label === undefined || label === detector.label) return { detector, notes };
  return {
    detector: { ...detector, label },
    notes: [...notes, `labelled by a [[map]] of the configuration, else ${detector.label}`],
  };
}

/** All that are known, each with the way through containers. */
function pathsOf(path: string, { otherPaths }: LocatedHit, inside: readonly string[]): string[] {
  return [path, ...otherPaths.map((other) => other.path)].map((one) => [one, ...inside].join('/'));
}

function withNotes(classification: Classification, more: readonly string[]): Classification {
  return { ...classification, notes: [...classification.notes, ...more] };
}

function linkedOf({ linked = [] }: Hit, { plan, identities }: Context): LinkedFinding[] {
  return linked.flatMap(({ detector: index, raw, line }) => {
    const other = plan.detectors[index];
    if (!other) return [];
    return [
      {
        detector: other.id,
        title: wholeOf(other).title,
        secretId: identities.of(raw, other.id).secretId,
        line,
      },
    ];
  });
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
