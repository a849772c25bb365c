/** An example of what a detector finds, made up: no example that looks like a secret stands anywhere. */
import { sampleRe2 } from '../../allow/re2-sample.ts';
import type { Detector } from '../../catalogue/detector.ts';
import type { PatternDetector } from '../../catalogue/pattern-file.ts';
import { CHECKS } from '../../detect/checks/table.ts';
import { buildDetectorSet } from '../../detect/detector-set.ts';
import { scanText } from '../../detect/scan-text.ts';

export interface MadeUp {
  /** A line of text. */
  readonly text: string;
  /** The secret in it. */
  readonly value: string;
}

const MOST_TRIES = 200;

/** Only what the detector really finds; undefined when none of many tries is. */
export function madeUpExample(pattern: PatternDetector, detector: Detector): MadeUp | undefined {
  const set = buildDetectorSet([detector]);
  for (let seed = 1; seed <= MOST_TRIES; seed++) {
    const value = valueFor(pattern, detector, seed);
    const frame = pattern.finds[seed % Math.max(1, pattern.finds.length)] ?? '{token}';
    const text = Buffer.from(frame, 'utf8')
      .toString('latin1')
      .replaceAll('{token}', () => value);
    const [hit] = scanText(Buffer.from(text, 'latin1'), set);
    if (hit) return { text: asText(text), value: asText(hit.raw) };
  }
  return undefined;
}

/** As a password manager makes it, where there is no form. */
const ANY_VALUE = '[A-Z][a-z][0-9][A-Za-z0-9]{24}[0-9]';

function valueFor({ token }: PatternDetector, { checks }: Detector, seed: number): string {
  try {
    const sample = sampleRe2(token === '' ? ANY_VALUE : token, seed);
    return checks.reduce((made, spec) => CHECKS[spec.name]?.repair?.(made, spec) ?? made, sample);
  } catch {
    // Not every expression is one that can be made up from.
    return '';
  }
}

function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
