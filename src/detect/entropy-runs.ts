/** Judges long runs of base64, base64url or hexadecimal characters that stand as a value of their own (quoted or assigned). */
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { bytesOf, type PlacedText } from './placed-text.ts';

/** Runs asked for at once. */
const MOST_RUNS = 1024;
const RUN_BYTES = 8;

export function findEntropyRuns(
  text: PlacedText,
  set: DetectorSet,
  add: (candidate: Candidate) => void,
): void {
  const { kernel, arena } = set.space;
  const out = arena.take(MOST_RUNS * RUN_BYTES);
  if (out < 0) throw new RangeError('no memory for the runs of a text');
  const bytes = bytesOf(set.space, text);
  let from = 0;
  for (let count = MOST_RUNS; count === MOST_RUNS;) {
    count = kernel.findEntropyRuns(text.at, text.length, from, text.length, out, MOST_RUNS);
    for (let at = out; at < out + count * RUN_BYTES; at += RUN_BYTES) {
      const run = { start: kernel.memory.readUInt32LE(at), end: kernel.memory.readUInt32LE(at + 4) };
      const candidate = judge(bytes, run, set.entropyRun, set);
      if (candidate) add(candidate);
      from = run.end;
    }
  }
  arena.give(out);
}

function judge(
  bytes: Buffer,
  run: { start: number; end: number },
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const detector = set.whole(index);
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
