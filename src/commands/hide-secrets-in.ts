/** An error message quotes what somebody wrote, in a configuration or a path: a secret in it is masked. */
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { mask } from '../core/mask.ts';
import { secretsIn } from '../pipeline/secrets-in.ts';
import { createHider } from '../report/disclosure/hide-secrets.ts';

export function hideSecretsIn(text: string): string {
  const [hidden = ''] = hideSecretsInAll([text]);
  return hidden;
}

/** The same for many: the detectors are loaded once. */
export function hideSecretsInAll(texts: readonly string[]): string[] {
  return texts.map(hiderFor(texts, loadCatalogue().detectors));
}

/** Hides what stands in any of the texts; the parameters are those of `secretsIn`. */
export function hiderFor(...asked: Parameters<typeof secretsIn>): (text: string) => string {
  const values = secretsIn(...asked).map((value) => value.unwrapText());
  return createHider(values, (value) => mask(value));
}
