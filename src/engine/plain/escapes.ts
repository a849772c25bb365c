/** Finds stretches with characters that stand for others: the twin of engine/escapes.ts. */
import { BEFORE_LINE, BEHIND_LINE, ESCAPE_REACH } from '../kernel.ts';
import { gapsOf } from './encoded-blocks.ts';

/** Kinds of escapes, a bit each. */
const PERCENT = 1;
const ESCAPE = 2;
const ENTITY = 4;
const QUOTED = 8;
const JOIN = 16;

/** Escapes that stand nearer to each other, on one line, are one stretch. */
const GAP = 128;
const STRETCH_BYTES = 12;
/** Before and behind an escape, what can make it one. */
const LOOK_BACK = 72;
const LOOK_AHEAD = 52;
const NEWLINE = 0x0a;

const LETTER = '(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])';
const CODE = '(?:0?(?:3[2-9]|[4-9][0-9])|1[01][0-9]|12[0-6])';

/** What stands at and behind the byte that begins an escape. */
const FORMS: ReadonlyArray<readonly [kind: number, form: RegExp]> = [
  [PERCENT, new RegExp(`^%${LETTER}`)],
  [ESCAPE, new RegExp(String.raw`^\\(?:x${LETTER}|u00${LETTER}|u\{${LETTER}\}|/\\/)`)],
  [ENTITY, new RegExp(`^&(?:quot|apos|#(?:[xX]${LETTER}|${CODE}));`)],
  [QUOTED, /^=3D/],
];
const BEGINNINGS = new Set(Buffer.from('%\\&=\n'));

/** Kernel.findEscapes. */
export function plainFindEscapes(
  memory: Buffer,
  text: number,
  textLength: number,
  runs: number,
  runCount: number,
  from: number,
  out: number,
  capacity: number,
): number {
  const bytes = memory.subarray(text, text + textLength);
  let done = from;
  let count = 0;
  for (const gap of gapsOf(memory, { runs, runCount, textLength })) {
    const to = endOfSearch(bytes, gap.to);
    const nearest = Math.max(done, startOfSearch(bytes, gap.from));
    let at = stretchAround(bytes, nearest, done);
    while (count < capacity) {
      const start = nextEscape(bytes, at, to);
      if (start < 0) break;
      const { end, kinds } = readStretch(bytes, start);
      at = end;
      done = end;
      if (end <= nearest) continue;
      for (const [index, value] of [start, end, kinds].entries())
        memory.writeUInt32LE(value, out + count * STRETCH_BYTES + index * 4);
      count++;
    }
    if (count === capacity) return count;
    done = Math.max(done, to);
  }
  return count;
}

/** What ends before this ends on a line that is not near enough to the gap, or is too far from it. */
function startOfSearch(bytes: Buffer, gapFrom: number): number {
  const farthest = Math.max(0, gapFrom - ESCAPE_REACH);
  const newline = bytes.subarray(farthest, Math.max(0, gapFrom - BEHIND_LINE) + 1).lastIndexOf(NEWLINE);
  return newline < 0 ? farthest : farthest + newline;
}

/** The same of what begins at this or behind it. */
function endOfSearch(bytes: Buffer, gapTo: number): number {
  const farthest = Math.min(bytes.length, gapTo + ESCAPE_REACH);
  const nearest = Math.min(farthest, gapTo + BEFORE_LINE);
  const newline = bytes.subarray(nearest, farthest).indexOf(NEWLINE);
  return newline < 0 ? farthest : nearest + newline + 1;
}

/** Where the stretch begins that `at` may stand in, or `at`. */
function stretchAround(bytes: Buffer, at: number, limit: number): number {
  let start = at;
  for (let place = at - 1; place >= limit && start - place <= GAP; place--) {
    if (kindAt(bytes, place) !== 0) start = place;
    else if (bytes[place] === NEWLINE) break;
  }
  return start;
}

function nextEscape(bytes: Buffer, from: number, to: number): number {
  for (let at = from; at < to; at++) if (kindAt(bytes, at) !== 0) return at;
  return -1;
}

function readStretch(bytes: Buffer, from: number): { end: number; kinds: number } {
  let end = from;
  let kinds = 0;
  for (let at = from; at < Math.min(bytes.length, end + GAP); at++) {
    const kind = kindAt(bytes, at);
    if (kind !== 0) {
      kinds |= kind;
      end = at + 1;
    } else if (bytes[at] === NEWLINE) break;
  }
  return { end, kinds };
}

/** Which kind of escape begins at this byte; 0 for none. */
function kindAt(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  if (!BEGINNINGS.has(byte)) return 0;
  const behind = bytes.toString('latin1', at, at + LOOK_AHEAD);
  if (byte === NEWLINE) return joinAt(bytes.toString('latin1', Math.max(0, at - LOOK_BACK), at), behind);
  return FORMS.find(([, form]) => form.test(behind))?.[0] ?? 0;
}

/** At a newline: does what stands before it go on behind it? */
function joinAt(before: string, behind: string): number {
  const line = before.replace(/\r$/, '');
  if (line.length < 2) return 0;
  if (line.endsWith('=')) return isSoftBreak(line) ? QUOTED : 0;
  if (/[\w+/-]\\$/.test(line)) return /^\n[\w+/-]/.test(behind) ? JOIN : 0;
  const quote = /(["'])[\t ]{0,8}(?:[+.&\\][\t ]{0,8})?$/.exec(line)?.[1];
  return quote !== undefined && quote === /^\n[\t ]{0,40}(?:[+.&\\][\t ]{0,8})?(["'])/.exec(behind)?.[1]
    ? JOIN
    : 0;
}

/** Of quoted-printable: it ends a line of about the longest that there may be. */
function isSoftBreak(line: string): boolean {
  return /[^\n]{68}[^\n\t ]=$/.test(line);
}
