/** All allow entries of a scan as one question: is this candidate allowed, and why? */
import type { AllowEntry } from './allow-entry.ts';

export interface AllowCandidate {
  readonly detector: string;
  readonly path: string;
  readonly commit: string | null;
  /** UTF-8 decoded. */
  readonly value: string;
  /** The line, or lines, that it stands on. */
  readonly line?: string;
}

/** @returns the reason of the first entry that allows it, or undefined */
export type Allowlist = (candidate: AllowCandidate) => string | undefined;

/** Verdicts on paths that are kept; then the memory starts afresh. */
const MAX_REMEMBERED_PATHS = 20_000;

export function compileAllowlist(entries: readonly AllowEntry[]): Allowlist {
  const compiled = entries.map((entry) => ({ entry, hasCommit: commitTest(entry.commits ?? []) }));
  const remembered = new Map<string, readonly boolean[]>();
  // A path is judged once for all entries: a large file has thousands of candidates, and globs are dear.
  const pathVerdicts = (path: string): readonly boolean[] => {
    const known = remembered.get(path);
    if (known) return known;
    const verdicts = entries.map((entry) => entry.paths?.some((each) => each.test(path)) ?? false);
    if (remembered.size >= MAX_REMEMBERED_PATHS) remembered.clear();
    remembered.set(path, verdicts);
    return verdicts;
  };
  return (candidate) => {
    const verdicts = pathVerdicts(candidate.path);
    const found = compiled.find(({ entry, hasCommit }, index) => {
      if (entry.appliesTo && !entry.appliesTo(candidate.detector)) return false;
      return isAllowedBy(entry, candidate, verdicts[index] === true, hasCommit);
    });
    return found?.entry.reason;
  };
}

/** Cheapest first. */
function isAllowedBy(
  entry: AllowEntry,
  candidate: AllowCandidate,
  isPathAllowed: boolean,
  hasCommit: (commit: string) => boolean,
): boolean {
  const { commit } = candidate;
  const questions = [
    entry.paths && (() => isPathAllowed),
    entry.commits && (() => commit !== null && hasCommit(commit.toLowerCase())),
    entry.stopWords && (() => entry.stopWords?.test(candidate.value.toLowerCase()) === true),
    entry.values && (() => hasValue(entry, candidate)),
  ].filter((question) => question !== null);
  if (entry.condition === 'any') return questions.some((question) => question());
  return questions.length > 0 && questions.every((question) => question());
}

function hasValue(entry: AllowEntry, { value, line }: AllowCandidate): boolean {
  return (
    entry.values?.some(({ expression, target }) => {
      const text = target === 'line' ? line : value;
      return text !== undefined && expression.test(text);
    }) ?? false
  );
}

/** Full names are looked up; only abbreviations are compared one by one. */
function commitTest(commits: readonly string[]): (commit: string) => boolean {
  const names = new Set(commits);
  const abbreviations = commits.filter((commit) => /^[0-9a-f]{7,39}$/.test(commit));
  return (commit) => names.has(commit) || abbreviations.some((short) => commit.startsWith(short));
}
