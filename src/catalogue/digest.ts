/** What detectors look for and say, as hashes. */
import { createHash } from 'node:crypto';
import { type Detector, type ListedDetector, wholeOf } from './detector.ts';

/** What a set of detectors looks for, as one hash. The order does not matter. */
export function digestOf(detectors: readonly ListedDetector[]): string {
  const digests = detectors.map(detectorDigest).toSorted();
  return createHash('sha256').update(digests.join('\n')).digest('hex');
}

/** Two detectors with the same digest look for the same thing and say the same of it. */
export function detectorDigest(detector: ListedDetector): string {
  return detector.digest ?? digestOfOne(wholeOf(detector));
}

/** Of one that has none yet. */
export function digestOfOne(detector: Detector): string {
  return createHash('sha256').update(JSON.stringify(detector)).digest('hex').slice(0, 32);
}
