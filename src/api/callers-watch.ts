/** Who may stop a program's scan: its signal, the end of its loop, its time limit, an error in its own callback. */
import { stoppedProblem, timedOutProblem } from '../commands/stop-signals.ts';
import type { Watch } from '../commands/perform-scan.ts';
import type { Progress } from '../pipeline/scan-plan.ts';
import type { ScanSettings } from './scan-request.ts';

export class CallersWatch {
  readonly #settings: ScanSettings;
  readonly #controller = new AbortController();
  #thrown: { readonly error: unknown } | undefined;

  constructor(settings: ScanSettings) {
    this.#settings = settings;
  }

  /** @throws what the caller's signal gives as its reason, or what the caller's callback threw */
  throwIfStopped(): void {
    const { signal } = this.#settings;
    if (signal?.aborted === true) throw signal.reason;
    if (this.#thrown) throw this.#thrown.error;
  }

  /** Nobody waits for findings any more. */
  drop(): void {
    this.#controller.abort(stoppedProblem());
  }

  /** @param timeoutMs 0: no limit */
  begin(timeoutMs: number): Watch {
    const controller = this.#controller;
    const { signal } = this.#settings;
    const onAbort = (): void => this.drop();
    const onTimeout = (): void => controller.abort(timedOutProblem(timeoutMs));
    const timer = timeoutMs > 0 ? setTimeout(onTimeout, timeoutMs) : undefined;
    signal?.addEventListener('abort', onAbort);
    if (signal?.aborted === true) this.drop();
    return {
      signal: controller.signal,
      onProgress: (progress) => this.#tell(progress),
      release: () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        // Whatever an error left running ends with the scan.
        this.drop();
      },
    };
  }

  /** An error in the middle of a batch would leave threads behind. */
  #tell(progress: Progress): void {
    try {
      this.#settings.onProgress?.({ ...progress });
    } catch (error) {
      this.#thrown ??= { error };
      this.drop();
    }
  }
}
