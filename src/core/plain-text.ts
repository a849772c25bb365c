/** What a terminal may obey: control characters, line ends, and marks that turn the direction of text. */
// eslint-disable-next-line no-control-regex -- control characters are what is removed here
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;

/** A text that somebody else wrote, on one line and cut, fit for a message or a report. */
export function plainText(text: string, maxLength: number): string {
  const line = text
    .slice(0, maxLength * 2)
    .replace(CONTROLS, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
