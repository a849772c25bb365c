/** Options -> result: configuration, detectors, the source that was asked for, findings. What every command that scans calls. */
import { compileAllowlist } from '../allow/allowlist.ts';
import { readGitleaksIgnore } from '../allow/read-gitleaks-ignore.ts';
import { digestOf } from '../catalogue/compile.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { readConfig } from '../config/read-config.ts';
import { mergeOptions } from '../config/merge.ts';
import type { ScanOptions } from '../config/options.ts';
import type { ParsedFlags } from '../config/parse-flags.ts';
import { selectDetectors } from '../config/select-detectors.ts';
import type { Finding } from '../core/finding.ts';
import { isComplete, type Problem } from '../core/problem.ts';
import type { ScanResult, ScanSummary } from '../core/scan-result.ts';
import { compareOn, CONFIDENCES } from '../core/severity.ts';
import { VERSION } from '../core/version.ts';
import { buildDetectorSet } from '../detect/detector-set.ts';
import { finishFindings } from '../pipeline/finish-findings.ts';
import type { Progress, ScanPlan } from '../pipeline/scan-plan.ts';
import type { Scanned } from '../pipeline/scanned.ts';
import { readBaseline } from '../store/read-baseline.ts';
import { readFingerprintKey } from '../store/fingerprint-key.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { scanSource, sourceOf } from './scan-source.ts';

export interface ScanContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Buffer>;
  /** Aborted with a Problem as the reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface PreparedScan {
  readonly options: ScanOptions;
  /** What was wrong with configuration that could be told without stopping. */
  readonly run: () => Promise<ScanResult>;
}

/** Reads and checks everything that can be wrong before anything is scanned. @throws {ScannerError} */
export function prepareScan(flags: ParsedFlags, context: ScanContext): PreparedScan {
  const target = flags.positionals[0];
  if (flags.positionals.length > 1) {
    throw new ScannerError(
      'usage',
      `one path can be scanned at a time, and ${flags.positionals.length} were given`,
    );
  }
  const catalogue = loadCatalogue();
  const vocabulary = {
    detectors: catalogue.detectors.map(({ id }) => id),
    labels: catalogue.labels.map(({ id }) => id),
  };
  const folder = target === undefined || target === '-' ? '.' : target;
  const config = readConfig({
    target: folder,
    flag: flags.options.config ?? null,
    env: context.env,
    vocabulary,
  });
  const options = mergeOptions(config.options, flags.options, context.env);
  const chosen = selectDetectors(catalogue.detectors, config, options);
  const detectors = chosen.filter(
    ({ confidence }) => compareOn(CONFIDENCES, confidence, options.minConfidence) >= 0,
  );
  const ignore = readGitleaksIgnore(options.gitleaksIgnorePath, folder);
  const allowlist = compileAllowlist(config.allow);
  const baseline = baselineOf(options.baselinePath);
  const key = readFingerprintKey(context.env);
  const plan: ScanPlan = {
    ...options,
    detectors,
    set: buildDetectorSet(detectors),
    labels: new Map(catalogue.labels.map((label) => [label.id, label])),
    honourInlineAllow: !options.noInlineAllow,
    allow: (finding, lines) =>
      allowlist({ ...candidateOf(finding), value: finding.value.unwrapText(), lines }) ??
      (ignore.isIgnored(candidateOf(finding)) ? 'ignore file' : undefined),
    isInBaseline: (finding) => baseline?.isKnown({ ...candidateOf(finding), value: finding.value }) ?? false,
    fingerprintKey: key.key,
    signal: context.signal,
    onProgress: context.onProgress,
  };
  const source = sourceOf(target, options);
  return {
    options,
    run: async () => {
      const startedAt = new Date();
      const scanned = await scanSource(source, plan, context.stdin);
      return resultOf(scanned, {
        plan,
        startedAt,
        source,
        config: config.path,
        problems: [...config.problems, ...ignore.problems],
      });
    },
  };
}
