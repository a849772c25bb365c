/** Where in a commit or tag its headers and its message stand. Both are bytes of anybody's making. */

/** What a finding in the headers of a commit has for a path. */
export const HEADER_PATH = 'commit-header';

const NAMES_AN_OBJECT = /^(?:(?:tree|parent|object) [0-9a-f]{40,64}|type [a-z]{3,6})$/;

/** Where the message of a commit or tag begins: behind the first empty line. -1: nowhere. */
export function messageAt(bytes: Buffer): number {
  const end = bytes.indexOf('\n\n');
  return end < 0 ? -1 : end + 2;
}

/** The headers, less those at the beginning that only name objects. */
export function headOf(bytes: Buffer): { readonly start: number; readonly end: number } {
  const from = messageAt(bytes);
  const end = from < 0 ? bytes.length : from - 1;
  let start = 0;
  while (start < end && NAMES_AN_OBJECT.test(lineAt(bytes, start, end)))
    start = bytes.indexOf('\n', start) + 1 || end;
  return { start: Math.min(start, end), end };
}

/** No longer than such a line can be, and one more. */
function lineAt(bytes: Buffer, start: number, end: number): string {
  const stop = bytes.indexOf('\n', start);
  return bytes.toString('latin1', start, Math.min(stop < 0 ? end : stop, end, start + 80));
}

/** Name of the header that a byte belongs to: lines that begin with a blank go on with the one above. @param start of the head */
export function headerOf(bytes: Buffer, start: number, offset: number): string {
  let line = bytes.lastIndexOf('\n', start + offset) + 1;
  while (line > start && bytes[line] === 0x20) line = bytes.lastIndexOf('\n', line - 2) + 1;
  return bytes.toString('latin1', line, line + 40).split(/[ \n]/, 1)[0] ?? '';
}

/** Not one of those that git itself writes into each commit or tag. */
export function isFreeHeader(name: string): boolean {
  return !/^(?:tree|parent|object|type|tag|author|committer|tagger|encoding|gpgsig(?:-sha256)?)$/.test(name);
}
