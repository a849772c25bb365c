/** Does the line of a candidate carry a comment that allows it? Ours and those of the scanners people come from. */

const ALLOW =
  /(?:bitsieve|gitleaks|betterleaks):allow|(?:kingfisher|trufflehog):ignore|pragma: ?(?:allowlist|whitelist) secret/;
/** A comment further than this from the secret is not looked for; it bounds the window a verdict depends on. */
export const ALLOW_REACH = 1024;

/** @param start @param end byte offsets of the secret; the lines it begins and ends on are looked at */
export function isAllowedInline(bytes: Buffer, start: number, end: number): boolean {
  const from = Math.max(0, start - ALLOW_REACH, bytes.lastIndexOf(0x0a, start - 1) + 1);
  const newline = bytes.subarray(end, end + ALLOW_REACH).indexOf(0x0a);
  const to = newline < 0 ? Math.min(bytes.length, end + ALLOW_REACH) : end + newline;
  return ALLOW.test(bytes.toString('latin1', from, to));
}
