/** The configuration in force for a command, in the words of the catalogue. */
import type { Catalogue } from '../catalogue/compile.ts';
import type { Vocabulary } from '../config/check-scannerrc.ts';
import { type Config, readConfig } from '../config/read-config.ts';

/** @param folder where it is looked for when `--config` names none; null: nowhere. @throws {ScannerError} `config` */
export function configFor(
  { config }: { readonly config?: string | null },
  folder: string | null,
  catalogue: Catalogue,
): Config {
  const vocabulary = vocabularyOf(catalogue);
  return readConfig({ target: folder, flag: config ?? null, env: process.env, vocabulary });
}

/** The ids that a configuration may name. */
export function vocabularyOf(catalogue: Catalogue): Vocabulary {
  return {
    detectors: catalogue.detectors.map(({ id }) => id),
    labels: catalogue.labels.map(({ id }) => id),
    regimes: catalogue.regimes.map(({ id }) => id),
  };
}
