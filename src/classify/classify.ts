/** What a hit means: label, level, severity, and a confidence that takes the path into account. */
import type { Detector } from '../catalogue/detector.ts';
import type { Label } from '../catalogue/label-file.ts';
import type { Confidence, Level, Severity } from '../core/severity.ts';

export interface Classification {
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why the confidence is not the detector's own. */
  readonly notes: readonly string[];
}

/** Most secrets in such paths are real all the same, so they are never left out: they only rank lower. */
const TRIAL_PATH =
  /(?:^|\/)(?:tests?|__tests__|specs?|testdata|test-data|fixtures?|mocks?|__mocks__|examples?|samples?|demos?|docs?)(?:\/|$)|[._-](?:test|spec|example|sample)\.[^/]+$|\.(?:example|sample|dist)$/i;

export function classify(
  detector: Detector,
  path: string,
  labels: ReadonlyMap<string, Label>,
): Classification {
  const isTrial = TRIAL_PATH.test(path);
  const isLowered = isTrial && detector.confidence === 'high';
  return {
    label: detector.label,
    level: labels.get(detector.label)?.level ?? 'CONFIDENTIAL',
    severity: detector.severity,
    confidence: isLowered ? 'medium' : detector.confidence,
    notes: isTrial ? ['in a path of tests, examples or documentation'] : [],
  };
}
