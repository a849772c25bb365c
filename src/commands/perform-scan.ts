/** Options -> result: configuration, detectors, the source that was asked for, findings. Every command that scans calls this. */
import type { Readable } from 'node:stream';
import { readGitleaksIgnore } from '../allow/read-gitleaks-ignore.ts';
import type { Catalogue } from '../catalogue/compile.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { mergeOptions } from '../config/merge.ts';
import type { ScanOptions } from '../config/scan-options.ts';
import type { ParsedFlags } from '../config/parse-flags.ts';
import type { Config } from '../config/read-config.ts';
import type { Problem } from '../core/problem.ts';
import type { ScanResult, ScanSummary } from '../core/scan-result.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { performOn } from '../pipeline/finish-scan.ts';
import { ScanMemory } from '../pipeline/scan-memory.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { type FingerprintKey, readFingerprintKey } from '../store/fingerprint-key.ts';
import { stateFile } from '../store/state-file.ts';
import { configFolder } from './config-folder.ts';
import { configFor } from './config-for.ts';
import { isWatched, progressLine } from './progress-line.ts';
import { planOf, scanRules } from './scan-rules.ts';
import {
  type AskedSource,
  beginSource,
  type HistoryPart,
  revisionsOf,
  scanSource,
  sourceOf,
} from './scan-source.ts';
import { stopSignals } from './stop-signals.ts';

export interface PerformedScan {
  readonly result: ScanResult;
  /** Defaults, file and flags together. */
  readonly options: ScanOptions;
  readonly plan: ScanPlan;
  readonly source: AskedSource;
  readonly catalogue: Catalogue;
  /** In force. */
  readonly config: Config;
}

/** Who may stop a scan, and who is told how far it is. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: ScanPlan['onProgress'];
  readonly release: () => void;
}

export interface ScanCircumstances {
  /** What `-` stands for, when it is not standard input. */
  readonly stdin?: Readable;
  /** What to scan of the history, in place of the options that say so. */
  readonly part?: HistoryPart;
  /** In place of BITSIEVE_KEY. */
  readonly fingerprintKey?: string;
  /** In place of Ctrl-C, `--timeout` and the progress line. */
  readonly watch?: (options: ScanOptions) => Watch;
}

/**
 * @throws {ScannerError} when it cannot start; what goes wrong afterwards is in the result
 */
export async function performScan(
  flags: ParsedFlags,
  { stdin, part, fingerprintKey, watch = watchHere }: ScanCircumstances = {},
): Promise<PerformedScan> {
  const target = targetOf(flags);
  const begun = beginSource(target, flags.options);
  const folder = configFolder(target, flags.options.files === true);
  const catalogue = loadCatalogue();
  const ownFolder = flags.options.noRepositoryConfig ? null : folder;
  const config = await configFor(flags.options, ownFolder, catalogue);
  const options = withTrust(mergeOptions(config.options, flags.options, process.env));
  const ignore = readGitleaksIgnore(options.gitleaksIgnorePath, options.noRepositoryConfig ? null : folder);
  const key = readFingerprintKey({ ...process.env, ...(fingerprintKey && { BITSIEVE_KEY: fingerprintKey }) });
  const rules = scanRules({ options, config, catalogue, ignore });
  const verifying = await verification(options, config);
  // From here on nothing throws that would leave the clock of --timeout running.
  const watching = watch(options);
  const plan = planOf(rules, options, {
    memory: memoryFor(options.state, key),
    reader: process.env['BITSIEVE_READER'] === 'reference' ? 'reference' : 'engine',
    fingerprintKey: key.key,
    signal: watching.signal,
    onProgress: watching.onProgress,
  });
  const source = sourceOf(target, options, part);
  const occasion = {
    ...namesOf(source),
    plan,
    config: config.path,
    catalogue: catalogue.detectors,
    problems: [...config.problems, ...ignore.problems, ...keyProblem(key, options)],
  };
  try {
    const result = await performOn(occasion, () =>
      scanSource(source, plan, { stdin: stdin ?? process.stdin, begun }),
    );
    return { result: await verifying(result, watching.signal), options, plan, source, catalogue, config };
  } finally {
    watching.release();
  }
}

/** At a terminal. */
function watchHere({ timeoutMs, noProgress }: ScanOptions): Watch {
  const stop = stopSignals(timeoutMs);
  const progress = progressLine(isWatched(process.stderr) && !noProgress);
  return {
    signal: stop.signal,
    onProgress: progress.update,
    release: () => {
      progress.stop();
      stop.release();
    },
  };
}

/** The source as a report names it. */
function namesOf(source: AskedSource): Pick<ScanSummary, 'source' | 'target' | 'revisions'> {
  return { source: source.kind, target: source.path ?? '.', revisions: revisionsOf(source) };
}

type Verifying = (result: ScanResult, signal: AbortSignal) => Promise<ScanResult>;

/** What is done with a result before it is told: nothing, unless somebody said `--verify`. @throws {ScannerError} */
async function verification(options: ScanOptions, config: Config): Promise<Verifying> {
  if (!options.verify) return (result) => Promise.resolve(result);
  const { openVerifier, untrustedHosts, verifyResult } = await import('./open-verifier.ts');
  const verifier = openVerifier({ options, config, env: process.env });
  const message = untrustedHosts(config);
  const ignored: Problem[] =
    message === null ? [] : [{ code: 'config-ignored', severity: 'warning', message }];
  return async (result, signal) => {
    try {
      const problems = [...result.problems, ...ignored];
      return await verifyResult({ ...result, problems }, verifier, signal);
    } finally {
      await verifier.close();
    }
  };
}

/** Whose configuration does not count has no say in what is left out either. */
function withTrust(options: ScanOptions): ScanOptions {
  return options.noRepositoryConfig ? { ...options, noIgnore: true } : options;
}

function targetOf({ positionals }: ParsedFlags): string | undefined {
  if (positionals.length > 1) {
    throw new ScannerError('usage', `one path can be scanned at a time, not ${positionals.length}`, {
      hint: 'A path with blanks in it has to be quoted.',
    });
  }
  return positionals[0];
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
