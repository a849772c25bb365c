/** Puts the options together. Weakest first: defaults, environment, file, flags. */
import { OPTIONS } from './options.ts';
import type { ScanOptions } from './scan-options.ts';

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
  const defaults = Object.entries(OPTIONS).map(([key, spec]) => [key, spec.default]);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the table's type says that each default is its option's
  return Object.fromEntries(defaults) as ScanOptions;
}
