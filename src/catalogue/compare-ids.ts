/** How near is a rule id of gitleaks to the id of one of our detectors? Ids are words; the same words mean the same. */

/**
 * `same`: they look for the same thing. `kin`: the same issuer, or one of them is the catch-all rule, so at one and the
 * same place in a file both mean the same secret.
 */
export type Likeness = 'same' | 'kin' | 'other';

/** Words that say no more than "secret". */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  'api',
  'credential',
  'credentials',
  'id',
  'key',
  'secret',
  'token',
]);
const LONG_FORMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['pat', ['personal', 'access']],
  ['gcp', ['google', 'cloud']],
]);

export function compareIds(theirs: string, ours: string): Likeness {
  if (theirs === ours) return 'same';
  const [a, b] = [wordsOf(theirs), wordsOf(ours)];
  if (isGeneral(a) && isGeneral(b)) return 'same';
  if (isGeneral(a) || isGeneral(b)) return 'kin';
  if (a.toSorted().join(' ') === b.toSorted().join(' ')) return 'same';
  return a[0] === b[0] ? 'kin' : 'other';
}

/** Ids that only say "secret" name no issuer, so they are as general as those that say so. */
function isGeneral(words: readonly string[]): boolean {
  return words.length === 0 || words[0] === 'generic';
}

function wordsOf(id: string): string[] {
  return id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .flatMap((word) => LONG_FORMS.get(word) ?? [word])
    .filter((word) => word !== '' && !EMPTY_WORDS.has(word));
}
