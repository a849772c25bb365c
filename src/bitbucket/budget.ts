/** How many requests a credential may still make: counted against a rolling hour, slower near the limit, waiting at it. */
import type { Clock } from './clock.ts';
import { RequestLane } from './request-lane.ts';

/** What Bitbucket Cloud counts apart. `git` is for fetches and clones. */
export const RESOURCE_GROUPS = ['repositories', 'other', 'git', 'files'] as const;
export type ResourceGroup = (typeof RESOURCE_GROUPS)[number];
export type Limits = Readonly<Record<ResourceGroup, number>>;

/** Requests an hour. https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/ */
export const CLOUD_LIMITS: Limits = { repositories: 1000, other: 1000, git: 60_000, files: 5000 };
/** An instance says no with 429 and Retry-After, by limits of its own that are off by default. */
export const DATA_CENTER_LIMITS: Limits = {
  repositories: Infinity,
  other: Infinity,
  git: Infinity,
  files: Infinity,
};
/** Paid workspaces of many seats get more, and headers that say so; never more than this. */
const MAX_SCALED_LIMIT = 10_000;
/** An hour, and as long as a request may be under way: it is counted where it arrives. */
export const WINDOW_MS: number = 3_600_000 + 60_000;

export interface BudgetWait {
  readonly group: ResourceGroup;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
  /** `pace`: near the limit. `limit`: at it. `told`: the forge said 429. */
  readonly reason: 'pace' | 'limit' | 'told';
}

/** [milliseconds since 1970, requests], to be kept over a restart. */
export type BudgetSnapshot = Readonly<
  Partial<Record<ResourceGroup, ReadonlyArray<readonly [number, number]>>>
>;

export interface BudgetOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  /** Told of every wait of a second and more. */
  readonly onWait?: (wait: BudgetWait) => void;
  readonly spent?: BudgetSnapshot;
}

/** What headers of an answer say of its group. */
export interface RateHeaders {
  readonly limit: number | null;
  readonly isNear: boolean;
}

const MIN_TOLD_WAIT_MS = 1000;

/** One for each credential: everything that asks with it has to share it. */
export class Budget {
  readonly #clock: Clock;
  readonly #onWait: ((wait: BudgetWait) => void) | undefined;
  readonly #lanes: Readonly<Record<ResourceGroup, RequestLane>>;

  constructor({ limits, clock, onWait, spent = {} }: BudgetOptions) {
    this.#clock = clock;
    this.#onWait = onWait;
    const lane = (group: ResourceGroup): RequestLane =>
      new RequestLane(limits[group], WINDOW_MS, spent[group] ?? [], clock.now());
    this.#lanes = {
      repositories: lane('repositories'),
      other: lane('other'),
      git: lane('git'),
      files: lane('files'),
    };
  }

  /**
   * Waits until one more request of the group may be made, first come, first served, and counts it. However many wait and
   * whatever the limits become: no rolling hour holds more than the limit at its end.
   * Ends early, uncounted, when the signal fires.
   */
  take(group: ResourceGroup, signal?: AbortSignal): Promise<void> {
    return this.#lanes[group].inTurn(() => this.#admit(group, signal));
  }

  async #admit(group: ResourceGroup, signal: AbortSignal | undefined): Promise<void> {
    const lane = this.#lanes[group];
    for (;;) {
      if (signal?.aborted) return;
      const now = this.#clock.now();
      const { atMs, reason } = lane.nextAt(now);
      if (atMs <= now) {
        lane.count(now);
        return;
      }
      if (atMs - now >= MIN_TOLD_WAIT_MS) this.#onWait?.({ group, untilMs: atMs, reason });
      await this.#clock.sleep(atMs - now, signal);
    }
  }

  /** What the forge's headers say: a limit other than thought, or that it is near. */
  observe(group: ResourceGroup, { limit, isNear }: RateHeaders): void {
    const lane = this.#lanes[group];
    if (limit !== null && Number.isInteger(limit) && limit > 0)
      lane.limit = Math.min(limit, MAX_SCALED_LIMIT);
    if (isNear) lane.slowDown(this.#clock.now());
  }

  /** The forge said 429: nobody asks for anything of the group before then. */
  block(group: ResourceGroup, untilMs: number): void {
    this.#lanes[group].block(untilMs);
  }

  /** Requests of the last hour, and how many it may have. */
  used(group: ResourceGroup): { readonly requests: number; readonly limit: number } {
    const lane = this.#lanes[group];
    return { requests: lane.used(this.#clock.now()), limit: lane.limit };
  }

  /** To be handed in as `spent` by the next run with this credential. */
  snapshot(): BudgetSnapshot {
    const now = this.#clock.now();
    return Object.fromEntries(RESOURCE_GROUPS.map((group) => [group, this.#lanes[group].spent(now)]));
  }
}
