/** `.gitleaksignore`: fingerprints of places, `commit:file:rule:line` or `file:rule:line`, one a line, # for comments. */
import { compareIds } from '../catalogue/compare-ids.ts';
import type { Problem } from '../core/problem.ts';
import { quote } from '../core/quote.ts';

export interface IgnorePlace {
  readonly detector: string;
  /** Archive members as `outer!inner`. */
  readonly path: string;
  readonly commit: string | null;
  readonly line: number;
}

export interface GitleaksIgnore {
  readonly isIgnored: (place: IgnorePlace) => boolean;
  readonly entries: number;
  readonly problems: readonly Problem[];
}

/** What a line says beside path and line number. */
interface Entry {
  readonly commit: string | null;
  readonly rule: string;
}

/** The file comes first and may hold colons; rule and line do not. */
const FINGERPRINT = /^(?:([0-9a-f]{40}|[0-9a-f]{64}):)?(.+):([^:]+):(\d{1,9})$/i;
/** No path is longer; and the expression above should not walk over megabytes without a line end. */
const MAX_LINE_LENGTH = 8192;
/** A file full of nonsense is one problem, not a million. */
const MAX_PROBLEMS = 20;

/** @param file its name, for problems */
export function parseGitleaksIgnore(text: string, file: string): GitleaksIgnore {
  const entries = new Map<string, Entry[]>();
  const problems: Problem[] = [];
  let count = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (add(line, entries)) count++;
    else problems.push(problemAt(file, index + 1, line));
  }
  return { isIgnored: (place) => isIgnored(place, entries), entries: count, problems: cut(problems, file) };
}

/** @returns false when the line is no fingerprint */
function add(line: string, entries: Map<string, Entry[]>): boolean {
  const found = line.length > MAX_LINE_LENGTH ? null : FINGERPRINT.exec(line);
  if (!found) return false;
  const [, commit, path = '', rule = '', number] = found;
  const key = keyOf(path.replaceAll('\\', '/'), Number(number));
  const others = entries.get(key) ?? [];
  others.push({ commit: commit?.toLowerCase() ?? null, rule });
  entries.set(key, others);
  return true;
}

/** Other tools name their rules otherwise: at the very same line a rule of the same issuer means the same secret. */
function isIgnored(place: IgnorePlace, entries: ReadonlyMap<string, readonly Entry[]>): boolean {
  const here = entries.get(keyOf(place.path, place.line)) ?? [];
  return here.some(
    ({ commit, rule }) =>
      (commit === null || commit === place.commit?.toLowerCase()) &&
      compareIds(rule, place.detector) !== 'other',
  );
}

function keyOf(path: string, line: number): string {
  return `${path}\0${line}`;
}

function problemAt(file: string, line: number, text: string): Problem {
  const message = `${file}:${line}: ${quote(text)} is no fingerprint (commit:file:rule:line or file:rule:line)`;
  return { code: 'config-ignored', severity: 'warning', message, path: file };
}

function cut(problems: readonly Problem[], file: string): readonly Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const message = `${file}: ${problems.length - MAX_PROBLEMS} more lines are no fingerprints`;
  return [
    ...problems.slice(0, MAX_PROBLEMS),
    { code: 'config-ignored', severity: 'warning', message, path: file },
  ];
}
