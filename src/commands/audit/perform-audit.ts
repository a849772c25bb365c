/** Options -> an audit: configuration of whoever runs it, store, mirrors, forge. Nothing is read from an audited repository's configuration. */
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { readGitleaksIgnore } from '../../allow/read-gitleaks-ignore.ts';
import type { AuditTarget } from '../../audit/plan.ts';
import { type AuditEnd, type AuditMeans, runAudit } from '../../audit/run-audit.ts';
import { keepSpent, readSpent } from '../../audit/spent-requests.ts';
import { type AuditSummary, summarize } from '../../audit/summarize.ts';
import type { DoneVisit } from '../../audit/visits.ts';
import type { BudgetSnapshot, BudgetWait } from '../../bitbucket/budget.ts';
import type { Retry } from '../../bitbucket/web/web.ts';
import { systemClock } from '../../bitbucket/clock.ts';
import type { Catalogue } from '../../catalogue/compile.ts';
import { detectorDigest } from '../../catalogue/digest.ts';
import { loadCatalogue } from '../../catalogue/load-catalogue.ts';
import { mergeOptions } from '../../config/merge.ts';
import type { ScanOptions } from '../../config/scan-options.ts';
import type { Config } from '../../config/read-config.ts';
import type { Problem } from '../../core/problem.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { MirrorCache } from '../../git/mirror/mirror-cache.ts';
import { startThreads } from '../../pipeline/run-batches.ts';
import { toolOf } from '../../pipeline/finish-scan.ts';
import type { WorkerPool } from '../../pipeline/worker-pool.ts';
import type { AuditStore, RunRequest } from '../../store/audit/audit-store.ts';
import { openAuditStore } from '../../store/audit/open-audit-store.ts';
import { readFingerprintKey } from '../../store/fingerprint-key.ts';
import { stateFile } from '../../store/state-file.ts';
import { configFor } from '../config-for.ts';
import { planOf, type ScanRules, scanRules } from '../scan-rules.ts';
import {
  type AuditOptions,
  DEFAULT_FETCH_JOBS,
  DEFAULT_MIRROR_SPACE,
  DEFAULT_STORE,
  scanOptionsIn,
} from './audit-options.ts';
import { type Connection, connect, scopeIn } from './connect.ts';
import { planListed } from './plan-listed.ts';

export interface PerformedAudit {
  readonly end: AuditEnd;
  readonly summary: AuditSummary;
  readonly options: ScanOptions;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onVisit: (done: DoneVisit) => void;
  readonly onWait: (wait: BudgetWait) => void;
  readonly onRetry: (retry: Retry) => void;
  readonly onFetching: (id: string, bytes: number) => void;
}

const GB = 1e9;
const LIMITS = { stallMs: 120_000, totalMs: 6 * 3_600_000, maxBytes: 100 * GB };
const WAIT_FOR_OTHERS_MS = 60_000;

/** @throws {ScannerError} when it cannot start, or the store fails @throws {ForgeError} when nothing can be listed */
export async function performAudit(asked: AuditOptions, around: Surroundings): Promise<PerformedAudit> {
  const { env, signal, onWait, onRetry } = around;
  const sought = await soughtBy(asked, env);
  const key = lastingKey(env);
  const path = resolve(asked.store ?? DEFAULT_STORE);
  const spent = stateFile(`${path}-requests`);
  const spentOn = (forge: string): BudgetSnapshot => readSpent(spent, forge);
  const verifier = await verifierFor(sought, env);
  const connection = await connect({ options: asked, env, signal, spent: spentOn, onWait, onRetry });
  const store = await openAuditStore({ path, key, now: () => new Date() });
  let pool: WorkerPool | undefined;
  const threads = (): WorkerPool => (pool ??= startThreads({ ...sought.options, ...sought.rules }));
  try {
    const means = {
      ...meansFor({ asked, around, sought, connection, store, key, threads }),
      ...(verifier && { verify: verifier.verify }),
    };
    const end = await runAudit(await planListed(connection.forge, means.target), means);
    const run = (await store.runs()).find(({ number }) => number === end.run);
    if (!run) throw new ScannerError('internal', `run ${end.run} is not in its store`);
    return { end, summary: await summarize(store, run), options: sought.options };
  } finally {
    keepSpent(spent, connection.name, connection.budget);
    await pool?.close();
    await verifier?.close();
    await store.close();
  }
}

interface AuditVerifier {
  readonly verify: NonNullable<AuditMeans['verify']>;
  readonly close: () => Promise<void>;
}

/**
 * One for all repositories: a value is asked about once.
 *
 * @throws {ScannerError} `config` for own hosts that do not count: what was meant for them would go to the declared ones
 */
async function verifierFor(
  { options, config }: Sought,
  env: Surroundings['env'],
): Promise<AuditVerifier | null> {
  if (!options.verify) return null;
  const { openVerifier, untrustedHosts, verifyResult } = await import('../open-verifier.ts');
  const refused = untrustedHosts(config);
  if (refused !== null) throw new ScannerError('config', refused, { hint: `Add --config ${config.path}` });
  const verifier = openVerifier({ options, config, env });
  return {
    verify: (result, signal) => verifyResult(result, verifier, signal),
    close: () => verifier.close(),
  };
}

interface Sought {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly options: ScanOptions;
  readonly rules: ScanRules;
  readonly problems: readonly Problem[];
}

/** By the configuration of the current folder or of `--config`: that of an audited repository is its owner's word, and never read. */
async function soughtBy(asked: AuditOptions, env: Surroundings['env']): Promise<Sought> {
  const catalogue = loadCatalogue();
  const flags = scanOptionsIn(asked);
  const config = await configFor(flags, '.', catalogue);
  // A comment is the word of whoever is audited, as their configuration is.
  const options = { ...mergeOptions(config.options, flags, env), noInlineAllow: asked.inlineAllow !== true };
  const ignore = readGitleaksIgnore(options.gitleaksIgnorePath, '.');
  const rules = scanRules({ options, config, catalogue, ignore });
  return { catalogue, config, options, rules, problems: [...config.problems, ...ignore.problems] };
}

function meansFor(parts: {
  readonly asked: AuditOptions;
  readonly around: Surroundings;
  readonly sought: Sought;
  readonly connection: Connection;
  readonly store: AuditStore;
  readonly key: Buffer;
  readonly threads: () => WorkerPool;
}): AuditMeans {
  const { asked, around, sought, connection, store, key, threads } = parts;
  const { signal, onVisit, onFetching } = around;
  const { rules, options, problems } = sought;
  const target = targetIn(asked);
  const onProgress = (): void => undefined;
  return {
    ...connection,
    forgeName: connection.name,
    store,
    key,
    target,
    pullRequests: asked.pullRequests === true,
    pushTimes: asked.pushTimes === true,
    permissions: asked.permissions ?? 'workspace',
    mirrors: mirrorsFor(asked, connection),
    clock: systemClock,
    random: Math.random,
    protocol: asked.ssh === true ? 'ssh' : 'https',
    request: requestFor(sought, connection, target, asked),
    fetchJobs: asked.fetchJobs ?? DEFAULT_FETCH_JOBS,
    planWith: (memory) =>
      planOf(rules, options, { memory, reader: 'engine', fingerprintKey: key, signal, onProgress, threads }),
    catalogue: sought.catalogue.detectors,
    config: sought.config.path,
    problems,
    signal,
    onVisit,
    onFetching,
  };
}

export function targetIn(asked: AuditOptions): AuditTarget {
  return {
    scope: scopeIn(asked),
    include: asked.include ?? [],
    exclude: asked.exclude ?? [],
    forks: asked.noForks !== true,
    archived: asked.noArchived !== true,
    personal: asked.noPersonal !== true,
  };
}

/** Under a random key nothing could be compared, nor taken up again. */
function lastingKey(env: Surroundings['env']): Buffer {
  const { key, origin, reason } = readFingerprintKey(env);
  if (origin !== 'random') return key;
  throw new ScannerError('store-key', `an audit needs a lasting key, and none could be kept: ${reason}`, {
    hint: 'Set BITSIEVE_KEY.',
  });
}

/** Beside the store, where nobody says otherwise. */
function mirrorsFor(asked: AuditOptions, { gitHost, send }: Connection): MirrorCache {
  const folder = asked.mirrors ?? join(dirname(asked.store ?? DEFAULT_STORE), 'mirrors');
  const isOpen = gitHost.protocol === 'http:';
  return new MirrorCache({
    folder: resolve(folder),
    allowed: { protocols: [isOpen ? 'http' : 'https', 'ssh'], hosts: [gitHost.hostname] },
    limits: LIMITS,
    maxBytes: asked.keepMirrors === true ? Infinity : (asked.mirrorSpace ?? DEFAULT_MIRROR_SPACE) * GB,
    waitMs: WAIT_FOR_OTHERS_MS,
    get: send,
  });
}

function requestFor(
  { rules, options, config }: Sought,
  { name }: Connection,
  target: AuditTarget,
  { pullRequests }: AuditOptions,
): RunRequest {
  const { maxBlobBytes, maxArchiveDepth, maxDecodeDepth, minConfidence, minSeverity } = options;
  const limits = { maxBlobBytes, maxArchiveDepth, maxDecodeDepth, minConfidence, minSeverity };
  const { noInlineAllow, baselinePath, gitleaksIgnorePath } = options;
  const silenced = { noInlineAllow, baselinePath, gitleaksIgnorePath, allow: config.allow };
  // Left out where they are not asked for: what was scanned before there was the question, still holds.
  const asked = pullRequests === true && { pullRequests };
  const labels = [...rules.labels.values()];
  const text = JSON.stringify({ limits, silenced, labels, maps: config.maps, ...asked });
  const labelDigest = createHash('sha256').update(JSON.stringify(labels)).digest('hex');
  return {
    // A run that was killed is taken up by the same request alone; what it had scanned was not asked about.
    target: `${name} ${JSON.stringify(target)}${options.verify ? ' verified' : ''}`,
    optionsDigest: createHash('sha256').update(text).digest('hex'),
    tool: toolOf(rules),
    settings: {
      ...limits,
      labelDigest,
      labelMaps: config.maps.length,
      allowEntries: config.allow.length,
      hasInlineAllow: !noInlineAllow,
      hasBaseline: baselinePath !== null,
      hasIgnoreFile: gitleaksIgnorePath !== null,
      hasPullRequests: pullRequests === true,
    },
    detectors: Object.fromEntries(rules.detectors.map((detector) => [detector.id, detectorDigest(detector)])),
  };
}
