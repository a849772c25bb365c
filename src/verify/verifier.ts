/**
 * `--verify`: asks issuers whether what was found still works, each distinct value once, however many places and repositories have
 * it. Detectors that declare no request, and the user's own, are never asked about.
 */
import { needsPair, type VerifyRequest } from '../catalogue/verify-request.ts';
import type { Finding } from '../core/finding.ts';
import type { Problem } from '../core/problem.ts';
import { compareOn, CONFIDENCES, type Confidence } from '../core/severity.ts';
import type { Verification, VerifyReason } from '../core/verification.ts';
import { ask, type AskMeans, type Question } from './ask.ts';
import { type Destination, fillRequest } from './fill-request.ts';
import type { Verdict } from './judge-answer.ts';

/** A built-in detector that says how to ask. */
export interface Verifiable {
  readonly request: VerifyRequest;
  /** Detectors of the other half of a key pair. */
  readonly pairs: readonly string[];
}

export interface VerifierMeans extends AskMeans {
  /** By the id of the detector. */
  readonly verifiable: ReadonlyMap<string, Verifiable>;
  /** In place of a declared host, the user's own: by the declared one. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly minConfidence: Confidence;
  /** All requests together; those of several repositories too. */
  readonly budgetMs: number;
  readonly close: () => Promise<void>;
}

/** What is asked once: all findings of one value by one request. */
interface Asked {
  readonly id: string;
  readonly request: VerifyRequest;
  readonly finding: Finding;
  readonly pair: Finding | null;
  readonly destination: Destination;
  readonly isHome: boolean;
  readonly isSure: boolean;
}

export interface Verified {
  /** The same, in the same order; those of detectors that declare a request have a `verification`. */
  readonly findings: Finding[];
  /** Hosts that could not be asked. */
  readonly problems: Problem[];
}

/** A host that fails so often in a row is left alone. */
const MOST_FAILURES = 3;
const FAILURES: ReadonlySet<VerifyReason> = new Set([
  'rate-limited',
  'no-answer',
  'too-slow',
  'no-trust',
  'no-address',
  'address-refused',
]);
/** Why a value was not asked about, besides failures, that whoever asked for it must hear of. */
const GIVEN_UP: ReadonlySet<VerifyReason> = new Set([...FAILURES, 'left-alone', 'out-of-time']);
/** The longest delay that a timer can wait for. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class Verifier {
  readonly #means: VerifierMeans;
  /** By the id of what was asked; values of other repositories too. */
  readonly #known = new Map<string, Verification>();
  readonly #failuresOf = new Map<string, number>();
  #leftMs: number;

  constructor(means: VerifierMeans) {
    this.#means = means;
    this.#leftMs = means.budgetMs;
  }

  async verify(findings: readonly Finding[], signal: AbortSignal): Promise<Verified> {
    const bySecret = new Map(findings.map((finding) => [finding.secretId, finding]));
    const asked = findings.map((finding) => this.#askedOf(finding, bySecret));
    const open = this.#openOf(asked);
    const said = new Map(this.#known);
    await this.#askAll(open, said, signal);
    return {
      findings: findings.map((finding, index) => {
        const verification = said.get(asked[index]?.id ?? '');
        return verification ? { ...finding, verification } : finding;
      }),
      problems: problemsOf(open, said),
    };
  }

  close(): Promise<void> {
    return this.#means.close();
  }

  #askedOf(finding: Finding, bySecret: ReadonlyMap<string, Finding>): Asked | undefined {
    const { verifiable, hosts, minConfidence } = this.#means;
    const found = verifiable.get(finding.detector);
    if (!found) return undefined;
    const { request, pairs } = found;
    const half = finding.linked.find(({ detector }) => pairs.includes(detector));
    const pair = needsPair(request) && half ? (bySecret.get(half.secretId) ?? null) : null;
    const destination = destinationOf(request, hosts);
    return {
      id: `${request.method} ${request.url} ${finding.secretId} ${pair?.secretId ?? ''}`,
      request,
      finding,
      pair,
      destination,
      isHome: !request.elsewhere || hosts.has(declaredHost(request)),
      isSure: compareOn(CONFIDENCES, finding.confidence, minConfidence) >= 0,
    };
  }

  /** Each once. Where it is surest counts: one place that is no example is enough. */
  #openOf(asked: readonly (Asked | undefined)[]): Asked[] {
    const open = new Map<string, Asked>();
    for (const one of asked) {
      if (!one || this.#known.has(one.id)) continue;
      const earlier = open.get(one.id);
      if (!earlier || (one.isSure && !earlier.isSure)) open.set(one.id, one);
    }
    return [...open.values()];
  }

  /** Hosts beside each other, the values of one in turn. */
  async #askAll(open: readonly Asked[], said: Map<string, Verification>, signal: AbortSignal): Promise<void> {
    const { clock } = this.#means;
    const start = clock.now();
    const outOfTime = AbortSignal.timeout(Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil(this.#leftMs))));
    const lanes = byHost(open, ({ destination }) => destination.host);
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const one of lane) {
          const verdict = await this.#verdictOn(one, signal, outOfTime);
          const at = new Date(clock.now()).toISOString();
          const verification = { ...verdict, at, host: one.destination.host };
          said.set(one.id, verification);
          if (isLasting(verdict)) this.#known.set(one.id, verification);
        }
      }),
    );
    this.#leftMs -= clock.now() - start;
  }

  async #verdictOn(one: Asked, signal: AbortSignal, outOfTime: AbortSignal): Promise<Verdict> {
    const { host } = one.destination;
    const whyNot = this.#whyNot(one, signal, outOfTime);
    if (whyNot !== undefined) return unknown(whyNot);
    const question = this.#questionOn(one);
    if (!question) return unknown('cannot-be-sent');
    const verdict = await ask(question, this.#means, AbortSignal.any([signal, outOfTime]));
    if (verdict === null) return unknown(signal.aborted ? 'interrupted' : 'out-of-time');
    const failures = FAILURES.has(verdict.reason) ? this.#failures(host) + 1 : 0;
    this.#failuresOf.set(host, failures);
    return verdict;
  }

  #whyNot(one: Asked, signal: AbortSignal, outOfTime: AbortSignal): VerifyReason | undefined {
    if (signal.aborted) return 'interrupted';
    if (!one.isSure) return 'not-sure-enough';
    if (needsPair(one.request) && one.pair === null) return 'no-pair';
    if (this.#failures(one.destination.host) >= MOST_FAILURES) return 'left-alone';
    return outOfTime.aborted || this.#leftMs <= 0 ? 'out-of-time' : undefined;
  }

  #failures(host: string): number {
    return this.#failuresOf.get(host) ?? 0;
  }

  #questionOn({ request, destination, finding, pair, isHome }: Asked): Question | undefined {
    const filled = fillRequest(request, destination, {
      secret: finding.value,
      pair: pair?.value ?? null,
      now: new Date(this.#means.clock.now()),
    });
    const { detector, secretId } = finding;
    return filled && { detector, secretId, request, filled, isHome };
  }
}

function declaredHost({ url }: VerifyRequest): string {
  return new URL(url.replaceAll(/\{(?:secret|pair)\}/g, '')).host;
}

function destinationOf(request: VerifyRequest, hosts: ReadonlyMap<string, string>): Destination {
  const declared = declaredHost(request);
  const base = hosts.get(declared) ?? `https://${declared}`;
  const { host } = new URL(base);
  return { base, host, isOwn: host !== declared };
}

function unknown(reason: VerifyReason): Verdict {
  return { result: 'unknown', reason };
}

/** What depends on this one repository, or on the moment, may be different at the next. */
function isLasting({ reason }: Verdict): boolean {
  return reason !== 'not-sure-enough' && reason !== 'interrupted';
}

function problemsOf(open: readonly Asked[], said: ReadonlyMap<string, Verification>): Problem[] {
  const given = open.flatMap(({ id }) => said.get(id) ?? []).filter(({ reason }) => GIVEN_UP.has(reason));
  return [...byHost(given, ({ host }) => host)].map(([host, values]) => {
    const reasons = [...new Set(values.map(({ reason }) => reason))].toSorted().join(', ');
    const many = values.length === 1 ? '1 value' : `${values.length} values`;
    const message = `${host} could not be asked about ${many} (${reasons}): whether they work is not known`;
    return { code: 'not-verified', severity: 'warning', message };
  });
}

function byHost<One>(all: readonly One[], hostOf: (one: One) => string): Map<string, One[]> {
  const lanes = new Map<string, One[]>();
  for (const one of all) {
    const lane = lanes.get(hostOf(one));
    if (lane) lane.push(one);
    else lanes.set(hostOf(one), [one]);
  }
  return lanes;
}
