/** A finding as the message tells it: its record, how a shell names its file, and where its commit stands. */
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { visibleText } from '../text/visible-text.ts';
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
  return firstOf(distinct(told.map(({ pathspec }) => pathspec)), ' ');
}

/** The same in a sentence, from the top of the repository, as the places above have them. */
export function filesInWords(told: readonly Told[]): string {
  const names = distinct(told.map(({ record }) => visibleText(record.path)));
  const rest = names.length - MAX_NAMED;
  return rest > 0 ? `${firstOf(names, ', ')} and ${rest} more` : firstOf(names, ', ');
}

function firstOf(names: readonly string[], between: string): string {
  const first = names.slice(0, MAX_NAMED).join(between);
  return first.length > MAX_NAMES_LENGTH ? ABOVE : first;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
