/** Names of git's objects in full, SHA-1 or SHA-256: https://git-scm.com/docs/hash-function-transition */

const NAME = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const NOTHING = /^0+$/;

/** Is it one, and nothing else? */
export function isObjectName(text: string): boolean {
  return NAME.test(text);
}

/** As git writes one of a ref that is not there, or goes away: all zeros. */
export function nameOrNull(name: string): string | null {
  return NOTHING.test(name) ? null : name;
}
