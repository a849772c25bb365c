/** The configuration in force for a command, in the words of the catalogue. */
import type { Catalogue } from '../catalogue/compile.ts';
import type { Vocabulary } from '../config/check-scannerrc.ts';
import { findConfig } from '../config/find-config.ts';
import { NO_CONFIG } from '../config/no-config.ts';
import type { Config } from '../config/read-config.ts';

/** @param folder where it is looked for when `--config` names none; null: nowhere. @throws {ScannerError} `config` */
export async function configFor(
  { config }: { readonly config?: string | null },
  folder: string | null,
  catalogue: Catalogue,
): Promise<Config> {
  const found = findConfig(folder, config ?? null, process.env);
  if (!found) return NO_CONFIG;
  // Most hooks find none, and need nothing of what reads one.
  const { checkConfig } = await import('../config/read-config.ts');
  return checkConfig(found, vocabularyOf(catalogue));
}

/** The ids that a configuration may name. */
export function vocabularyOf(catalogue: Catalogue): Vocabulary {
  return {
    detectors: catalogue.detectors.map(({ id }) => id),
    labels: catalogue.labels.map(({ id }) => id),
    regimes: catalogue.regimes.map(({ id }) => id),
  };
}
