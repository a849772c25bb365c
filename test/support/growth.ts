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

/**
 * Whether it ever takes so few milliseconds: what never does is slow, what once does may have met a busy moment. On a machine that is slower than the one
 * on which such bounds were found it has longer.
 */
export function endsWithin(most: number, work: () => unknown): boolean {
  return Array.from({ length: 2 * TRIES }).some(() => {
    const taken = spent(work);
    return taken <= most || taken <= most * slowness();
  });
}

const YARDSTICK_MS = 6;
const MOST_SLOWNESS = 10;

/** As of now: a machine that others use too changes from minute to minute. 1 where it is as fast, or faster. */
function slowness(): number {
  const taken = Math.min(...Array.from({ length: 5 }, () => spent(yardstick)));
  return Math.min(MOST_SLOWNESS, Math.max(1, taken / YARDSTICK_MS));
}

/** Some of what tests are about: bytes, numbers, an expression. */
function yardstick(): number {
  const bytes = Buffer.alloc(400_000, 'some text = "of any kind"; ');
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
  for (const { index } of bytes.toString('latin1').matchAll(/[a-z]+ = "[^"]*"/g)) sum += index;
  return sum;
}

/** What it took of the clock or of a processor, whichever is less: the one counts what else runs here, the other what helps beside it. */
function spent(work: () => unknown): number {
  const start = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.min(performance.now() - start, (user + system) / 1000);
}
