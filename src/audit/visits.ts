/**
 * Visits all repositories: family by family fetched and scanned, each saved when it is done. Some families are fetched while one
 * repository is scanned; a family gives its place to the next one when its scans are over, so no more mirrors wait than fetch at once.
 */
import pLimit, { type LimitFunction } from 'p-limit';
import type { ForgeRepository } from '../bitbucket/forge.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
import type { KeptScan } from '../pipeline/kept-scan.ts';
import { ScanMemory } from '../pipeline/scan-memory.ts';
import type { AuditStore, RunNumber, Visit } from '../store/audit/audit-store.ts';
import { failed, isOfDamage, notFetched } from './failed-visit.ts';
import { askRepository, bringRepository, type FetchMeans } from './fetch-repository.ts';
import { hiderFor } from './hide-names.ts';
import { type KnownScans, tipsOf } from './known-scans.ts';
import { familiesOf } from './plan.ts';
import { type PullRequestMeans, PullRequestWatch } from './pull-requests.ts';
import { type PushMeans, PushWatch } from './push-watch.ts';
import { scanMirror, type ScanMeans } from './scan-mirror.ts';

export interface VisitMeans extends FetchMeans, ScanMeans, PullRequestMeans, PushMeans {
  readonly store: AuditStore;
  /** Of the fingerprints; the states are sealed with it. */
  readonly key: Buffer;
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

interface Asked {
  readonly repository: ForgeRepository;
  /** Null: not known, or the repository is empty. */
  readonly mainBranch: string | null;
}

/** A mirror that is damaged: what came of it counts only where no better one is to be had. */
interface SecondLook extends Asked {
  readonly visit: Visit;
}

type Brought = Asked & { readonly mirror: Mirror };

/** What is to be done with one repository, once that is known. */
type Prepared = Brought | (Asked & { readonly visit: Visit; readonly isInUse?: boolean });

/** Forks share one object store: what the last of them scanned, the next need not. */
interface FamilyMemory {
  kept: KeptScan | undefined;
}

export class Visits {
  readonly #run: RunNumber;
  readonly #known: KnownScans;
  readonly #means: VisitMeans;
  readonly #scanning: LimitFunction = pLimit(1);
  readonly #pullRequests: PullRequestWatch;
  readonly #pushes: PushWatch;
  #done: number;
  readonly #places: number;
  /** What the store, or a bug, threw first: nothing can be kept any more, so nothing more is fetched either. */
  #broken: { readonly reason: unknown } | undefined;

  constructor(
    run: RunNumber,
    known: KnownScans,
    means: VisitMeans,
    { done, places }: { done: number; places: number },
  ) {
    this.#run = run;
    this.#known = known;
    this.#means = means;
    this.#pullRequests = new PullRequestWatch(run, means);
    this.#pushes = new PushWatch(run, means);
    this.#done = done;
    this.#places = places;
  }

  /** @throws what the store throws, when all that was begun has ended */
  async all(repositories: readonly ForgeRepository[]): Promise<void> {
    this.#means.mirrors.sweep();
    const fetching = pLimit(this.#means.fetchJobs);
    const families = familiesOf(repositories);
    await Promise.all(families.map((family) => fetching(() => this.#guard(() => this.#visitFamily(family)))));
    if (this.#broken) throw this.#broken.reason;
  }

  get #isOver(): boolean {
    return this.#broken !== undefined || this.#means.signal.aborted;
  }

  async #guard(task: () => Promise<void>): Promise<void> {
    try {
      if (!this.#isOver) await task();
    } catch (reason) {
      this.#broken ??= { reason };
    }
  }

  async #visitFamily(family: readonly ForgeRepository[]): Promise<void> {
    const damaged: SecondLook[] = [];
    await this.#lookAt(family, (repository) => this.#prepare(repository), damaged);
    // The first of them has all fetched anew; whoever comes next finds it new.
    let isDistrusted = true;
    await this.#lookAt(damaged, async (second) => {
      const prepared = await this.#prepareAnew(second, isDistrusted);
      isDistrusted &&= !('mirror' in prepared);
      return prepared;
    });
    this.#means.mirrors.makeRoom();
  }

  /**
   * Scans begin with the first fetch. The fetches after it only add packs beside those that are read: mirrors are held until the end,
   * and nothing is joined or taken away while somebody holds one.
   *
   * @param damaged takes what is to be looked at once more; left out: this is the last look
   */
  async #lookAt<One>(
    all: readonly One[],
    prepare: (one: One) => Promise<Prepared>,
    damaged?: SecondLook[],
  ): Promise<void> {
    const held: Mirror[] = [];
    const scans: Promise<void>[] = [];
    const shared: FamilyMemory = { kept: undefined };
    try {
      for (const one of all) {
        if (this.#isOver) break;
        const prepared = await prepare(one);
        if ('mirror' in prepared) held.push(prepared.mirror);
        scans.push(this.#scanning(() => this.#guard(() => this.#visit(prepared, { shared, damaged }))));
      }
    } finally {
      await Promise.all(scans);
      for (const mirror of held) mirror.release();
    }
  }

  async #prepare(repository: ForgeRepository): Promise<Prepared> {
    let { mainBranch } = repository;
    await this.#pullRequests.ask(repository);
    await this.#pushes.ask(repository);
    if (mainBranch === null || this.#isReusable(repository.id)) {
      const remote = await askRepository(repository, this.#means);
      if (remote.kind !== 'refs') return { repository, mainBranch, visit: notFetched(repository, remote) };
      mainBranch = remote.mainBranch ?? mainBranch;
      if (await this.#isSame(repository, tipsOf(remote)))
        return { repository, mainBranch, visit: { outcome: 'same' } };
    }
    return this.#bring({ repository, mainBranch });
  }

  /** Values are only there while a repository is scanned: whoever wants to ask about them has it scanned, if from its state alone. */
  #isReusable(id: string): boolean {
    return this.#means.verify === undefined && this.#known.isReusable(id);
  }

  async #prepareAnew({ visit, ...asked }: SecondLook, isDistrusted: boolean): Promise<Prepared> {
    const brought = await this.#bring(asked, isDistrusted);
    // Half of it is more than nothing.
    return 'mirror' in brought || visit.outcome !== 'scanned' ? brought : { ...asked, visit };
  }

  async #bring(asked: Asked, isDistrusted = false): Promise<Prepared> {
    const { repository, mainBranch } = asked;
    const brought = await bringRepository(repository, { mainBranch, isDistrusted }, this.#means);
    if (brought.kind !== 'mirror')
      return { ...asked, visit: notFetched(repository, brought), isInUse: brought.kind === 'in-use' };
    await this.#pullRequests.bring(repository, brought, mainBranch);
    return { ...asked, mirror: brought };
  }

  async #isSame({ id }: ForgeRepository, tips: ReturnType<typeof tipsOf>): Promise<boolean> {
    const isAsBefore = this.#pullRequests.isSame(id) && this.#pushes.isSame(id);
    if (!this.#isReusable(id) || !isAsBefore) return false;
    const { forgeName: forge } = this.#means;
    return this.#known.isSame({ forge, id }, tips, () => {
      const names = tips.map(({ name }) => name);
      const hide = this.#hiderFor(id, names);
      return tips.map(({ name, oid }) => ({ name: hide(name), oid }));
    });
  }

  #hiderFor(id: string, texts: readonly string[]): (text: string) => string {
    const { forgeName: forge, catalogue, planWith, store, key } = this.#means;
    return hiderFor(texts, catalogue, planWith(new ScanMemory(store.openState({ forge, id }), key)));
  }

  async #visit(
    prepared: Prepared,
    { shared, damaged }: { readonly shared: FamilyMemory; readonly damaged: SecondLook[] | undefined },
  ): Promise<void> {
    const { signal } = this.#means;
    if (signal.aborted) return;
    const visit = 'mirror' in prepared ? await this.#scan(prepared, shared) : prepared.visit;
    // What was stopped half-way is done again, from the beginning.
    if (signal.aborted) return;
    const { repository, mainBranch } = prepared;
    if (damaged && (await mirrorIsDamaged(prepared, visit))) damaged.push({ repository, mainBranch, visit });
    else await this.#save(repository, visit, 'mirror' in prepared ? prepared.mirror.receivedBytes : 0);
  }

  async #save({ id, fullName }: ForgeRepository, visit: Visit, receivedBytes: number): Promise<void> {
    const { store, forgeName: forge, onVisit } = this.#means;
    const hide = (texts: readonly string[]): ((text: string) => string) => this.#hiderFor(id, texts);
    const whole = this.#pushes.complete(id, this.#pullRequests.complete(id, visit, hide), hide);
    await store.saveVisit(this.#run, { forge, id }, whole);
    this.#done++;
    onVisit({ id, fullName, visit: whole, receivedBytes, place: this.#done, places: this.#places });
  }

  async #scan({ repository, mirror }: Brought, shared: FamilyMemory): Promise<Visit> {
    const { store, forgeName: forge, key } = this.#means;
    try {
      const memory = new ScanMemory(store.openState({ forge, id: repository.id }), key, shared.kept);
      const visit = await scanMirror(mirror, repository.fullName, { memory, means: this.#means });
      shared.kept = memory.kept;
      return await this.#pushes.date(repository.id, mirror.folder, visit);
    } catch (error) {
      if (error instanceof ScannerError && error.code.startsWith('store')) throw error;
      const reason = error instanceof ScannerError ? error.message : 'a bug, or a damaged repository';
      return failed('not-scanned', `${repository.fullName} could not be scanned: ${reason}`);
    }
  }
}

async function mirrorIsDamaged(prepared: Prepared, visit: Visit): Promise<boolean> {
  return 'mirror' in prepared ? isOfDamage(visit, prepared.mirror) : prepared.isInUse === true;
}
