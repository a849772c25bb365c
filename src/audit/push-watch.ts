/**
 * When what was found was pushed, where that is asked for: the forge's log of changes of refs is read as far as it is new, kept, and
 * says of the commits that findings name when a push first made them reachable.
 */
import type { Forge, ForgeRepository } from '../bitbucket/forge.ts';
import { unseen } from '../bitbucket/unseen.ts';
import type { Problem } from '../core/problem.ts';
import type { AuditReader, Pushes, RefChange, RunNumber, Visit } from '../store/audit/audit-store.ts';
import { dateByPushes } from './date-by-pushes.ts';

export interface PushMeans {
  readonly forge: Forge;
  readonly forgeName: string;
  readonly store: AuditReader;
  readonly signal: AbortSignal;
  /** At least one request for each repository. */
  readonly pushTimes: boolean;
}

/** Of one repository, the newest: more are not kept, nor asked for. */
const MOST_CHANGES = 50_000;

interface Told {
  readonly changes: Pushes | undefined;
  /** Is there anything that was not known when the repository was scanned last? That it could not be asked for is that, too. */
  readonly isNews: boolean;
  readonly problems: readonly Problem[];
}

type ScannedVisit = Visit & { readonly outcome: 'scanned' };

export class PushWatch {
  readonly #run: RunNumber;
  readonly #means: PushMeans;
  readonly #told = new Map<string, Told>();

  constructor(run: RunNumber, means: PushMeans) {
    this.#run = run;
    this.#means = means;
  }

  /** To be called before anything is fetched of a repository. What earlier audits were told counts also where nobody asks. */
  async ask(repository: ForgeRepository): Promise<void> {
    const { forgeName: forge, store, signal, pushTimes } = this.#means;
    const known = await store.pushes(this.#run, { forge, id: repository.id });
    if (!pushTimes || signal.aborted) {
      if (known) this.#told.set(repository.id, { ...NOTHING_NEW, changes: known });
      return;
    }
    this.#told.set(repository.id, await this.#answerOf(repository, known));
  }

  /** Would a scan of the same commits date nothing anew? */
  isSame(id: string): boolean {
    return this.#told.get(id)?.isNews !== true;
  }

  /** @param folder of the mirror that was scanned */
  async date(id: string, folder: string, visit: ScannedVisit): Promise<ScannedVisit> {
    const { changes } = this.#told.get(id) ?? {};
    if (!changes || changes.length === 0) return visit;
    const findings = await dateByPushes({ folder, inheritRepository: false }, changes, visit.findings);
    if (findings) return { ...visit, findings };
    const message = 'Push times are not known: git cannot walk the history';
    return {
      ...visit,
      problems: [...visit.problems, { code: 'push-times-partial', severity: 'warning', message }],
    };
  }

  /** What is to be saved. */
  complete(id: string, visit: Visit, hide: (texts: readonly string[]) => (text: string) => string): Visit {
    const told = this.#told.get(id);
    this.#told.delete(id);
    if (!told || visit.outcome === 'failed') return visit;
    const pushes = told.isNews && told.changes !== undefined && { pushes: hidden(told.changes, hide) };
    if (visit.outcome === 'same') return { ...visit, ...pushes };
    return { ...visit, problems: [...visit.problems, ...told.problems], ...pushes };
  }

  async #answerOf(repository: ForgeRepository, known: Pushes | undefined): Promise<Told> {
    const { forge, signal } = this.#means;
    const { fullName } = repository;
    try {
      const before = known ?? [];
      const newer = await newerThan(before, forge.refChanges(repository));
      const changes = [...before, ...newer].slice(-MOST_CHANGES);
      const problems = changes.length < MOST_CHANGES ? [] : [cut(fullName)];
      return { changes, isNews: newer.length > 0 || !known, problems };
    } catch (error) {
      if (signal.aborted) return NOTHING_NEW;
      const { why, isRefused } = unseen(error, 'repository', fullName);
      const message = `When commits of ${fullName} were pushed: ${why}`;
      const problems: Problem[] = [
        { code: isRefused ? 'not-visible' : 'push-times-partial', severity: 'warning', message },
      ];
      // What was told once stays known.
      const isNews = !isRefused || known === undefined;
      return { changes: known ?? (isRefused ? null : undefined), isNews, problems };
    }
  }
}

const NOTHING_NEW: Told = { changes: undefined, isNews: false, problems: [] };

/** The log has the newest first, so a known one is followed by known ones alone. @returns old to new */
async function newerThan(known: readonly RefChange[], log: AsyncIterable<RefChange>): Promise<RefChange[]> {
  const ids = new Set(known.map(({ id }) => id));
  const newer: RefChange[] = [];
  for await (const change of log) {
    if (ids.has(change.id) || newer.length === MOST_CHANGES) break;
    newer.push(change);
  }
  return newer.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id);
}

function cut(fullName: string): Problem {
  const message = `When commits of ${fullName} were pushed is known of the last ${MOST_CHANGES} changes of refs alone`;
  return { code: 'push-times-partial', severity: 'warning', message };
}

/** A secret in the name of a branch is masked there too. */
function hidden(changes: Pushes, hide: (texts: readonly string[]) => (text: string) => string): Pushes {
  if (!changes) return changes;
  const names = new Set(changes.map(({ ref }) => ref));
  const masked = hide([...names]);
  return changes.map((change) => ({ ...change, ref: masked(change.ref) }));
}
