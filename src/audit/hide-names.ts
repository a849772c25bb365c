/** Names that the store keeps besides findings: a secret in the name of a branch is masked there too. */
import type { ListedDetector } from '../catalogue/detector.ts';
import { mask } from '../core/mask.ts';
import { secretsIn } from '../pipeline/secrets-in.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { createHider } from '../report/disclosure/hide-secrets.ts';

/** @returns what hides the secrets that stand in these texts, the same for the same texts */
export function hiderFor(
  texts: readonly string[],
  catalogue: readonly ListedDetector[],
  plan: Pick<ScanPlan, 'detectors' | 'set'>,
): (text: string) => string {
  const secrets = secretsIn(texts, catalogue, plan).map((secret) => secret.unwrapText());
  return createHider(secrets, (text) => mask(text));
}
