/** Judges the long runs of base64, base64url or hexadecimal characters that stand as a value of their own. */
import { nextEntropyRun } from '../engine/plain/entropy-runs.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';

export function findEntropyRuns(bytes: Buffer, set: DetectorSet, add: (candidate: Candidate) => void): void {
  const detector = set.entropyRun;
  let run = nextEntropyRun(bytes, 0, bytes.length);
  while (run) {
    const candidate = judge(bytes, run, detector, set);
    if (candidate) add(candidate);
    run = nextEntropyRun(bytes, run.end, bytes.length);
  }
}

function judge(
  bytes: Buffer,
  run: { start: number; end: number },
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const detector = set.detectors[index];
  if (!detector) return undefined;
  const input = {
    token: bytes.toString('latin1', run.start, run.end),
    before: bytes.toString('latin1', Math.max(0, run.start - 64), run.start),
    after: bytes.toString('latin1', run.end, Math.min(bytes.length, run.end + 64)),
  };
  const passes = set
    .checks(index)
    .every((check, at) => check.accepts(input, detector.checks[at] ?? { name: '' }));
  return passes ? { detector: index, ...run } : undefined;
}
