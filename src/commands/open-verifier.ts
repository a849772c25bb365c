/** Options and configuration -> what asks issuers, or null where nobody said `--verify`. Loaded only then: it brings the network. */
import { loadPatterns } from '../catalogue/load-catalogue.ts';
import type { ScanOptions } from '../config/scan-options.ts';
import type { Config } from '../config/read-config.ts';
import type { Problem } from '../core/problem.ts';
import type { ScanResult } from '../core/scan-result.ts';
import { isComplete } from '../core/problem.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { systemClock } from '../bitbucket/clock.ts';
import { openNetwork } from '../verify/network.ts';
import { Pace } from '../verify/pace.ts';
import { openRequestLog } from '../verify/request-log.ts';
import { type Verifiable, Verifier } from '../verify/verifier.ts';

interface VerifierRequest {
  readonly options: ScanOptions;
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One request a second is less than a browser makes, and no issuer takes it for an attack. */
const HOST_MS = 1000;
const ALL_MS = 100;
const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 262_144;
/** Git sets them for hooks before a commit, and for those that look at a push. */
const HOOK_VARIABLES = ['GIT_INDEX_FILE', 'GIT_QUARANTINE_PATH'];

/** @throws {ScannerError} `usage` in a hook, `report` when the log cannot be written, `config` for a proxy that is none */
export function openVerifier({ options, config, env }: VerifierRequest): Verifier {
  const hook = HOOK_VARIABLES.find((name) => env[name]);
  if (hook !== undefined) {
    throw new ScannerError('usage', `--verify is not for hooks, and git runs this in one (${hook} is set)`, {
      hint: 'Nobody who commits or pushes has agreed to secrets being sent anywhere.',
    });
  }
  const { verifyLog, verifyConfidence, verifyTimeoutMs } = options;
  const log = verifyLog === null ? null : openRequestLog(verifyLog);
  const network = openNetwork({ env, maxBodyBytes: MAX_BODY_BYTES });
  return new Verifier({
    verifiable: verifiableIn(config),
    hosts: config.isAsked ? config.verifyHosts : new Map(),
    minConfidence: verifyConfidence,
    budgetMs: verifyTimeoutMs === 0 ? Infinity : verifyTimeoutMs,
    network,
    pace: new Pace({ clock: systemClock, hostMs: HOST_MS, allMs: ALL_MS }),
    clock: systemClock,
    log,
    timeoutMs: TIMEOUT_MS,
    close: async () => {
      log?.close();
      await network.close();
    },
  });
}

/** Not what the user's own detector of the same name finds: that could be anything, and is nobody's to send. */
function verifiableIn({ detectors }: Config): Map<string, Verifiable> {
  const own = new Set(detectors.map(({ id }) => id));
  const builtIn = (ids: readonly string[]): string[] => ids.filter((id) => !own.has(id));
  return new Map(
    loadPatterns().flatMap(({ id, verify, pairs }) =>
      verify && !own.has(id)
        ? [[id, { request: verify, pairs: builtIn(verify.pairWith ?? pairs?.with ?? []) }]]
        : [],
    ),
  );
}

/** Own hosts of a file that nobody named: it may have come with a checkout, and would have secrets sent anywhere. Null: there are none. */
export function untrustedHosts({ verifyHosts, path, isAsked }: Config): string | null {
  if (isAsked || verifyHosts.size === 0) return null;
  return `${path ?? 'The configuration'}: [verify] counts only in a file that --config or BITSIEVE_CONFIG names`;
}

/** A finished scan, with what issuers say of its findings. A stop in the middle of it makes the result incomplete. */
export async function verifyResult(
  result: ScanResult,
  verifier: Verifier,
  signal: AbortSignal,
): Promise<ScanResult> {
  const wasStopped = signal.aborted;
  const verified = await verifier.verify(result.findings, signal);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever makes the signal of a plan keeps to it
  const stop = signal.aborted && !wasStopped ? [signal.reason as Problem] : [];
  const problems = [...result.problems, ...verified.problems, ...stop];
  const { findings } = verified;
  return { ...result, findings, problems, scan: { ...result.scan, complete: isComplete(problems) } };
}
