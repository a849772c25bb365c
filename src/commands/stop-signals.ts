/** Ctrl-C, SIGTERM and the time limit: the first stops the scan and lets the report be written, a second Ctrl-C ends at once. */
import type { Problem } from '../core/problem.ts';

export interface Stop {
  readonly signal: AbortSignal;
  /** Gives the signals back and stops the clock. */
  readonly release: () => void;
}

/** As a shell reports a program that SIGINT ended. */
const EXIT_INTERRUPTED = 130;

/** @param timeoutMs 0: no limit */
export function stopSignals(timeoutMs: number): Stop {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    controller.abort(stoppedProblem());
  };
  const onTimeout = (): void => controller.abort(timedOutProblem(timeoutMs));
  const timer = timeoutMs > 0 ? setTimeout(onTimeout, timeoutMs) : undefined;
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      clearTimeout(timer);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

export function stoppedProblem(): Problem {
  const message = 'The scan was interrupted: what follows is what was found until then';
  return { code: 'interrupted', severity: 'error', message };
}

export function timedOutProblem(timeoutMs: number): Problem {
  const message = `The scan was stopped after --timeout (${timeoutMs / 1000} s)`;
  return { code: 'timed-out', severity: 'error', message };
}
