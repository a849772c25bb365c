/** The options of the scan that `exposure --path` makes; what goes with it, and what does not. */
import { HOW_TO_SCAN, OPTIONS, scanOptions } from '../../config/options.ts';
import type { ScanOptions } from '../../config/scan-options.ts';

const KEYS = [
  'noRepositoryConfig',
  'baselinePath',
  'gitleaksIgnorePath',
  ...HOW_TO_SCAN,
  'noInlineAllow',
  'unreachable',
  'state',
  'timeoutMs',
  'noProgress',
] as const;

export type PathOptions = Partial<Pick<ScanOptions, (typeof KEYS)[number]>>;

/** As a scan has them, in the order of help. */
export const PATH_OPTIONS: Readonly<Pick<typeof OPTIONS, (typeof KEYS)[number]>> = scanOptions(KEYS);

/** What is about a store, or about people whom only a forge knows. */
const OF_A_STORE: Readonly<Record<string, string>> = {
  store: '--store',
  run: '--run',
  project: '--project',
  repo: '--repo',
  as: '--as',
  readers: '--readers',
  domain: '--domain',
  since: '--since',
};

/** @param options those that were typed */
export function pathMistakesIn(options: object): string[] {
  const typed = new Set(Object.keys(options));
  if (!typed.has('path')) {
    const stray = KEYS.filter((key) => typed.has(key));
    return stray.map((key) => `--${OPTIONS[key].flag} is for a scan: it goes with --path`);
  }
  const stray = Object.keys(OF_A_STORE).filter((key) => typed.has(key));
  return stray.map((key) => `${OF_A_STORE[key]} is for a store of audits: --path asks no forge`);
}

/** What of these options the scan is given. */
export function scanFlagsIn(
  options: PathOptions & Partial<Pick<ScanOptions, 'config'>>,
): Partial<ScanOptions> {
  const wanted = new Set<string>([...KEYS, 'config']);
  return Object.fromEntries(Object.entries(options).filter(([key]) => wanted.has(key)));
}
