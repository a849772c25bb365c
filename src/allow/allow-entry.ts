/** One entry of an allowlist, compiled: from `.scannerrc` or from `.gitleaks.toml`. */

export interface PathTest {
  readonly test: (path: string) => boolean;
}

export interface ValueTest {
  /** Without flags g and y: they would remember the place of the last match. */
  readonly expression: RegExp;
  /** `line`: the line that the value stands on; where no line is known the test says no. */
  readonly target: 'value' | 'line';
}

/**
 * Null: this kind of criterion is not given. An empty list is given and never holds, so that an entry of which a part
 * could not be read never allows more than was meant.
 */
export interface AllowEntry {
  /** Said of each finding that it lets pass. */
  readonly reason: string;
  /** `any`: one of the kinds that are given is enough. `all`: each must hold. Within a kind one of its list is enough. */
  readonly condition: 'any' | 'all';
  /** Narrows the entry to some detectors, whatever the condition. */
  readonly appliesTo: ((detector: string) => boolean) | null;
  readonly paths: readonly PathTest[] | null;
  /** Lower case; full names of commits, or their first 7 digits or more. */
  readonly commits: readonly string[] | null;
  readonly values: readonly ValueTest[] | null;
  /** Finds a stop word in the lower-case value. */
  readonly stopWords: RegExp | null;
}
