/** Finds long runs of base64, base64url or hexadecimal characters that stand as a value of their own (quoted or assigned). */
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';

const SHORTEST = 32;
const LONGEST = 256;
/** Quotes, `=`, `:` and blanks may stand directly before a value. */
const OPENERS = new Set([0x22, 0x27, 0x60, 0x3d, 0x3a, 0x20, 0x09]);

const IN_RUN = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);

/** Touches only every 32nd byte until one lies in a run, so that ordinary text costs next to nothing. */
export function findEntropyRuns(bytes: Buffer, set: DetectorSet, add: (candidate: Candidate) => void): void {
  const detector = set.entropyRun;
  let at = SHORTEST - 1;
  while (at < bytes.length) {
    if (IN_RUN[bytes[at] ?? 0] === 0) {
      at += SHORTEST;
      continue;
    }
    const start = backToStart(bytes, at);
    const end = forthToEnd(bytes, at);
    if (end - start >= SHORTEST && end - start <= LONGEST && isValue(bytes, start, end)) {
      const candidate = judge(bytes, { start, end }, detector, set);
      if (candidate) add(candidate);
    }
    at = end + SHORTEST;
  }
}

/** No run has more of its bytes before the first sample that falls into it. */
function backToStart(bytes: Uint8Array, at: number): number {
  const limit = Math.max(0, at - SHORTEST);
  let start = at;
  while (start > limit && IN_RUN[bytes[start - 1] ?? 0] === 1) start--;
  return start;
}

/** Of a run that is too long no more than that is looked at: what follows a run's byte is no value's beginning. */
function forthToEnd(bytes: Uint8Array, at: number): number {
  const limit = Math.min(bytes.length, at + LONGEST + 1);
  let end = at + 1;
  while (end < limit && IN_RUN[bytes[end] ?? 0] === 1) end++;
  return end;
}

function isValue(bytes: Uint8Array, start: number, end: number): boolean {
  const opener = bytes[start - 1];
  if (opener === undefined || !OPENERS.has(opener)) return false;
  const isQuoted = opener === 0x22 || opener === 0x27 || opener === 0x60;
  let close = end;
  while (bytes[close] === 0x3d) close++;
  return isQuoted
    ? bytes[close] === opener
    : opener === 0x3d || opener === 0x3a || bytes[start - 2] === 0x3d || bytes[start - 2] === 0x3a;
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
