/** A finding as the message tells it: its record, how a shell names its file, and where its commit stands. */
import type { FindingRecord } from '../disclosure/finding-record.ts';
import type { Spot } from './developer-view.ts';

export interface Told {
  readonly record: FindingRecord;
  /** For git's commands, quoted. */
  readonly pathspec: string;
  /** False where the path holds a masked secret, what is no text, or what a terminal would not show. */
  readonly isPathExact: boolean;
  /** Undefined where it is not known, and for what is staged. */
  readonly spot: Spot | undefined;
}

/** A line of the message: commands are copied, so they are never broken into two. */
export interface MessageLine {
  readonly text: string;
  /** Of a command, what is said beside it; empty: nothing. */
  readonly remark: string;
  readonly isCommand: boolean;
}

export function words(text: string): MessageLine {
  return { text, remark: '', isCommand: false };
}

export function command(text: string, remark = ''): MessageLine {
  return { text, remark, isCommand: true };
}

const SHORT_COMMIT = 10;

export function shortName(oid: string): string {
  return oid.slice(0, SHORT_COMMIT);
}

const MAX_NAMED = 3;
/** A command longer than this is not one that anybody reads before it is run. */
const MAX_NAMES_LENGTH = 160;
/** Stands for names that are too long to be repeated: the places above have them. */
const ABOVE = 'FILE';

/** The files of these findings, each once, as arguments of a command: the first few. */
export function filesOf(told: readonly Told[]): string {
  const names = distinct(told).slice(0, MAX_NAMED).join(' ');
  return names.length > MAX_NAMES_LENGTH ? ABOVE : names;
}

/** The same in a sentence. */
export function filesInWords(told: readonly Told[]): string {
  const rest = distinct(told).length - MAX_NAMED;
  return rest > 0 ? `${filesOf(told)} and ${rest} more` : filesOf(told);
}

function distinct(told: readonly Told[]): string[] {
  return [...new Set(told.map(({ pathspec }) => pathspec))];
}
