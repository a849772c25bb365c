/** Which repositories were looked at, and what it means that a finding is no longer there. Absence proves little, and least is said. */
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { AuditReader, KnownPlace, KnownVisit, Run, RunNumber } from '../../store/audit/audit-store.ts';
import { placeKey } from '../reader-index.ts';
import { whollyScanned } from '../zone.ts';
import type { GoneBecause } from './rotation-answer.ts';

interface Compared {
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  /** The earlier run; null: the one before. */
  readonly from: RunNumber | null;
}

interface Known {
  readonly now: ReadonlyMap<string, KnownVisit>;
  readonly before: ReadonlyMap<string, KnownVisit>;
  readonly whole: ReadonlySet<string>;
  /** By what the tool says of all of them together. */
  readonly detectors: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export class LookedAt {
  readonly #compared: Compared;
  readonly #known: Known;
  readonly #runs: ReadonlyMap<RunNumber, Run>;

  private constructor(compared: Compared, known: Known) {
    this.#compared = compared;
    this.#known = known;
    this.#runs = new Map(compared.runs.map((run) => [run.number, run]));
  }

  static async load(reader: AuditReader, compared: Compared): Promise<LookedAt> {
    const { run, runs, from } = compared;
    const now = await reader.visits(run.number);
    const before = from === null ? [] : await reader.visits(from);
    const detectors = new Map<string, Readonly<Record<string, string>>>();
    if (from !== null)
      for (const { number, tool } of runs)
        if (!detectors.has(tool.detectorDigest))
          detectors.set(tool.detectorDigest, await reader.detectors(number));
    return new LookedAt(compared, {
      now: byPlace(now),
      before: byPlace(before),
      whole: whollyScanned(now),
      detectors,
    });
  }

  /** Was it not looked at after the earlier run? */
  isUnseen(place: KnownPlace): boolean {
    const { run, from } = this.#compared;
    const seen = this.#known.now.get(placeKey(place))?.seenRun ?? null;
    return seen === null || seen <= (from ?? run.number - 1);
  }

  /** @param firstRun the run that saw it first */
  goneBecause(place: KnownPlace, { detector }: StoredFinding, firstRun: RunNumber): GoneBecause {
    const key = placeKey(place);
    const { run } = this.#compared;
    if (place.goneRun !== null && place.goneRun <= run.number) return 'repository-gone';
    const now = this.#known.now.get(key)?.scannedRun ?? null;
    const before = this.#known.before.get(key)?.scannedRun ?? firstRun;
    if (now === null || !this.#isAlike(now, before, detector)) return 'not-looked-for';
    return this.#known.whole.has(key) ? 'rewritten' : 'not-wholly-scanned';
  }

  /** Did both look for it in the same way? */
  #isAlike(one: RunNumber, other: RunNumber, detector: string): boolean {
    const [a, b] = [this.#runs.get(one), this.#runs.get(other)];
    if (!a || !b || a.optionsDigest !== b.optionsDigest || a.tool.version !== b.tool.version) return false;
    const [now, before] = [this.#digestOf(a, detector), this.#digestOf(b, detector)];
    return now !== undefined && now === before;
  }

  #digestOf({ tool }: Run, detector: string): string | undefined {
    return this.#known.detectors.get(tool.detectorDigest)?.[detector];
  }
}

function byPlace(visits: readonly KnownVisit[]): Map<string, KnownVisit> {
  return new Map(visits.map((visit) => [placeKey(visit.place), visit]));
}
