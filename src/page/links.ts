/**
 * Where a commit or a file can be looked at in Bitbucket.
 *
 * Cloud: https://support.atlassian.com/bitbucket-cloud/docs/hyperlink-to-source-code-in-bitbucket/ (`/src/COMMIT/PATH`); lines are
 * `#lines-12`, as its own pages link them. Data Center: https://developer.atlassian.com/server/bitbucket/ names the repository's page
 * in `links.self` (`/projects/KEY/repos/SLUG/browse`); below it `/browse/PATH?at=COMMIT#12` and `/commits/COMMIT`, as its own pages link.
 */

/** A repository of a Data Center: `/projects/KEY/repos/SLUG`, `/users/NAME/repos/SLUG`, behind whatever context path. */
const DATA_CENTER = /\/(?:projects|users)\/[^/]+\/repos\/[^/]+$/;

/** Null: no address, or none that a browser should follow. */
export function commitLink(webUrl: string | null, commit: string | null): string | null {
  const base = baseOf(webUrl);
  return base === null || commit === null ? null : `${base}/commits/${encodeURIComponent(commit)}`;
}

export interface LinkedPlace {
  readonly kind: string;
  readonly path: string;
  readonly inside: readonly string[];
  readonly line: number;
  readonly commit: string | null;
}

/** Of a file at a commit, at its line; a message has its commit alone. */
export function fileLink(webUrl: string | null, place: LinkedPlace): string | null {
  const { kind, path, inside, line, commit } = place;
  const base = baseOf(webUrl);
  const parts = path.split('/');
  // A browser would walk up on these.
  const leadsAway = parts.some((part) => part === '.' || part === '..');
  if (base === null || commit === null || kind !== 'blob' || leadsAway) return null;
  const file = parts.map(encoded).join('/');
  const at = encodeURIComponent(commit);
  // Inside of a container lines are those of a member, which Bitbucket does not show.
  const hasLine = inside.length === 0;
  if (DATA_CENTER.test(base)) return `${base}/browse/${file}?at=${at}${hasLine ? `#${line}` : ''}`;
  return `${base}/src/${at}/${file}${hasLine ? `#lines-${line}` : ''}`;
}

/** Without `/browse` and the like; null for anything but an address of the web. */
function baseOf(webUrl: string | null): string | null {
  if (webUrl === null || !URL.canParse(webUrl)) return null;
  const { protocol, origin, pathname } = new URL(webUrl);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return origin + pathname.replace(/\/(?:browse)?\/*$/, '');
}

/** Half of a surrogate pair, which no address can hold, becomes what stands for unreadable text. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'));
}
