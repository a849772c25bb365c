/** Rejects base64 of what an author wrote in place of a secret. */
import type { Check } from '../check.ts';
import { textLength } from '../decode/text-length.ts';
import { placeholderCheck } from './placeholder.ts';

export const encodedPlaceholderCheck: Check = {
  asks: 'As base64 it must not be what stands in place of a secret.',
  found: ({ token }) => (textOf(token) === undefined ? 'is no text in base64' : 'is text in base64'),
  accepts: ({ token, before, after }) => {
    const text = textOf(token);
    return text === undefined || placeholderCheck.accepts({ token: text, before, after }, { name: '' });
  },
};

function textOf(token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64');
  return textLength(bytes) < bytes.length ? undefined : bytes.toString('latin1').trim();
}
