/** The progress of a scan on standard error: objects, bytes, rate, time left. Only on a terminal, and only when it takes a while. */
import type { Progress } from '../pipeline/scan-plan.ts';

export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A scan that is over before this shows nothing, and does not even load the spinner. */
const QUIET_MS = 400;

/** A terminal that does not know its width cannot take back what was drawn: ora would clear lines for ever. */
export function isWatched({
  isTTY,
  columns,
}: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): boolean {
  return isTTY === true && (columns ?? 0) > 0;
}

export function progressLine(isWanted: boolean): ProgressLine {
  if (!isWanted) return { update: () => undefined, stop: () => undefined };
  const start = performance.now();
  let latest: Progress | undefined;
  let spinner: { text: string; stop: () => unknown } | undefined;
  let isStopped = false;
  const show = async (): Promise<void> => {
    const { default: ora } = await import('ora');
    // Reading standard input would take Ctrl-C away from us.
    if (!isStopped)
      spinner = ora({ stream: process.stderr, discardStdin: false }).start(textOf(latest, start));
  };
  const timer = setTimeout(() => void show(), QUIET_MS);
  return {
    update: (progress) => {
      latest = progress;
      if (spinner) spinner.text = textOf(progress, start);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}

function textOf(progress: Progress | undefined, start: number): string {
  if (!progress || progress.totalBytes === 0) return 'Listing what there is to scan';
  const { items, totalItems, bytes, totalBytes } = progress;
  const seconds = (performance.now() - start) / 1000;
  const rate = bytes / Math.max(seconds, 0.001);
  const left = Math.ceil((totalBytes - bytes) / Math.max(rate, 1));
  const percent = Math.floor((bytes / totalBytes) * 100);
  return `${percent}%  ${items} of ${totalItems} objects  ${megabytes(bytes)} of ${megabytes(totalBytes)}  ${megabytes(rate)}/s  ${left} s left`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
