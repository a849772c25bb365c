/** What the graph wants of a commit or a tag, straight from the bytes: no strings, no list of headers. parse-commit.ts is the long form. */
import type { CommitLinks } from './object-graph.ts';
import type { OidTable } from './oid-table.ts';
import { DATE } from './parse-commit.ts';

const NONE = -1;
const NEWLINE = 0x0a;
const GREATER = 0x3e;

const TREE = Buffer.from('tree ');
const PARENT = Buffer.from('parent ');
const COMMITTER = Buffer.from('committer ');
const OBJECT = Buffer.from('object ');

/** The same tree, parents and date that parseCommit finds in bytes[from, to), on ranks. Names that are none are left out. */
export function readCommitLinks(bytes: Buffer, oids: OidTable, from: number, to: number): CommitLinks {
  const parents: number[] = [];
  const first = { tree: NONE, committer: NONE };
  let tree = NONE;
  let committedAt = 0;
  for (let line = from; line < to && !endsHeaders(bytes, line, from);) {
    const end = endOfLine(bytes, line, to);
    if (first.tree === NONE && startsWith(bytes, TREE, line, end)) {
      first.tree = line;
      tree = oids.addHexAt(bytes, line + TREE.length, end);
    } else if (startsWith(bytes, PARENT, line, end)) {
      const parent = oids.addHexAt(bytes, line + PARENT.length, end);
      if (parent !== NONE) parents.push(parent);
    } else if (first.committer === NONE && startsWith(bytes, COMMITTER, line, end)) {
      first.committer = line;
      committedAt = secondsIn(bytes, line + COMMITTER.length, end);
    }
    line = end + 1;
  }
  return { tree, parents, committedAt };
}

/** The rank of what an annotated tag points at; -1 when it does not say. */
export function readTagTarget(bytes: Buffer, oids: OidTable, from: number, to: number): number {
  for (let line = from; line < to && !endsHeaders(bytes, line, from);) {
    const end = endOfLine(bytes, line, to);
    if (startsWith(bytes, OBJECT, line, end)) return oids.addHexAt(bytes, line + OBJECT.length, end);
    line = end + 1;
  }
  return NONE;
}

/** An empty line behind a line. One at the very beginning ends nothing unless another follows. */
function endsHeaders(bytes: Buffer, line: number, from: number): boolean {
  if (bytes[line] !== NEWLINE) return false;
  return line > from || bytes[line + 1] === NEWLINE;
}

function endOfLine(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== NEWLINE) at++;
  return at;
}

function startsWith(bytes: Buffer, word: Buffer, at: number, end: number): boolean {
  if (at + word.length > end) return false;
  for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
  return true;
}

/** `… <mail> 1700000000 +0100`: the seconds, or 0 when what stands behind the last `>` is anything else. */
function secondsIn(bytes: Buffer, from: number, end: number): number {
  let at = end;
  while (at > from && bytes[at - 1] !== GREATER) at--;
  return Number(DATE.exec(bytes.toString('latin1', at, end))?.[1] ?? 0);
}
