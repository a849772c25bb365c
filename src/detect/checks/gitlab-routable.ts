/**
 * Checks a routable GitLab token: `prefix payload . [version .] length crc`. The length is that of the payload, two digits in
 * base 36; the CRC-32 is seven digits in base 36 over all before it. What it covers is published for tokens without a version only.
 * https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/
 */
import { crc32 } from '../../core/crc32.ts';
import type { Check } from '../check.ts';

const LENGTH_DIGITS = 2;
const SUM_DIGITS = 7;
/** An instance may put its own name before the prefix, and the sum covers it. */
const INSTANCE_PREFIX = /[A-Za-z0-9_-]{0,20}$/;

export const gitlabRoutableCheck: Check = {
  asks: 'The length and the CRC-32 that it states must be right.',
  accepts: ({ token, before }) => {
    if (!statesItsLength(token)) return false;
    if (isVersioned(token)) return true;
    const [instance = ''] = INSTANCE_PREFIX.exec(before) ?? [];
    const [summed, sum] = [token.slice(0, -SUM_DIGITS), token.slice(-SUM_DIGITS)];
    return sumOf(summed) === sum || sumOf(instance + summed) === sum;
  },
  repair: (token) => {
    const [head = '', ...tail] = token.split('.');
    const payload = head.slice(head.indexOf('-') + 1);
    const version = tail.slice(0, -1).map((part) => `.${part}`);
    const length = payload.length.toString(36).padStart(LENGTH_DIGITS, '0');
    const summed = `${head}${version.join('')}.${length}`;
    return summed + sumOf(summed);
  },
};

/** The payload ends at the first dot; where it begins, the prefix ends. */
function statesItsLength(token: string): boolean {
  const [head = ''] = token.split('.', 1);
  const stated = Number.parseInt(token.slice(-SUM_DIGITS - LENGTH_DIGITS, -SUM_DIGITS), 36);
  return stated < head.length && /[-_]/.test(head.charAt(head.length - stated - 1));
}

function isVersioned(token: string): boolean {
  return token.split('.').length > 2;
}

function sumOf(text: string): string {
  return crc32(text).toString(36).padStart(SUM_DIGITS, '0');
}
