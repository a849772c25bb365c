/** How git is told to fetch into a mirror: all that it is asked for, nothing kept besides, and an end where nothing comes. */
import type { TransferLimits } from './run-transfer.ts';

/** Options and refspecs follow. */
export function fetchArguments({ stallMs }: TransferLimits): string[] {
  const slow = ['-c', 'http.lowSpeedLimit=1', '-c', `http.lowSpeedTime=${Math.ceil(stallMs / 1000) + 1}`];
  const options = ['--no-tags', '--force', '--no-write-fetch-head', '--no-recurse-submodules'];
  const quiet = [
    '--no-auto-maintenance',
    '--no-write-commit-graph',
    '--no-show-forced-updates',
    '--progress',
  ];
  return [...slow, 'fetch', ...options, ...quiet];
}
