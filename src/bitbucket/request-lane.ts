/** The requests of one resource group, one after the other, against a limit in a rolling window. */

interface Turn {
  /** Milliseconds since 1970: not before. */
  readonly atMs: number;
  readonly reason: 'pace' | 'limit' | 'told';
}

/** From here on requests are spread evenly instead of running into the limit at full speed. */
const NEAR_SHARE = 0.8;
/** How long a forge's word that the limit is near is taken for true. */
const NEAR_MS = 300_000;
/** Requests of one second are kept as one entry in a snapshot. */
const SECOND_MS = 1000;
/** More than this a snapshot of nobody's hour holds; a damaged one may. */
const MAX_RESTORED = 100_000;

export class RequestLane {
  limit: number;
  readonly #windowMs: number;
  /** When each request of the window was let through, oldest first; those before `#first` are out of it. */
  #times: number[] = [];
  #first = 0;
  #blockedUntilMs = 0;
  #nearUntilMs = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(
    limit: number,
    windowMs: number,
    spent: ReadonlyArray<readonly [number, number]>,
    nowMs: number,
  ) {
    this.limit = limit;
    this.#windowMs = windowMs;
    for (const [timeMs, requests] of spent.toSorted(([a], [b]) => a - b)) {
      const room = Math.min(requests, MAX_RESTORED - this.#times.length);
      // A time to come is a clock that was set back; those requests were made, whenever it was.
      for (let i = 0; i < room; i++) this.#times.push(Math.min(timeMs, nowMs));
    }
  }

  /** Runs one after the other, in the order of the calls; one that fails holds up nobody. */
  inTurn(task: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  nextAt(nowMs: number): Turn {
    this.#forget(nowMs);
    const used = this.#times.length - this.#first;
    const turns: Turn[] = [{ atMs: this.#blockedUntilMs, reason: 'told' }];
    const oldest = this.#times[this.#times.length - this.limit];
    if (used >= this.limit && oldest !== undefined) {
      turns.push({ atMs: oldest + this.#windowMs, reason: 'limit' });
    }
    const latest = this.#times.at(-1);
    const isNear = used >= this.limit * NEAR_SHARE || nowMs < this.#nearUntilMs;
    if (isNear && latest !== undefined && Number.isFinite(this.limit)) {
      turns.push({ atMs: latest + this.#windowMs / this.limit, reason: 'pace' });
    }
    return turns.reduce((last, turn) => (turn.atMs > last.atMs ? turn : last));
  }

  count(nowMs: number): void {
    this.#times.push(nowMs);
  }

  used(nowMs: number): number {
    this.#forget(nowMs);
    return this.#times.length - this.#first;
  }

  block(untilMs: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, untilMs);
  }

  slowDown(nowMs: number): void {
    this.#nearUntilMs = nowMs + NEAR_MS;
  }

  /** Rounded up to seconds: rather too late than too early. */
  spent(nowMs: number): ReadonlyArray<readonly [number, number]> {
    this.#forget(nowMs);
    const seconds = new Map<number, number>();
    for (const time of this.#times.slice(this.#first)) {
      const second = Math.ceil(time / SECOND_MS) * SECOND_MS;
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    return [...seconds];
  }

  #forget(nowMs: number): void {
    this.#followClock(nowMs);
    let time = this.#times[this.#first];
    while (time !== undefined && time + this.#windowMs <= nowMs) time = this.#times[++this.#first];
    if (this.#first > this.#times.length / 2) {
      this.#times = this.#times.slice(this.#first);
      this.#first = 0;
    }
  }

  /** A clock that was set back would have everybody wait for as long as it was set back. */
  #followClock(nowMs: number): void {
    const latest = this.#times.at(-1);
    if (latest === undefined || latest <= nowMs) return;
    this.#times = this.#times.map((time) => time - (latest - nowMs));
    this.#blockedUntilMs -= latest - nowMs;
    this.#nearUntilMs -= latest - nowMs;
  }
}
