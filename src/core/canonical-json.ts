/** JSON that has one form only, as RFC 8785 (JCS) says: for bytes that are hashed, signed and compared. */

/** Deeper than any record of ours; what is deeper was not written here. */
const MAX_DEPTH = 32;
/** Halves of pairs; RFC 8785 refuses them, and no UTF-8 can hold them. */
const LONE = /\p{Surrogate}/gu;

/**
 * Keys sorted by their UTF-16 units, no white space, strings and numbers as ECMAScript writes them. Members that are undefined are
 * left out; half a surrogate pair becomes U+FFFD.
 *
 * @param value of what JSON.parse gives
 * @throws {RangeError} when it is deeper than 32
 */
export function canonicalJson(value: unknown): string {
  return written(value, 0);
}

function written(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new RangeError(`is deeper than ${MAX_DEPTH}`);
  if (typeof value === 'string') return JSON.stringify(value.replace(LONE, '\uFFFD'));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((element) => written(element, depth + 1)).join(',')}]`;
  const members: string[] = [];
  // oxlint-disable-next-line unicorn/no-array-sort -- its own, and by UTF-16 units, as the RFC wants it
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member !== undefined) members.push(`${written(key, depth)}:${written(member, depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}
