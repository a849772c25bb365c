/** Fragments that several expressions of one pattern file share: `[shared] place = '…'`, named `{place}` in `before` and `after`. */

/** Of a quantifier the first character is a digit, so the two cannot be confused. */
const NAMED = /\{([a-z]+)\}/g;
const PLACES = ['before', 'after'] as const;

type Expressions = Readonly<Record<(typeof PLACES)[number], string>>;

/** @returns the same with each `{name}` replaced by its fragment, in a group of its own */
export function withFragments<T extends Expressions>(entry: T, shared: Readonly<Record<string, string>>): T {
  const expanded = { before: filled(entry.before, shared), after: filled(entry.after, shared) };
  return { ...entry, ...expanded };
}

function filled(expression: string, shared: Readonly<Record<string, string>>): string {
  return expression.replace(NAMED, (whole, name: string) =>
    Object.hasOwn(shared, name) ? `(?:${shared[name]})` : whole,
  );
}

/** What an entry still names when its fragments are in: what nobody wrote, or a fragment within a fragment. */
export function unknownFragments(entry: Expressions, shared: Readonly<Record<string, string>>): string[] {
  const known = Object.keys(shared).join(', ') || 'nothing';
  return PLACES.flatMap((place) =>
    namesIn(entry[place]).map((name) =>
      Object.hasOwn(shared, name)
        ? `${place}: a fragment of [shared] names {${name}}, and may name none`
        : `${place} names {${name}}, but [shared] holds ${known}`,
    ),
  );
}

/** Fragments that no entry names. */
export function unusedFragments(
  entries: readonly Expressions[],
  shared: Readonly<Record<string, string>>,
): string[] {
  const used = new Set(entries.flatMap((entry) => PLACES.flatMap((place) => namesIn(entry[place]))));
  return Object.keys(shared).filter((name) => !used.has(name));
}

function namesIn(expression: string): string[] {
  return Array.from(expression.matchAll(NAMED), ([, name = '']) => name);
}
