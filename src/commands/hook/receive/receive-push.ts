/** One push, from git's lines on standard input to an exit code. This thread does it all; another keeps the clock, and answers if this one is late. */
import type { Problem } from '../../../core/problem.ts';
import { listRefs } from '../../../git/list-refs.ts';
import { bypassInOptions } from '../../../hooks/receive/bypass.ts';
import { type Judgement, unscanned } from '../../../hooks/receive/judgement.ts';
import { factsOf, NOTHING_KNOWN, type PushFacts } from '../../../hooks/receive/push-facts.ts';
import { pushOptionsOf } from '../../../hooks/receive/pusher.ts';
import { beginReachable, newlyReachable } from '../../../hooks/receive/received-objects.ts';
import {
  type ReceivingRepository,
  receivingRepository,
} from '../../../hooks/receive/receiving-repository.ts';
import { parseUpdates, type RefUpdate, tipsOf } from '../../../hooks/receive/ref-updates.ts';
import { sentObjects } from '../../../hooks/receive/sent-objects.ts';
import { readInput } from '../../../hooks/receive/server-streams.ts';
import type { HowFar } from '../../../hooks/receive/shared-push.ts';
import { MOST_NAMES } from '../../../hooks/receive/spool.ts';
import { handedOn, UNANSWERED, VerdictPipe } from '../../../hooks/receive/verdict-pipe.ts';
import { judgePush, toldNames } from './judge-push.ts';
import { PushClock } from './push-clock.ts';
import {
  honours,
  logIn,
  type OwnOptions,
  receiveOptions,
  type ReceiveOptions,
  waysIn,
} from './receive-options.ts';
import { receivePlan } from './receive-plan.ts';
import { logFailure, settlePush } from './settle-push.ts';

/** @returns the exit code. @throws {ScannerError} */
export async function receivePush(argv: readonly string[]): Promise<number> {
  const options = optionsFrom(argv);
  const pipe = new VerdictPipe(process.env);
  const code = process.env[UNANSWERED] ? answerFor(options.own) : await answerTo(options, pipe);
  pipe.tell(code);
  return code;
}

/** What is wrong with the options is logged as well, where they say in which file. */
function optionsFrom(argv: readonly string[]): ReceiveOptions {
  try {
    return receiveOptions(argv);
  } catch (error) {
    failed({ log: logIn(argv), deadlineMs: null }, NOTHING_KNOWN, error);
    throw error;
  }
}

function failed(own: Parameters<typeof logFailure>[0]['own'], facts: PushFacts, error: unknown): void {
  logFailure({ own, facts, env: process.env, durationMs: Math.round(performance.now()) }, error);
}

async function answerTo(options: ReceiveOptions, pipe: VerdictPipe): Promise<number> {
  const { own } = options;
  const clock = new PushClock(own, waysIn(own));
  const { signal, release } = softStop(own, clock);
  try {
    const judgement = await Promise.race([judged({ options, pipe, clock, signal }), clock.failed]);
    await clock.claim();
    return settled(own, { judgement, facts: clock.facts, progress: clock.shared.progress });
  } catch (error) {
    await clock.claim();
    failed(own, clock.facts, error);
    throw error;
  } finally {
    release();
    clock.shared.endGits();
    clock.end();
  }
}

/** A little before the deadline the scan comes to an end with what it has, so that what was found until then can still be told. */
function softStop(
  { deadlineMs }: OwnOptions,
  clock: PushClock,
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const reserve = Math.min(1000, deadlineMs / 5);
  const stop = (): void => {
    clock.shared.endGits();
    controller.abort(timedOut(deadlineMs));
  };
  const timer = setTimeout(stop, Math.max(0, deadlineMs - reserve - performance.now()));
  return { signal: controller.signal, release: () => clearTimeout(timer) };
}

function timedOut(deadlineMs: number): Problem {
  const message = `The push was not scanned to its end before --deadline (${deadlineMs / 1000} s)`;
  return { code: 'timed-out', severity: 'error', message };
}

type Settling = Pick<Parameters<typeof settlePush>[0], 'judgement' | 'facts' | 'progress'>;

function settled(own: OwnOptions, settling: Settling): number {
  const durationMs = Math.round(performance.now());
  return settlePush({ ...settling, own, ways: waysIn(own), env: process.env, durationMs });
}

/** Says what becomes of a push whose scan ended the program, which is as little known to us as to it. */
function answerFor(own: OwnOptions): number {
  const input = handedOn(readInput());
  const updates = input === null ? null : parseUpdates(input);
  const facts: PushFacts = updates
    ? { ...NOTHING_KNOWN, ...factsOf(updates), gitDir: repositoryFor(updates).gitDir }
    : NOTHING_KNOWN;
  return settled(own, { judgement: unscanned(), facts, progress: null });
}

interface Judging {
  readonly options: ReceiveOptions;
  readonly pipe: VerdictPipe;
  readonly clock: PushClock;
  readonly signal: AbortSignal;
}

/** @throws {ScannerError} when it cannot scan at all */
function judged({ options, pipe, clock, signal }: Judging): Promise<Judgement> {
  const input = readInput();
  const updates = parseUpdates(input.toString('latin1'));
  pipe.handOn(input);
  const { children } = clock.shared;
  const learn = (facts: Partial<PushFacts>): void => clock.learn(facts);
  const reach = (progress: HowFar): void => clock.shared.reach(progress);
  return judgeUpdates(updates, options, { children, signal, learn, reach });
}

/** Whoever may have to answer before a push is judged. */
interface Onlooker {
  /** Room for the ids of gits, where they may have to be ended. */
  readonly children?: Int32Array;
  readonly signal: AbortSignal;
  readonly learn: (facts: Partial<PushFacts>) => void;
  readonly reach: (progress: HowFar) => void;
}

/** @throws {ScannerError} when it cannot scan at all */
export async function judgeUpdates(
  updates: readonly RefUpdate[],
  { own, scan }: ReceiveOptions,
  { children, signal, learn, reach }: Onlooker,
): Promise<Judgement> {
  const found = repositoryFor(updates);
  learn({ ...factsOf(updates), gitDir: found.gitDir });
  const repository = { ...found, place: { ...found.place, ...(children && { children }) } };
  const begun = beginReachable(repository, { tips: tipsOf(updates) });
  const learning = own.spool === null ? undefined : learnKnown(repository, learn);
  // Where there is no plan nobody waits for it.
  learning?.catch(() => undefined);
  const { inlineAllow, newOnly } = own;
  const ready = await receivePlan({ scan, inlineAllow }, { signal, onProgress: reach });
  // Built now, while git is asked what there is.
  void ready.plan.set;
  const bypass = honours(own, 'push-option') ? bypassInOptions(pushOptionsOf(process.env)) : null;
  learn({ names: toldNames({ updates, bypass }, ready) });
  const sent = sentObjects(repository, ready.plan);
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const list = await newlyReachable(repository, begun, onProblem, sent);
  await learning;
  const request = { ...ready, newOnly, trailers: honours(own, 'trailer'), ways: waysIn(own) };
  return judgePush({ repository, updates, list, sent, problems }, request);
}

/** Only whoever scans the push later has to be told. */
async function learnKnown({ place }: ReceivingRepository, learn: Onlooker['learn']): Promise<void> {
  const refs = await listRefs(place);
  const names = new Set(refs.map(({ oid }) => oid));
  if (names.size <= MOST_NAMES) learn({ known: [...names] });
}

function repositoryFor(updates: readonly RefUpdate[]): ReceivingRepository {
  return receivingRepository(process.env, process.cwd(), oidBytesOf(updates));
}

/** As long as the names in the lines; a push of nothing needs none. */
function oidBytesOf([first]: readonly RefUpdate[]): 20 | 32 {
  const name = first?.after ?? first?.before ?? '';
  return name.length === 64 ? 32 : 20;
}
