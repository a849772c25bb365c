/** Options and configuration -> what to look for, and what of it is not to be told. The same for one repository and for many. */
import { type AllowCandidate, compileAllowlist } from '../allow/allowlist.ts';
import type { readGitleaksIgnore } from '../allow/read-gitleaks-ignore.ts';
import type { Catalogue } from '../catalogue/compile.ts';
import type { ListedDetector } from '../catalogue/detector.ts';
import { ArtefactNames } from '../classify/artefact-names.ts';
import { mergeLabels } from '../config/merge-labels.ts';
import { mappedLabel } from '../config/mapped-label.ts';
import type { ScanOptions } from '../config/scan-options.ts';
import type { Config } from '../config/read-config.ts';
import { selectDetectors } from '../config/select-detectors.ts';
import type { Finding } from '../core/finding.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { compareOn, CONFIDENCES } from '../core/severity.ts';
import { buildDetectorSet, type DetectorSet } from '../detect/detector-set.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import type { Baseline } from '../store/baseline.ts';
import { readBaseline } from '../store/read-baseline.ts';

/** Of a plan, all that options and configuration say. */
export type ScanRules = Pick<
  ScanPlan,
  'detectors' | 'set' | 'labels' | 'labelAt' | 'artefacts' | 'honourInlineAllow' | 'isInBaseline' | 'allow'
>;

export interface RuleSources {
  readonly options: ScanOptions;
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly ignore: ReturnType<typeof readGitleaksIgnore>;
}

/** @throws {ScannerError} `baseline`, `config` */
export function scanRules({ options, config, catalogue, ignore }: RuleSources): ScanRules {
  const baseline = readKnown(options.baselinePath);
  const detectors = chosenBy({ options, config, catalogue });
  const { usual } = catalogue;
  const means = { decodeDepth: options.maxDecodeDepth, ...(usual && { usual }) };
  let set: DetectorSet | undefined;
  return {
    detectors,
    // Where nothing has changed since the last scan, it is not needed.
    get set() {
      return (set ??= buildDetectorSet(detectors, means));
    },
    artefacts: new ArtefactNames(catalogue.artefacts),
    labels: mergeLabels(catalogue.labels, config.labels),
    ...(config.maps.length > 0 && { labelAt: mappedLabel(config.maps) }),
    honourInlineAllow: !options.noInlineAllow,
    isInBaseline: (finding) => baseline?.isKnown({ ...placeOf(finding), value: finding.value }) ?? false,
    allow: allowFor(config, ignore.isIgnored),
  };
}

function chosenBy({ options, config, catalogue }: Omit<RuleSources, 'ignore'>): readonly ListedDetector[] {
  const { usual } = catalogue;
  const lists = [config.detectors, config.disabled, options.enableDetector, options.disableDetector];
  // The same as below, without asking a thousand of them.
  if (usual?.minConfidence === options.minConfidence && lists.every(({ length }) => length === 0))
    return usual.detectors;
  // Confidence is only ever lowered later, so what is below the line already need not be looked for.
  return selectDetectors(catalogue.detectors, config, options).filter(
    ({ confidence }) => compareOn(CONFIDENCES, confidence, options.minConfidence) >= 0,
  );
}

/** A plan for one scan; the set of detectors is built once for all that share the rules. */
export function planOf(
  rules: ScanRules,
  options: ScanOptions,
  own: Pick<ScanPlan, 'memory' | 'reader' | 'fingerprintKey' | 'signal' | 'onProgress' | 'threads'>,
): ScanPlan {
  const { detectors, labels, labelAt, artefacts, honourInlineAllow, isInBaseline, allow } = rules;
  return {
    ...options,
    ...own,
    detectors,
    labels,
    ...(labelAt && { labelAt }),
    artefacts,
    honourInlineAllow,
    isInBaseline,
    allow,
    get set() {
      return rules.set;
    },
  };
}

/** A baseline that was asked for and is not there would silently report everything as new. */
function readKnown(path: string | null): Baseline | undefined {
  if (path === null) return undefined;
  const baseline = readBaseline(path);
  if (!baseline) {
    throw new ScannerError('baseline', `${path}: there is no such baseline`, {
      hint: 'Write one with: bitsieve baseline',
    });
  }
  return baseline;
}

function allowFor(config: Config, isIgnored: RuleSources['ignore']['isIgnored']): ScanPlan['allow'] {
  const allowlist = compileAllowlist(config.allow);
  return (finding, line) => {
    const candidate: AllowCandidate = { ...placeOf(finding), value: finding.value.unwrapText(), line };
    const elsewhere = finding.otherPaths.map(({ path }) => ({ ...candidate, path }));
    const reason = allowlist(candidate);
    // Allowed where samples lie is not allowed where it was moved to from there.
    if (reason !== undefined && elsewhere.every((one) => allowlist(one) !== undefined)) return reason;
    return isIgnored(placeOf(finding)) ? 'an ignore file' : undefined;
  };
}

function placeOf(finding: Finding): { detector: string; path: string; line: number; commit: string | null } {
  const { detector, path, line, introduced } = finding;
  return { detector, path, line, commit: introduced?.commit ?? null };
}
