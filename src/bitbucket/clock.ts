/** Time as the forge's clients see it, so that tests need not wait for an hour. */

export interface Clock {
  /** Milliseconds since 1970. Goes on evenly, though somebody may set the system's clock. */
  now(): number;
  /** Ends early, and without an error, when the signal fires: whoever waits looks at it. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longer waits overflow a timer of Node and would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, MAX_TIMER_MS));
      signal?.addEventListener('abort', done, { once: true });
    }),
};
