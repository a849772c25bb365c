/** Puts the options together. Weakest first: defaults, environment, file, flags. */
import { OPTIONS, type ScanOptions } from './options.ts';

/** @param env only NO_COLOR is looked at (https://no-color.org): set and not empty means no colours */
export function mergeOptions(
  file: Partial<ScanOptions>,
  flags: Partial<ScanOptions>,
  env: Readonly<Record<string, string | undefined>>,
): ScanOptions {
  const fromEnvironment: Partial<ScanOptions> = env['NO_COLOR'] ? { noColor: true } : {};
  return { ...defaultOptions(), ...fromEnvironment, ...file, ...flags };
}

function defaultOptions(): ScanOptions {
  // The table's type says that each default is of its option's type; the list of entries loses that.
  const defaults: ScanOptions = Object.fromEntries(
    Object.entries(OPTIONS).map(([key, spec]) => [key, spec.default]),
  );
  return defaults;
}
