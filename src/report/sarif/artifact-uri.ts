/** A path of a repository as the relative URI reference that SARIF wants. */

/** Half a surrogate pair has no UTF-8 form; encodeURIComponent would throw. */
const LONE_SURROGATE = /\p{Cs}/gu;
const REPLACEMENT = '%EF%BF%BD';

/**
 * Encodes each segment on its own. Empty segments go, because `//host` would name another host; `.` and `..`, which git
 * does not make but a forged tree may hold, get a mark, because a reader would climb out of the repository.
 */
export function artifactUri(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map(encodeSegment).join('/') || REPLACEMENT;
}

function encodeSegment(segment: string): string {
  const encoded = encodeURIComponent(segment.replace(LONE_SURROGATE, '\ufffd'));
  return segment === '.' || segment === '..' ? encoded + REPLACEMENT : encoded;
}
