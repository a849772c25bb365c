/** What a run of the program keeps in memory at most. */
import { expect } from 'vitest';
import { run } from './run-program.ts';

/** Garbage is collected as soon as there is some: what is left is what is held. */
const TIGHT_HEAP = ['--max-semi-space-size=1', '--max-old-space-size=96'];
const TELL = `process.on('exit', () => console.error('peak ' + process.resourceUsage().maxRSS))`;

/** @returns resident at most, as the program itself is told by the system, and what it printed */
export async function peakOf(
  args: readonly string[],
  exitCode: number,
): Promise<{ megabytes: number; stdout: string }> {
  const tell = `--import=data:text/javascript,${encodeURIComponent(TELL)}`;
  const { stdout, stderr, code } = await run(args, {
    env: { NODE_OPTIONS: [...TIGHT_HEAP, tell].join(' ') },
  });
  expect(code, stderr).toBe(exitCode);
  return { megabytes: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024, stdout };
}
