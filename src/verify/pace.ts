/** Gentle to issuers: how soon the next request may be made, to one host and to all of them. */

export interface VerifyClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends early when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface PaceOptions {
  readonly clock: VerifyClock;
  /** At least so long between two requests to one host. */
  readonly hostMs: number;
  /** And between any two. */
  readonly allMs: number;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #nextOf = new Map<string, number>();
  #next = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Waits for the turn of a request. */
  async turn(host: string, signal: AbortSignal): Promise<void> {
    const { clock, hostMs, allMs } = this.#options;
    const now = clock.now();
    const at = Math.max(now, this.#nextOf.get(host) ?? 0, this.#next);
    this.#nextOf.set(host, at + hostMs);
    this.#next = at + allMs;
    if (at > now) await clock.sleep(at - now, signal);
  }

  /** Nobody asks this host sooner. */
  hold(host: string, ms: number): void {
    const until = this.#options.clock.now() + ms;
    this.#nextOf.set(host, Math.max(until, this.#nextOf.get(host) ?? 0));
  }
}
