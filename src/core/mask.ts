/** How a secret is shown: a few characters to recognise it by, never enough to use or to guess it. */

const STARS = '********';
const PEM_LABEL = /^-----BEGIN [A-Z0-9 ]{1,40}-----/;

/**
 * Masks a secret. By default up to 4 characters at the front and 2 at the end stay, and at most a sixth of it altogether,
 * so a secret of fewer than 12 characters shows nothing. The number of stars says nothing about the length.
 *
 * @param percentHidden 0..100, as `--redact=N`: that share, counted from the end, is hidden; 100 hides all.
 */
export function mask(text: string, percentHidden?: number): string {
  if (percentHidden !== undefined) {
    const kept = Math.floor((text.length * (100 - percentHidden)) / 100);
    return kept >= text.length ? text : printable(text.slice(0, kept)) + STARS;
  }
  const label = PEM_LABEL.exec(text);
  if (label) return label[0] + STARS;
  const budget = Math.floor(text.length / 6);
  if (budget < 2) return STARS;
  const front = Math.min(4, budget);
  const back = Math.min(2, budget - front);
  return printable(text.slice(0, front)) + STARS + printable(back > 0 ? text.slice(-back) : '');
}

/** Control characters could move a terminal's cursor; half a surrogate pair is not text. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is removed here
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu, '?');
}
