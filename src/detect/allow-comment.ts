/** Does the line of a candidate carry a comment that allows it? Ours and those of the scanners people come from. */

const ALLOW =
  /(?:bitsieve|gitleaks|betterleaks):allow|(?:kingfisher|trufflehog):ignore|pragma: ?(?:allowlist|whitelist) secret/;

export function isAllowedInline(lines: string): boolean {
  return ALLOW.test(lines);
}
