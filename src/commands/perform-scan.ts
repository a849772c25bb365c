/** Options -> result: configuration, detectors, the source that was asked for, findings. Every command that scans calls this. */
import type { Readable } from 'node:stream';
import { type AllowCandidate, compileAllowlist } from '../allow/allowlist.ts';
import { readGitleaksIgnore } from '../allow/read-gitleaks-ignore.ts';
import { type Catalogue, digestOf } from '../catalogue/compile.ts';
import type { Detector } from '../catalogue/detector.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { ArtefactNames } from '../classify/artefact-names.ts';
import { mergeLabels } from '../config/check-labels.ts';
import { mergeOptions } from '../config/merge.ts';
import type { ScanOptions } from '../config/options.ts';
import type { ParsedFlags } from '../config/parse-flags.ts';
import type { Config } from '../config/read-config.ts';
import { selectDetectors } from '../config/select-detectors.ts';
import type { Finding } from '../core/finding.ts';
import { isComplete, type Problem } from '../core/problem.ts';
import type { ScanResult } from '../core/scan-result.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { compareOn, CONFIDENCES } from '../core/severity.ts';
import { SecretValue } from '../core/secret-value.ts';
import { VERSION } from '../core/version.ts';
import { buildDetectorSet, type DetectorSet } from '../detect/detector-set.ts';
import { inventoryOf } from '../pipeline/finish-inventory.ts';
import { finishFindings } from '../pipeline/finish-findings.ts';
import { isOverBudget, withOverBudget } from '../pipeline/over-budget.ts';
import { ScanMemory } from '../pipeline/scan-memory.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { secretsIn } from '../pipeline/secrets-in.ts';
import type { Baseline } from '../store/baseline.ts';
import { type FingerprintKey, readFingerprintKey } from '../store/fingerprint-key.ts';
import { readBaseline } from '../store/read-baseline.ts';
import { stateFile } from '../store/state-file.ts';
import { configFolder } from './config-folder.ts';
import { configFor } from './config-for.ts';
import { progressLine } from './progress-line.ts';
import { type AskedSource, revisionsOf, scanSource, sourceOf } from './scan-source.ts';
import { shownTexts } from './shown-texts.ts';
import { stopSignals } from './stop-signals.ts';

export interface PerformedScan {
  readonly result: ScanResult;
  /** Defaults, file and flags together. */
  readonly options: ScanOptions;
  readonly plan: ScanPlan;
  readonly source: AskedSource;
}

/**
 * @param stdin what `-` stands for, when it has been read already
 * @throws {ScannerError} when it cannot start; what goes wrong afterwards is in the result
 */
export async function performScan(flags: ParsedFlags, stdin?: Readable): Promise<PerformedScan> {
  const target = targetOf(flags);
  const folder = configFolder(target, flags.options.files === true);
  const catalogue = loadCatalogue();
  const config = configFor(flags.options, folder, catalogue);
  const options = mergeOptions(config.options, flags.options, process.env);
  const ignore = readGitleaksIgnore(options.gitleaksIgnorePath, folder);
  const key = readFingerprintKey(process.env);
  const rules = rulesFor(options, config, catalogue);
  // From here on nothing throws that would leave the clock of --timeout running.
  const stop = stopSignals(options.timeoutMs);
  const progress = progressLine(process.stderr.isTTY && !options.noProgress);
  let set: DetectorSet | undefined;
  const plan: ScanPlan = {
    ...options,
    ...rules,
    // Where nothing has changed since the last scan, it is not needed.
    get set() {
      return (set ??= buildDetectorSet(rules.detectors, { decodeDepth: options.maxDecodeDepth }));
    },
    memory: memoryFor(options.state, key),
    reader: process.env['BITSIEVE_READER'] === 'reference' ? 'reference' : 'engine',
    allow: allowFor(config, ignore.isIgnored),
    fingerprintKey: key.key,
    signal: stop.signal,
    onProgress: progress.update,
  };
  const source = sourceOf(target, options);
  const setup = {
    source,
    plan,
    config: config.path,
    catalogue: catalogue.detectors,
    problems: [...config.problems, ...ignore.problems, ...keyProblem(key, options)],
  };
  try {
    return { result: await runScan(setup, stdin), options, plan, source };
  } finally {
    progress.stop();
    stop.release();
  }
}

/** What to look for, and what of it is not to be told. */
function rulesFor(
  options: ScanOptions,
  config: Config,
  catalogue: Catalogue,
): Pick<ScanPlan, 'detectors' | 'labels' | 'artefacts' | 'honourInlineAllow' | 'isInBaseline'> {
  const baseline = readKnown(options.baselinePath);
  // Confidence is only ever lowered later, so what is below the line already need not be looked for.
  const detectors = selectDetectors(catalogue.detectors, config, options).filter(
    ({ confidence }) => compareOn(CONFIDENCES, confidence, options.minConfidence) >= 0,
  );
  return {
    detectors,
    artefacts: new ArtefactNames(catalogue.artefacts),
    labels: mergeLabels(catalogue.labels, config.labels),
    honourInlineAllow: !options.noInlineAllow,
    isInBaseline: (finding) => baseline?.isKnown({ ...placeOf(finding), value: finding.value }) ?? false,
  };
}

function targetOf({ positionals }: ParsedFlags): string | undefined {
  if (positionals.length > 1) {
    throw new ScannerError('usage', `one path can be scanned at a time, not ${positionals.length}`, {
      hint: 'A path with blanks in it has to be quoted.',
    });
  }
  return positionals[0];
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

function allowFor(
  config: Config,
  isIgnored: ReturnType<typeof readGitleaksIgnore>['isIgnored'],
): ScanPlan['allow'] {
  const allowlist = compileAllowlist(config.allow);
  return (finding, line) => {
    const candidate: AllowCandidate = { ...placeOf(finding), value: finding.value.unwrapText(), line };
    return allowlist(candidate) ?? (isIgnored(placeOf(finding)) ? 'an ignore file' : undefined);
  };
}

function placeOf(finding: Finding): { detector: string; path: string; line: number; commit: string | null } {
  const { detector, path, line, introduced } = finding;
  return { detector, path, line, commit: introduced?.commit ?? null };
}

/** A random key is not wrong, but whoever compares fingerprints has to know. */
function keyProblem({ origin, reason }: FingerprintKey, { state }: ScanOptions): Problem[] {
  if (origin !== 'random') return [];
  const message = `Fingerprints of this run compare with no other run's, no key could be kept (${reason}): set BITSIEVE_KEY`;
  const problems: Problem[] = [{ code: 'config-ignored', severity: 'warning', message }];
  if (state === null) return problems;
  const unsealed = 'No state is used or kept: there is no lasting key to seal it with (set BITSIEVE_KEY)';
  return [...problems, { code: 'state-unusable', severity: 'warning', message: unsealed }];
}

function memoryFor(path: string | null, { key, origin }: FingerprintKey): ScanMemory | null {
  return path === null || origin === 'random' ? null : new ScanMemory(stateFile(path), key);
}

interface ScanSetup {
  readonly source: AskedSource;
  readonly plan: ScanPlan;
  /** Configuration file in force. */
  readonly config: string | null;
  /** What to look for in names and messages, whatever was asked for. */
  readonly catalogue: readonly Detector[];
  /** What was found wrong before the scan. */
  readonly problems: readonly Problem[];
}

async function runScan(setup: ScanSetup, stdin: Readable = process.stdin): Promise<ScanResult> {
  const startedAt = new Date();
  const start = performance.now();
  const scanned = await scanSource(setup.source, setup.plan, stdin);
  const { findings, leftOut } = finishFindings(scanned.located, setup.plan);
  const { memory } = setup.plan;
  const problems = [
    ...setup.problems,
    ...withOverBudget(scanned.problems, setup.plan),
    ...stopOf(setup.plan.signal),
    ...(memory?.problems ?? []),
  ];
  const result = {
    tool: toolOf(setup.plan),
    scan: {
      source: setup.source.kind,
      target: setup.source.path ?? '.',
      revisions: revisionsOf(setup.source),
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - start),
      complete: isComplete(problems),
      ...scanned.counts,
      config: setup.config,
      leftOut,
    },
    findings,
    problems,
    inventory: inventoryOf(scanned, setup.plan),
  };
  return remembered(result, setup);
}

/** The last step: what a report has to hide belongs to what is kept, so only now is it written. */
function remembered(result: ScanResult, { plan, catalogue }: ScanSetup): ScanResult {
  const { memory } = plan;
  const find = (of: ScanResult): SecretValue[] => secretsIn(shownTexts(of), catalogue, plan);
  if (!memory) return { ...result, mentioned: find(result) };
  const texts = shownTexts(result);
  const mentioned = memory
    .mentionedIn(texts, () => find(result).map((secret) => secret.unwrapBytes()))
    .map((raw) => new SecretValue(raw));
  const before = memory.problems.length;
  if (result.problems.some(isOverBudget)) memory.leave('the scan was not whole');
  else memory.save();
  if (memory.problems.length === before) return { ...result, mentioned };
  const told = { ...result, problems: [...result.problems, ...memory.problems.slice(before)] };
  return { ...told, mentioned: find(told) };
}

function toolOf({ detectors }: ScanPlan): ScanResult['tool'] {
  return {
    name: 'bitsieve',
    version: VERSION,
    detectors: detectors.length,
    detectorDigest: digestOf(detectors),
  };
}

/** Whoever stops a scan gives the problem to report as the reason. */
function stopOf(signal: AbortSignal): Problem[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- stopping is this folder's own business
  return signal.aborted ? [signal.reason as Problem] : [];
}
