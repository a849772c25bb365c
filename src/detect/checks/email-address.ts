/**
 * Rejects addresses of nobody: names reserved for documentation (RFC 2606, RFC 6761), what everybody writes in tests, and
 * addresses of roles (RFC 2142) and machines.
 */
import type { Check } from '../check.ts';

const RESERVED =
  /@(?:[\w-]+\.)*(?:example\.[a-z.]{2,6}|example|test|invalid|localhost|local|internal)$|@(?:test|mail|email|e-mail|domain|your-?domain|my-?domain|foo|bar|baz|acme|company|some|site|server|host|user|a|b|x|y|z)\.[a-z.]{2,6}$|users\.noreply\.github\.com$/i;
const ROLE =
  /^(?:no-?reply|do-?not-?reply|info|support|admin|administrator|root|git|hello|contact|sales|security|abuse|webmaster|postmaster|hostmaster|mailer-daemon|office|team|help|service|bot|dev|noc|press|jobs|legal|privacy|test|user|username|you|me|name|email|foo|bar|baz|john\.?doe|jane\.?doe|max\.?mustermann)[\d._+-]*[a-z]?@/i;

export const emailAddressCheck: Check = {
  asks: 'It must be the address of a person: no role, no machine, no domain kept for examples.',
  accepts: ({ token }) => !RESERVED.test(token) && !ROLE.test(token),
};
