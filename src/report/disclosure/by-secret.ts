/** The order in which people want to read: all places of a secret together, the worst secret first. */
import type { Finding } from '../../core/finding.ts';
import { CONFIDENCES, LEVELS, SEVERITIES, compareOn } from '../../core/severity.ts';

type SecretGroup = readonly [Finding, ...Finding[]];

/** Of each secret the worst place comes first; the others follow, those still at a tip first. */
export function bySecret(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const group = groups.get(finding.secretId);
    if (group === undefined) groups.set(finding.secretId, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .map(worstFirst)
    .toSorted(([a], [b]) => compareBadness(a, b))
    .flat();
}

function worstFirst([first, ...rest]: SecretGroup): SecretGroup {
  let worst = first;
  for (const finding of rest) if (compareBadness(finding, worst) < 0) worst = finding;
  const others = [first, ...rest].filter((finding) => finding !== worst);
  return [worst, ...others.toSorted((a, b) => Number(b.atTip) - Number(a.atTip))];
}

/** Negative when `a` is worse. */
function compareBadness(a: Finding, b: Finding): number {
  return (
    compareOn(SEVERITIES, b.severity, a.severity) ||
    compareOn(LEVELS, b.level, a.level) ||
    compareOn(CONFIDENCES, b.confidence, a.confidence)
  );
}
