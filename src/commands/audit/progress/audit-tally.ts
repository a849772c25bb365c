/** How far an audit is: repositories, bytes, findings by level, rate and time left. Numbers only; how they look is said elsewhere. */
import type { DoneVisit } from '../../../audit/visits.ts';
import type { Level } from '../../../core/severity.ts';

export interface AuditState {
  readonly repositories: number;
  /** Scanned or unchanged, those of a run that is taken up again among them. */
  readonly done: number;
  readonly failed: number;
  readonly waiting: number;
  readonly fetchedBytes: number;
  readonly scannedBytes: number;
  /** Scanned, over the whole time. */
  readonly bytesPerSecond: number;
  /** As long as the others took, repository by repository; null before the first. */
  readonly secondsLeft: number | null;
  readonly findings: Readonly<Record<Level, number>>;
}

export class AuditTally {
  readonly #now: () => number;
  readonly #startMs: number;
  /** Bytes that have come for repositories which are being fetched. */
  readonly #coming = new Map<string, number>();
  readonly #findings: Record<Level, number> = { PUBLIC: 0, INTERNAL: 0, CONFIDENTIAL: 0, RESTRICTED: 0 };
  #repositories = 0;
  #place = 0;
  #visits = 0;
  #failed = 0;
  #fetched = 0;
  #scanned = 0;

  /** @param now milliseconds that only grow */
  constructor(now: () => number) {
    this.#now = now;
    this.#startMs = now();
  }

  fetching(id: string, bytes: number): void {
    this.#coming.set(id, bytes);
  }

  visited({ id, visit, receivedBytes, place, places }: DoneVisit): void {
    this.#coming.delete(id);
    this.#repositories = places;
    this.#place = Math.max(this.#place, place);
    this.#visits += 1;
    this.#fetched += receivedBytes;
    if (visit.outcome === 'failed') this.#failed += 1;
    if (visit.outcome !== 'scanned') return;
    this.#scanned += visit.summary.bytes;
    for (const { level } of visit.findings) this.#findings[level] += 1;
  }

  state(): AuditState {
    const seconds = Math.max(0.001, (this.#now() - this.#startMs) / 1000);
    const waiting = Math.max(0, this.#repositories - this.#place);
    const coming = [...this.#coming.values()].reduce((sum, bytes) => sum + bytes, 0);
    return {
      repositories: this.#repositories,
      done: this.#place - this.#failed,
      failed: this.#failed,
      waiting,
      fetchedBytes: this.#fetched + coming,
      scannedBytes: this.#scanned,
      bytesPerSecond: Math.round(this.#scanned / seconds),
      secondsLeft: this.#visits === 0 ? null : Math.ceil((waiting * seconds) / this.#visits),
      findings: { ...this.#findings },
    };
  }
}
