/** Other clocks for the program: loaded by Node before the first line of ours, so that nothing in it is made for tests. */

/** So many times as fast waits end. What git does in the meantime is not faster: more would take it for stalled. */
const HASTE = 40;
/** Of a question to the forge, which this machine has to answer within it. */
const ANSWER_HASTE = 10;

/** Waits of minutes end in seconds. @returns the environment that does it */
export function hurried(): NodeJS.ProcessEnv {
  return loading(`
    const { setTimeout: later } = globalThis;
    const now = performance.now.bind(performance);
    globalThis.setTimeout = (task, ms, ...more) => later(task, ms / ${HASTE}, ...more);
    performance.now = () => now() * ${HASTE};
    AbortSignal.timeout = (ms) => {
      const stop = new AbortController();
      later(() => stop.abort(), ms / ${ANSWER_HASTE}).unref();
      return stop.signal;
    };`);
}

/** The date is an hour late and an hour early in turns, each time that somebody looks. */
export function jumping(): NodeJS.ProcessEnv {
  return loading(`
    const Real = Date;
    let turn = 0;
    const jumped = () => Real.now() + (turn++ % 2 === 0 ? 3_600_000 : -3_600_000);
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [jumped()] : given)); }
      static now() { return jumped(); }
    };`);
}

function loading(script: string): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
