/** Every detector that there is here, built in or own, and which of them a scan would use. */
import { type Detector, wholeOf } from '../../catalogue/detector.ts';
import type { Label } from '../../catalogue/label-file.ts';
import { loadCatalogue } from '../../catalogue/load-catalogue.ts';
import type { PatternDetector } from '../../catalogue/pattern-file.ts';
import { mergeLabels } from '../../config/merge-labels.ts';
import { mergeOptions } from '../../config/merge.ts';
import { nearest } from '../../config/nearest.ts';
import { selectDetectors } from '../../config/select-detectors.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { compareOn, CONFIDENCES } from '../../core/severity.ts';
import { configFolder } from '../config-folder.ts';
import { configFor } from '../config-for.ts';
import type { DetectorOptions } from './detector-options.ts';

export interface KnownDetectors {
  /** By id. */
  readonly all: ReadonlyMap<string, Detector>;
  /** Ids of those that a scan would use. */
  readonly used: ReadonlySet<string>;
  /** Own ones as they are written; of what comes from a `.gitleaks.toml` nothing. */
  readonly ownPatterns: readonly PatternDetector[];
  /** Ids of all that are not built in. */
  readonly own: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, Label>;
  /** The configuration file in force, or null. */
  readonly config: string | null;
}

/** @param path the place whose configuration counts. @throws {ScannerError} `config`, `usage` */
export async function knownDetectors(
  typed: DetectorOptions,
  path: string | undefined,
): Promise<KnownDetectors> {
  const catalogue = loadCatalogue();
  const config = await configFor(typed, configFolder(path, false), catalogue);
  const { enableDetector, disableDetector, minConfidence } = typed;
  const flags = {
    ...(enableDetector && { enableDetector }),
    ...(disableDetector && { disableDetector }),
    ...(minConfidence && { minConfidence }),
  };
  const options = mergeOptions(config.options, flags, {});
  const used = selectDetectors(catalogue.detectors, config, options).filter(
    ({ confidence }) => compareOn(CONFIDENCES, confidence, options.minConfidence) >= 0,
  );
  return {
    all: new Map([...catalogue.detectors.map(wholeOf), ...config.detectors].map((each) => [each.id, each])),
    used: new Set(used.map(({ id }) => id)),
    ownPatterns: config.patterns,
    own: new Set(config.detectors.map(({ id }) => id)),
    labels: mergeLabels(catalogue.labels, config.labels),
    config: config.path,
  };
}

/** @throws {ScannerError} `usage`, with the nearest id, when there is no such detector */
export function detectorNamed(id: string | undefined, { all }: KnownDetectors): Detector {
  if (id === undefined) {
    throw new ScannerError('usage', 'the id of a detector is missing', {
      hint: 'Run bitsieve detectors list for all of them.',
    });
  }
  const found = all.get(id);
  if (found) return found;
  const guess = nearest(id, all.keys());
  throw new ScannerError('usage', `there is no detector "${id}"`, {
    hint: guess === undefined ? 'Run bitsieve detectors list for all of them.' : `Did you mean "${guess}"?`,
  });
}
