/** Judges one keyword hit of a token detector: expression on a bounded window, then the checks. */
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';

/** Bytes around a token that a check may look at. */
const CHECK_CONTEXT = 64;

export interface KeywordHit {
  readonly offset: number;
  readonly length: number;
}

/** The verdict depends on the bytes of the window alone: `reachBefore` before the keyword, `reachAfter` after it. */
export function judgeToken(
  bytes: Buffer,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const detector = set.detectors[index];
  if (!detector) return undefined;
  const from = Math.max(0, hit.offset - detector.reachBefore);
  const to = Math.min(bytes.length, hit.offset + hit.length + detector.reachAfter);
  const window = bytes.toString('latin1', from, to);
  const at = hit.offset - from;
  const expression = set.expression(index);
  const match = expression.sticky
    ? matchAt(expression, window, at - (detector.keywordOffset ?? 0))
    : matchOver(expression, window, at, hit.length);
  if (!match) return undefined;
  const token = match[2] ?? '';
  const start = match.index + (match[1]?.length ?? 0);
  const end = start + token.length;
  const input = {
    token,
    before: window.slice(Math.max(0, start - CHECK_CONTEXT), start),
    after: window.slice(end, end + CHECK_CONTEXT),
  };
  const passes = set
    .checks(index)
    .every((check, place) => check.accepts(input, detector.checks[place] ?? { name: '' }));
  return passes ? { detector: index, start: from + start, end: from + end } : undefined;
}

function matchAt(expression: RegExp, window: string, at: number): RegExpExecArray | undefined {
  // A negative lastIndex would count as zero.
  if (at < 0) return undefined;
  expression.lastIndex = at;
  return expression.exec(window) ?? undefined;
}

/** The first match that covers the keyword; one that ends before it belongs to another hit. */
function matchOver(
  expression: RegExp,
  window: string,
  at: number,
  length: number,
): RegExpExecArray | undefined {
  expression.lastIndex = 0;
  for (let match = expression.exec(window); match; match = expression.exec(window)) {
    if (match.index > at) return undefined;
    if (match.index + match[0].length >= at + length) return match;
    expression.lastIndex = match.index + 1;
  }
  return undefined;
}
