/** What a hit means: label, level, severity, and a confidence that takes the path into account. */
import type { Detector } from '../catalogue/detector.ts';
import type { Label } from '../catalogue/label-file.ts';
import { weightOf } from './bulk.ts';
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

/** Who wrote something, and whom to ask, is put there to be read. */
const PUBLISHED_PATH =
  /(?:^|\/)(?:(?:authors|contributors|contributing|maintainers|owners|credits|thanks|copying|copyright|licen[cs]es?|notice|changelog|changes|history|news|security|code_of_conduct|third[-_]?party[-_a-z]*)(?:\.[a-z]{1,8})?|\.mailmap|codeowners|(?:package|composer|bower)(?:-lock)?\.json|[^/]+\.(?:gemspec|podspec|cabal|nuspec)|pom\.xml|pyproject\.toml|setup\.(?:py|cfg)|cargo\.toml|debian\/changelog)$/i;
const CONTACT = 'personal/contact';

/**
 * @param paths all that it lies at, the first one foremost
 * @param count how many values the finding stands for
 */
export function classify(
  detector: Detector,
  { paths, count }: { paths: readonly string[]; count: number },
  labels: ReadonlyMap<string, Label>,
): Classification {
  const { severity, notes } = weightOf(detector, count);
  const sure = confidenceAt(detector, paths);
  return {
    label: detector.label,
    level: labels.get(detector.label)?.level ?? 'CONFIDENTIAL',
    severity,
    confidence: sure.confidence,
    notes: [...sure.notes, ...notes],
  };
}

function confidenceAt(
  { confidence, label, trialConfidence }: Detector,
  paths: readonly string[],
): Pick<Classification, 'confidence' | 'notes'> {
  // A single path elsewhere is enough: a secret is no safer for being in a test as well.
  if (label === CONTACT && paths.every((path) => PUBLISHED_PATH.test(path)))
    return { confidence: 'low', notes: ['published on purpose: a file that says whom to ask'] };
  if (!paths.every((path) => TRIAL_PATH.test(path))) return { confidence, notes: [] };
  return {
    confidence: trialConfidence ?? (confidence === 'high' ? 'medium' : confidence),
    notes: ['in a path of tests, examples or documentation'],
  };
}
