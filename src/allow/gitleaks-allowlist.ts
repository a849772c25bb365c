/** An allowlist of `.gitleaks.toml` -> an allow entry of ours. */
import { plainText } from '../core/plain-text.ts';
import type { AllowEntry, ValueTest } from './allow-entry.ts';
import type { GitleaksAllowlist, Warn } from './gitleaks-file.ts';
import { compileRe2 } from './compile-re2.ts';
import { compileStopWords } from './stop-words.ts';

/** @param owner for messages and reasons. @param appliesTo null for all detectors */
export function translateAllowlist(
  list: GitleaksAllowlist,
  owner: string,
  appliesTo: AllowEntry['appliesTo'],
  warn: Warn,
): AllowEntry | undefined {
  const condition = conditionOf(list);
  if (condition === undefined) {
    warn(`${owner}: the condition of an allowlist is neither OR nor AND; the list is not used`);
    return undefined;
  }
  const criteria = criteriaOf(list, owner, warn);
  if (Object.values(criteria).every((criterion) => criterion === null)) {
    warn(`${owner}: an allowlist without commits, paths, regexes or stopwords is not used`);
    return undefined;
  }
  return { reason: reasonOf(list, owner), condition, appliesTo, ...criteria };
}

/** An expression that cannot be used is left out, but its criterion stays: dropped from AND, it would allow more. */
function criteriaOf(
  list: GitleaksAllowlist,
  owner: string,
  warn: Warn,
): Pick<AllowEntry, 'paths' | 'commits' | 'values' | 'stopWords'> {
  const target = targetOf(list, owner, warn);
  const compile = (source: string): RegExp | undefined => compileRe2(source, `${owner}: allowlist`, warn);
  return {
    paths: mapped(list.paths, compile),
    commits: mapped(list.commits, (commit) => commit.trim().toLowerCase()),
    values: mapped(list.regexes, compile)?.map((expression) => ({ expression, target })) ?? null,
    stopWords: compileStopWords(list.stopwords ?? []),
  };
}

function conditionOf({ condition = '' }: GitleaksAllowlist): AllowEntry['condition'] | undefined {
  const word = condition.toUpperCase();
  if (['', 'OR', '||'].includes(word)) return 'any';
  return ['AND', '&&'].includes(word) ? 'all' : undefined;
}

/** The text that a rule matched is not kept with a finding; the line it stands on holds it. */
function targetOf({ regextarget = '' }: GitleaksAllowlist, owner: string, warn: Warn): ValueTest['target'] {
  if (regextarget === '' || regextarget === 'secret') return 'value';
  if (regextarget === 'match') warn(`${owner}: regexTarget "match" is taken as "line"`);
  else if (regextarget !== 'line')
    warn(`${owner}: regexTarget is neither secret, match nor line; line is taken`);
  return 'line';
}

function reasonOf({ description = '' }: GitleaksAllowlist, owner: string): string {
  const plain = plainText(description, 200);
  return plain === '' ? `allowlist of .gitleaks.toml (${owner})` : plain;
}

/** Null for a list that is empty or not given: gitleaks makes no difference. */
function mapped<T>(list: readonly string[] = [], map: (each: string) => T | undefined): T[] | null {
  return list.length === 0 ? null : list.map(map).filter((each) => each !== undefined);
}
