/** A commit or an annotated tag, taken apart. Headers are bytes of anybody's making; nothing here is trusted to be well formed. */
import type { Person } from '../core/finding.ts';

export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  /** Seconds since 1970, as the committer claims. */
  readonly committedAt: number;
  /** ISO 8601 with the committer's own offset. */
  readonly date: string;
  readonly message: Buffer;
}

export function parseCommit(bytes: Buffer): Commit {
  const { headers, message } = splitHeaders(bytes);
  const committer = identity(valueOf(headers, 'committer'));
  return {
    tree: valueOf(headers, 'tree'),
    parents: headers.flatMap((line) => (line.startsWith('parent ') ? [line.slice(7)] : [])),
    committedAt: committer.seconds,
    message,
    // Worked out only when asked for: of all commits, few brought anything in.
    get author(): Person {
      return identity(valueOf(headers, 'author')).person;
    },
    get date(): string {
      return isoDate(committer.seconds, committer.offsetMinutes);
    },
  };
}

/** The message of an annotated tag, its name, and who made it when. */
export function parseTag(bytes: Buffer): {
  name: string;
  object: string;
  tagger: Person;
  date: string;
  message: Buffer;
} {
  const { headers, message } = splitHeaders(bytes);
  const tagger = identity(valueOf(headers, 'tagger'));
  return {
    name: valueOf(headers, 'tag'),
    object: valueOf(headers, 'object'),
    tagger: tagger.person,
    date: isoDate(tagger.seconds, tagger.offsetMinutes),
    message,
  };
}

function splitHeaders(bytes: Buffer): { headers: string[]; message: Buffer } {
  const end = bytes.indexOf('\n\n');
  const head = end < 0 ? bytes : bytes.subarray(0, end);
  return {
    headers: head.toString('latin1').split('\n'),
    message: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2),
  };
}

/** The first header of that name; the embedded signature's lines begin with a blank and so never match. */
function valueOf(headers: readonly string[], name: string): string {
  return headers.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
}

/** What stands behind the last `>`: seconds, sign, hours and minutes of the offset. */
export const DATE = /^ (-?\d{1,12}) ([+-])(\d\d)(\d\d)$/;

/** `Name <mail> 1700000000 +0100`, in latin1 bytes. */
function identity(text: string): { person: Person; seconds: number; offsetMinutes: number } {
  const open = text.indexOf('<');
  const close = text.lastIndexOf('>');
  const [, seconds = '0', sign = '+', hours = '0', minutes = '0'] = DATE.exec(text.slice(close + 1)) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  return {
    person: {
      name: decode(open < 0 ? text : text.slice(0, open)).trim(),
      email: open < 0 ? '' : decode(text.slice(open + 1, Math.max(open + 1, close))).trim(),
    },
    seconds: Number(seconds),
    offsetMinutes: sign === '-' ? -offset : offset,
  };
}

function decode(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

/** Dates outside of what a Date can say become the epoch: git stores whatever it was told. */
function isoDate(seconds: number, offsetMinutes: number): string {
  const shifted = new Date((seconds + offsetMinutes * 60) * 1000);
  if (Number.isNaN(shifted.getTime())) return '1970-01-01T00:00:00+00:00';
  const offset = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(offset / 60))}:${two(offset % 60)}`;
  return shifted.toISOString().replace(/\.\d{3}Z$/, zone);
}
