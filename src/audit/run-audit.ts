/**
 * The run of an audit: readers, then family by family fetched and scanned, each repository saved when it is done. Some families are
 * fetched while one repository is scanned; whoever has fetched waits for the scan, so no more mirrors wait than fetch at once.
 */
import pLimit, { type LimitFunction } from 'p-limit';
import type { Forge, ForgeRepository, Unseen } from '../bitbucket/forge.ts';
import { isComplete, type Problem, type ProblemCode } from '../core/problem.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { Mirror } from '../git/mirror/mirror-cache.ts';
import type { TransferFailure } from '../git/mirror/transfer-failure.ts';
import type { KeptScan } from '../pipeline/kept-scan.ts';
import { ScanMemory } from '../pipeline/scan-memory.ts';
import type { AuditStore, RunNumber, RunRequest, Visit } from '../store/audit/audit-store.ts';
import { askRepository, bringRepository, type FetchMeans } from './fetch-repository.ts';
import { hiderFor } from './hide-names.ts';
import { KnownScans, tipsOf } from './known-scans.ts';
import { gonePlaces, placeOf } from './place-of.ts';
import { type AuditPlan, type AuditTarget, familiesOf } from './plan.ts';
import { PullRequestWatch } from './pull-requests.ts';
import { type PermissionDepth, ReaderSurvey } from './reader-survey.ts';
import { scanMirror, type ScanMeans } from './scan-mirror.ts';

export interface AuditMeans extends FetchMeans, ScanMeans {
  readonly forge: Forge;
  readonly store: AuditStore;
  /** Of the fingerprints; the states are sealed with it. */
  readonly key: Buffer;
  readonly request: RunRequest;
  readonly target: AuditTarget;
  /** Their latest commits too: one request and more for each repository. */
  readonly pullRequests: boolean;
  readonly permissions: PermissionDepth;
  /** Families at once. */
  readonly fetchJobs: number;
  readonly onVisit: (done: DoneVisit) => void;
}

export interface DoneVisit {
  readonly id: string;
  readonly fullName: string;
  readonly visit: Visit;
  readonly receivedBytes: number;
  /** Of how many, this one included; those that a killed run had done count. */
  readonly place: number;
  readonly places: number;
}

export interface AuditEnd {
  readonly run: RunNumber;
  /** False: everything is kept, and the same audit takes it up again. */
  readonly isFinished: boolean;
  readonly isComplete: boolean;
}

/** @throws {ScannerError} `store` and its kin; what goes wrong with one repository is kept with it */
export async function runAudit(plan: AuditPlan, means: AuditMeans): Promise<AuditEnd> {
  const { store, request, forgeName: forge, signal } = means;
  const { number } = await store.beginRun(request);
  const before = await store.places(number);
  // Of this run too: it may have been killed.
  const known = await KnownScans.of(store, number, { ...request, forge });
  await store.savePlaces(
    number,
    plan.repositories.map((repository) => placeOf(repository, forge)),
  );
  const { scope } = means.target;
  await store.retirePlaces(number, gonePlaces(before, plan, { forge, scope }));
  const readers = surveyFor(plan, number, means);
  if (!signal.aborted) await readers.begin();
  const done = await store.visited(number, forge);
  const open = plan.repositories.filter(({ id }) => !done.has(id));
  await new Visits(number, known, means, { done: done.size, places: plan.repositories.length }).all(open);
  await readers.finish(signal);
  if (signal.aborted) return { run: number, isFinished: false, isComplete: false };
  const problems = [...plan.unseen.map(missingPart), ...readers.problems()];
  const complete = isComplete(problems) && (await areAllWhole(plan, number, means));
  await store.finishRun(number, { complete, problems });
  return { run: number, isFinished: true, isComplete: complete };
}

function missingPart({ scope, on, why }: Unseen): Problem {
  return {
    code: 'not-visible',
    severity: 'error',
    message: `Repositories of ${scope} ${on} may be missing: ${why}`,
  };
}

function surveyFor({ listed, repositories }: AuditPlan, run: RunNumber, means: AuditMeans): ReaderSurvey {
  const { forge, forgeName, store, permissions: depth } = means;
  return new ReaderSurvey({ forge, forgeName, store, run, listed, wanted: repositories, depth });
}

async function areAllWhole(plan: AuditPlan, run: RunNumber, means: AuditMeans): Promise<boolean> {
  const wanted = new Set(plan.repositories.map(({ id }) => id));
  const visits = await means.store.visits(run);
  const own = visits.filter(({ place }) => place.forge === means.forgeName && wanted.has(place.id));
  return own.every(({ outcome, problems }) => outcome !== 'failed' && isComplete(problems));
}

/** What is to be done with one repository, once that is known. */
type Prepared = { readonly repository: ForgeRepository; readonly visit: Visit } | Brought;

interface Brought {
  readonly repository: ForgeRepository;
  readonly mirror: Mirror;
}

/** Forks share one object store: what the last of them scanned, the next need not. */
interface FamilyMemory {
  kept: KeptScan | undefined;
}

class Visits {
  readonly #run: RunNumber;
  readonly #known: KnownScans;
  readonly #means: AuditMeans;
  readonly #scanning: LimitFunction = pLimit(1);
  readonly #pullRequests: PullRequestWatch;
  #done: number;
  readonly #places: number;

  constructor(
    run: RunNumber,
    known: KnownScans,
    means: AuditMeans,
    { done, places }: { done: number; places: number },
  ) {
    this.#run = run;
    this.#known = known;
    this.#means = means;
    this.#pullRequests = new PullRequestWatch(run, means);
    this.#done = done;
    this.#places = places;
  }

  async all(repositories: readonly ForgeRepository[]): Promise<void> {
    const fetching = pLimit(this.#means.fetchJobs);
    const families = familiesOf(repositories).map((family) => fetching(() => this.#visitFamily(family)));
    const ends = await Promise.allSettled(families);
    const broken = ends.find((end) => end.status === 'rejected');
    if (broken) throw broken.reason;
  }

  /** All of them are fetched before the first is scanned: a fetch may join packs that a scan would be reading. */
  async #visitFamily(family: readonly ForgeRepository[]): Promise<void> {
    const prepared: Prepared[] = [];
    try {
      for (const repository of family) {
        if (this.#means.signal.aborted) return;
        prepared.push(await this.#prepare(repository));
      }
      const shared: FamilyMemory = { kept: undefined };
      for (const one of prepared) await this.#scanning(() => this.#visit(one, shared));
    } finally {
      for (const one of prepared) if ('mirror' in one) one.mirror.release();
      this.#means.mirrors.makeRoom();
    }
  }

  async #prepare(repository: ForgeRepository): Promise<Prepared> {
    let { mainBranch } = repository;
    await this.#pullRequests.ask(repository);
    if (mainBranch === null || this.#known.isReusable(repository.id)) {
      const remote = await askRepository(repository, this.#means);
      if (remote.kind !== 'refs') return { repository, visit: notFetched(repository, remote) };
      mainBranch = remote.mainBranch ?? mainBranch;
      if (await this.#isSame(repository, tipsOf(remote))) return { repository, visit: { outcome: 'same' } };
    }
    const brought = await bringRepository(repository, mainBranch, this.#means);
    if (brought.kind !== 'mirror') return { repository, visit: notFetched(repository, brought) };
    await this.#pullRequests.bring(repository, brought, mainBranch);
    return { repository, mirror: brought };
  }

  async #isSame({ id }: ForgeRepository, tips: ReturnType<typeof tipsOf>): Promise<boolean> {
    if (!this.#known.isReusable(id) || !this.#pullRequests.isSame(id)) return false;
    const { forgeName: forge } = this.#means;
    const hide = this.#hiderFor(
      id,
      tips.map(({ name }) => name),
    );
    return this.#known.isSame(
      { forge, id },
      tips.map(({ name, oid }) => ({ name: hide(name), oid })),
    );
  }

  #hiderFor(id: string, texts: readonly string[]): (text: string) => string {
    const { forgeName: forge, catalogue, planWith, store, key } = this.#means;
    return hiderFor(texts, catalogue, planWith(new ScanMemory(store.openState({ forge, id }), key)));
  }

  async #visit(prepared: Prepared, shared: FamilyMemory): Promise<void> {
    const { repository } = prepared;
    const { store, forgeName: forge, signal, onVisit } = this.#means;
    if (signal.aborted) return;
    const visit = 'mirror' in prepared ? await this.#scan(prepared, shared) : prepared.visit;
    // What was stopped half-way is done again, from the beginning.
    if (signal.aborted) return;
    const { id } = repository;
    const whole = this.#pullRequests.complete(id, visit, (texts) => this.#hiderFor(id, texts));
    await store.saveVisit(this.#run, { forge, id }, whole);
    this.#done++;
    const receivedBytes = 'mirror' in prepared ? prepared.mirror.receivedBytes : 0;
    onVisit({
      id: repository.id,
      fullName: repository.fullName,
      visit: whole,
      receivedBytes,
      place: this.#done,
      places: this.#places,
    });
  }

  async #scan({ repository, mirror }: Brought, shared: FamilyMemory): Promise<Visit> {
    const { store, forgeName: forge, key } = this.#means;
    try {
      const memory = new ScanMemory(store.openState({ forge, id: repository.id }), key, shared.kept);
      const visit = await scanMirror(mirror, repository.fullName, { memory, means: this.#means });
      shared.kept = memory.kept;
      return visit;
    } catch (error) {
      if (error instanceof ScannerError && error.code.startsWith('store')) throw error;
      const reason = error instanceof ScannerError ? error.message : 'a bug, or a damaged repository';
      return failed('not-scanned', `${repository.fullName} could not be scanned: ${reason}`);
    }
  }
}

function notFetched({ fullName }: ForgeRepository, { kind, message }: TransferFailure): Visit {
  return failed('not-fetched', `${fullName} could not be fetched (${kind}): ${message}`);
}

function failed(code: ProblemCode, message: string): Visit {
  return { outcome: 'failed', problems: [{ code, severity: 'error', message }] };
}
