/** Longest piece of a wrong value that a message repeats. */
const MAX_QUOTED = 60;

/** A value somebody wrote, as a message may show it: on one line, no control characters, cut to 60 characters. */
export function quote(value: unknown): string {
  const text = describe(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_QUOTED * 2)).replace(CONTROLS, '?');
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object' && value !== null) return 'a table';
  return String(value);
}

/** What JSON leaves as it is and a terminal may obey: C1 controls, marks that turn the direction of text. */
// eslint-disable-next-line no-control-regex -- control characters are what is removed here
const CONTROLS = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
