/** How long something takes that is done a few times over: the least, because other work on the machine only ever adds. */

const RUNS = 3;
/** What a busy machine adds all the same. Milliseconds. */
export const NOISE = 30;
/** Of the time for half as much. */
export const MOST_GROWTH = 2.2;

/** @returns milliseconds */
export function leastTime(run: () => void): number {
  const runs = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...runs);
}
