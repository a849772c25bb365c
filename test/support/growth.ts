/**
 * What time tells on a machine that others use too. Whether it grows with the length alone. Eight times as much is looked at: about eight times as long where it does, sixty-four
 * times where every byte meets every other. The bound lies between, three times away from either, so no busy machine mixes them up.
 */

const SHARE = 8;
const MOST_GROWTH = 24;
/** Milliseconds. Below this nothing is told from what else the machine does. */
const NOISE = 40;
const TRIES = 4;

/**
 * @param make input of about so many units
 * @param units of the whole; an eighth of them is what it is held against
 */
export function isLinear<Input>(
  make: (units: number) => Input,
  run: (input: Input) => unknown,
  units: number,
): boolean {
  const [part, whole] = [make(Math.ceil(units / SHARE)), make(units)];
  // Also warms up.
  const most = Math.max(timeOf(part), timeOf(part)) * MOST_GROWTH + NOISE;
  return Array.from({ length: TRIES }).some(() => timeOf(whole) < most);

  function timeOf(input: Input): number {
    return spent(() => run(input));
  }
}

/** Whether it ever takes so few milliseconds: what never does is slow, what once does may have met a busy moment. */
export function endsWithin(most: number, work: () => unknown): boolean {
  return Array.from({ length: 2 * TRIES }).some(() => spent(work) <= most);
}

/** What it took of the clock or of a processor, whichever is less: the one counts what else runs here, the other what helps beside it. */
function spent(work: () => unknown): number {
  const start = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - start, (user + system) / 1000);
}
