/** A reason to let a push through in spite of what it holds: given with the push, or in the message of a commit. */
import { plainText } from '../../core/plain-text.ts';

const OPTION = /^bitsieve\.bypass=(.*)$/s;
/** A trailer, in the last paragraph of a message. https://git-scm.com/docs/git-interpret-trailers */
const TRAILER = /^Bitsieve-Bypass:[ \t]*(.*)$/im;
const MOST_REASON = 200;

/** @returns the reason; null when none is given: without one there is no bypass */
export function bypassInOptions(options: readonly string[]): string | null {
  return reasonIn(options.flatMap((option) => OPTION.exec(option)?.[1] ?? []));
}

/** @param message of a commit. @returns the reason, or null as above */
export function bypassInMessage(message: string): string | null {
  const paragraphs = message.trimEnd().split(/\n[ \t]*\n/);
  // The first is the subject, which is no place for trailers.
  if (paragraphs.length < 2) return null;
  return reasonIn([TRAILER.exec(paragraphs.at(-1) ?? '')?.[1] ?? '']);
}

function reasonIn(given: readonly string[]): string | null {
  const reason = given.map((text) => plainText(text, MOST_REASON)).find((text) => text !== '');
  return reason ?? null;
}
