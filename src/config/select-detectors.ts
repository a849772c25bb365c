/** Which detectors does a scan use? Built-in ones and own ones, less what options and files turn off. */
import type { ListedDetector } from '../catalogue/detector.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { unknownWord } from './mistake.ts';
import type { ScanOptions } from './scan-options.ts';
import type { Config } from './read-config.ts';

/** @throws {ScannerError} `usage` when an option names a detector that there is not, or when none is left */
export function selectDetectors(
  builtIn: readonly ListedDetector[],
  config: Pick<Config, 'detectors' | 'disabled'>,
  options: Pick<ScanOptions, 'enableDetector' | 'disableDetector'>,
): readonly ListedDetector[] {
  const replaced = new Set(config.detectors.map(({ id }) => id));
  const all = [...builtIn.filter(({ id }) => !replaced.has(id)), ...config.detectors];
  const known = new Set(all.map(({ id }) => id));
  const unknown = (['enableDetector', 'disableDetector'] as const).flatMap((key) =>
    options[key].filter((id) => !known.has(id)).map((id) => unknownWord(key, id, 'detector', known).message),
  );
  if (unknown.length > 0) throw new ScannerError('usage', unknown.join('\n'));
  const wanted = new Set(options.enableDetector);
  const unwanted = new Set([...options.disableDetector, ...config.disabled]);
  // Asked for by name is asked for, even where a configuration file turns it off.
  const selected = all.filter(({ id }) =>
    wanted.size === 0 ? !unwanted.has(id) : wanted.has(id) && !options.disableDetector.includes(id),
  );
  if (selected.length === 0) throw new ScannerError('usage', 'no detector is left to scan with');
  return selected;
}
