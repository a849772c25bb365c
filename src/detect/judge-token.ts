/** Judges one keyword hit of a token detector: expression on a bounded window, then the checks. */
import type { Detector } from '../catalogue/detector.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { withoutJoints } from './joined-parts.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';
import { namesAhead, opensWord, startsWord } from './may-label.ts';

/** Bytes around a token that a check may look at. */
const CHECK_CONTEXT = 64;

/** The verdict depends on the bytes of the window alone: `reachBefore` before the keyword, `reachAfter` after it. */
export function judgeToken(
  { bytes, look }: { bytes: Buffer; look: Look },
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): Candidate | undefined {
  const detector = set.whole(index);
  if (!detector) return undefined;
  if (!mayStandAhead(bytes, hit, detector, look)) return undefined;
  lookAt(look, detector.reachBefore, hit.length + detector.reachAfter);
  const from = Math.max(0, hit.offset - detector.reachBefore);
  const to = Math.min(bytes.length, hit.offset + hit.length + detector.reachAfter);
  const window = bytes.toString('latin1', from, to);
  const at = { ...hit, offset: hit.offset - from };
  const found = tokenIn(window, at, index, set);
  if (found) return { detector: index, start: from + found.start, end: from + found.end };
  return detector.flags.startsWith('y') && set.decodeDepth > 0
    ? judgeJoined(window, at, { from, index, set })
    : undefined;
}

/** A token that begins with its keyword may be written in parts: `"abc" + "def"`. */
function judgeJoined(
  window: string,
  at: KeywordHit,
  { from, index, set }: { from: number; index: number; set: DetectorSet },
): Candidate | undefined {
  const joined = withoutJoints(window, at.offset);
  const found = joined && tokenIn(joined.text, at, index, set);
  if (!found) return undefined;
  return {
    detector: index,
    start: from + joined.startOf(found.start),
    end: from + joined.endOf(found.end),
    encoding: ['joined-strings'],
    value: joined.text.slice(found.start, found.end),
  };
}

/** @param hit its offset counts in the window. @returns where the token stands in it, if all checks pass */
function tokenIn(
  window: string,
  hit: KeywordHit,
  index: number,
  set: DetectorSet,
): { start: number; end: number } | undefined {
  const detector = set.whole(index);
  const match = detector && matchOf(detector, set.expression(index), window, hit);
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
  return passes ? { start, end } : undefined;
}

function mayStandAhead(bytes: Uint8Array, hit: KeywordHit, detector: Detector, look: Look): boolean {
  if (detector.atWord === true && !opensMatch(bytes, hit, detector, look)) return false;
  if (detector.behind !== undefined && !goesOn(bytes, hit, detector.behind, look)) return false;
  if (detector.opens !== undefined)
    return opensWord(bytes, hit.offset, look) && namesAhead(bytes, hit, detector, look);
  return detector.needs === undefined || standsAhead(bytes, hit, detector.needs, look);
}

const WORD_START_BYTES = 3;

function opensMatch(bytes: Uint8Array, { offset }: KeywordHit, detector: Detector, look: Look): boolean {
  const ahead = detector.keywordOffset ?? 0;
  lookAt(look, ahead + WORD_START_BYTES, 0);
  return startsWord(bytes, offset - ahead);
}

/** Does the byte behind the keyword go on with what its matches go on with? */
function goesOn(bytes: Uint8Array, { offset, length }: KeywordHit, behind: string, look: Look): boolean {
  lookAt(look, 0, length + 1);
  const byte = bytes[offset + length];
  return byte !== undefined && behind.includes(String.fromCharCode(byte).toLowerCase());
}

/** Blanks, quotes, slash, angle brackets. */
const STOPS = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[\s"'`/<>\0]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
const FARTHEST = 256;

/** Cheaper by far than a window and an expression, for keywords that stand in every file. */
function standsAhead(bytes: Uint8Array, { offset, length }: KeywordHit, needed: number, look: Look): boolean {
  const from = offset + length;
  const limit = Math.min(bytes.length, from + FARTHEST);
  let at = from;
  while (at < limit && bytes[at] !== needed && STOPS[bytes[at] ?? 0] === 0) at++;
  // The byte that decided was looked at, or that there is none.
  lookAt(look, 0, at + 1 - offset);
  return at < limit && bytes[at] === needed;
}

/** @param hit its offset counts in the window */
function matchOf(
  detector: Detector,
  expression: RegExp,
  window: string,
  hit: KeywordHit,
): RegExpExecArray | undefined {
  return expression.sticky
    ? matchAt(expression, window, hit.offset - (detector.keywordOffset ?? 0))
    : matchOver(expression, window, hit);
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
  { offset, length }: KeywordHit,
): RegExpExecArray | undefined {
  expression.lastIndex = 0;
  for (let match = expression.exec(window); match; match = expression.exec(window)) {
    if (match.index > offset) return undefined;
    if (match.index + match[0].length >= offset + length) return match;
    expression.lastIndex = match.index + 1;
  }
  return undefined;
}
