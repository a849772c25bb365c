/** How random a text looks. */

/** How often each character occurred; zeros between two calls, so that none has to make or clear it. */
const counts = new Uint32Array(65_536);

/** Shannon entropy of a text, in bits per UTF-16 code unit. 0 for an empty text; at most 8 for a text of bytes. */
export function entropy(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const count = counts[text.charCodeAt(at)] ?? 0;
    if (count === 0) continue;
    counts[text.charCodeAt(at)] = 0;
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
