/** Ctrl-C, SIGTERM and the time limit: the first stops the scan and lets the report be written, a second Ctrl-C ends at once. */
import type { Problem, ProblemCode } from '../core/problem.ts';

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
  const stop = (code: ProblemCode, message: string): void => {
    controller.abort({ code, severity: 'error', message } satisfies Problem);
  };
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop('interrupted', 'The scan was interrupted: what follows is what was found until then');
  };
  const onTimeout = (): void =>
    stop('timed-out', `The scan was stopped after --timeout (${timeoutMs / 1000} s)`);
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
