/** One push, scanned and judged: from what was received to what is said of it. */
import { checkNames } from '../../../catalogue/detector.ts';
import type { ScanResult } from '../../../core/scan-result.ts';
import type { Finding } from '../../../core/finding.ts';
import type { Problem } from '../../../core/problem.ts';
import { catFileReader } from '../../../git/cat-file-reader.ts';
import { parseCommit } from '../../../git/parse-commit.ts';
import { bypassInMessage } from '../../../hooks/receive/bypass.ts';
import type { Judgement } from '../../../hooks/receive/judgement.ts';
import type { ToldNames } from '../../../hooks/receive/push-facts.ts';
import { MOST_LISTED } from '../../../hooks/receive/push-log.ts';
import type { RefUpdate } from '../../../hooks/receive/ref-updates.ts';
import { type Received, scanReceived } from '../../../hooks/receive/scan-received.ts';
import { performOn } from '../../../pipeline/finish-scan.ts';
import { disclose } from '../../../report/disclosure/disclose.ts';
import { developerMessage } from '../../../report/developer/developer-message.ts';
import { hiderFor } from '../../hide-secrets-in.ts';
import { reportOptions } from '../../report-options.ts';
import { pushedSpots } from './pushed-spots.ts';
import type { ReceivePlan } from './receive-plan.ts';

interface JudgeOrder extends Omit<Received, 'newOnly'> {
  /** What went wrong before. */
  readonly problems: readonly Problem[];
}

/** What a terminal has of which nothing is known, less what git puts before each line: `remote: `. */
const WIDTH = 72;

/** Then everything counts as new. */
const NOT_LOOKED_UP = 'No time was left to look up what was here before (--new-only).';

interface JudgeRequest extends ReceivePlan {
  readonly newOnly: boolean;
  /** Do trailers in commits count? */
  readonly trailers: boolean;
  /** How a bypass is asked for here. */
  readonly ways: readonly string[];
}

export async function judgePush(order: JudgeOrder, request: JudgeRequest): Promise<Judgement> {
  const { options, newOnly, trailers } = request;
  const result = await scanPush({ ...order, newOnly }, request, order.problems);
  const shown = { ...reportOptions(options), color: false, width: 100 };
  const bypasses = trailers ? await bypassesIn(order, result.findings) : new Map<string, string>();
  const hide = hiderFor(bypasses.values(), request.catalogue.detectors, request.plan);
  const { problems } = disclose(result, shown);
  return {
    findings: result.findings.map(({ detector, fingerprint, introduced }) => {
      const bypass = bypasses.get(introduced?.commit ?? '');
      return {
        detector,
        fingerprint,
        commit: introduced?.commit ?? null,
        bypass: bypass === undefined ? null : hide(bypass),
      };
    }),
    problems,
    lines: await linesFor(result, order, request),
    objects: result.scan.blobs + result.scan.commits,
  };
}

async function linesFor(
  result: ScanResult,
  { repository, updates }: JudgeOrder,
  { plan, ways, options, newOnly }: JudgeRequest,
): Promise<string[]> {
  const { findings } = result;
  const spotOf = await pushedSpots({ repository, updates, findings, signal: plan.signal });
  const isCut = newOnly && result.problems.some(({ code }) => code === 'timed-out');
  return developerMessage(result, {
    occasion: 'receive',
    isStopped: true,
    color: false,
    width: WIDTH,
    checksOf: (detector) => checkNames(plan.detectors, detector),
    spotOf,
    canAllow: !options.noInlineAllow,
    closing: [
      ...(isCut ? [NOT_LOOKED_UP] : []),
      ...(ways.length === 0 ? [] : [`To go past this, and be logged: ${ways.join(', or ')}`]),
    ],
  });
}

/** As a result that any format can tell. */
export function scanPush(
  received: Received,
  { plan, catalogue, config, problems }: ReceivePlan,
  before: ScanResult['problems'] = [],
): Promise<ScanResult> {
  const occasion = {
    source: 'range' as const,
    target: received.repository.gitDir,
    revisions: null,
    plan,
    config: config.path,
    catalogue: catalogue.detectors,
    problems: [...problems, ...before],
  };
  return performOn(occasion, () => scanReceived(received, plan));
}

/** What the log repeats of what others wrote, secrets in it masked. @param bypass of the first: the reason given with the push; null: none */
export function toldNames(
  { updates, bypass }: { readonly updates: readonly RefUpdate[]; readonly bypass: string | null },
  request: ReceivePlan,
): ToldNames {
  const refs = updates.slice(0, MOST_LISTED).map(({ ref }) => Buffer.from(ref, 'latin1').toString('utf8'));
  const texts = bypass === null ? refs : [...refs, bypass];
  const hide = hiderFor(texts, request.catalogue.detectors, request.plan);
  return { refs: refs.map(hide), bypass: bypass === null ? null : hide(bypass) };
}

/** The reasons that commits with findings give in their messages, by commit. */
async function bypassesIn(
  { repository }: JudgeOrder,
  findings: readonly Finding[],
): Promise<Map<string, string>> {
  const commits = new Set(findings.flatMap(({ introduced }) => introduced?.commit ?? []));
  const reasons = new Map<string, string>();
  if (commits.size === 0) return reasons;
  await catFileReader(repository.place).read(
    [...commits],
    ({ oid, type, bytes }) => {
      if (type !== 'commit') return;
      const reason = bypassInMessage(parseCommit(bytes).message.toString('utf8'));
      if (reason !== null) reasons.set(oid, reason);
    },
    () => undefined,
  );
  return reasons;
}
