/** Takes apart the output of `git cat-file --batch`: header line, bytes, newline; or "<name> missing". */
import type { GitObject, ObjectType } from './object-reader.ts';

export type BatchRecord =
  | { readonly kind: 'object'; readonly object: GitObject }
  | { readonly kind: 'missing'; readonly oid: string };

const NEWLINE = 0x0a;
const HEADER = /^([0-9a-f]+) (commit|tree|blob|tag) (\d+)$/;

/** @returns a function to feed chunks of output to; it calls back for every record that is complete */
export function parseBatch(onRecord: (record: BatchRecord) => void): (chunk: Buffer) => void {
  let header = '';
  let body: Buffer | undefined;
  let filled = 0;

  const readHeader = (chunk: Buffer, at: number): number => {
    const end = chunk.indexOf(NEWLINE, at);
    header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
    if (end < 0) return chunk.length;
    const [, , , size] = HEADER.exec(header) ?? [];
    if (size === undefined) {
      onRecord({ kind: 'missing', oid: header.split(' ', 1)[0] ?? '' });
      header = '';
      return end + 1;
    }
    // A whole object within the chunk needs no copy.
    const start = end + 1;
    const length = Number(size);
    if (start + length < chunk.length) {
      finish(chunk.subarray(start, start + length));
      return start + length + 1;
    }
    body = Buffer.allocUnsafe(length + 1);
    filled = 0;
    return start;
  };

  const readBody = (chunk: Buffer, at: number, target: Buffer): number => {
    const copied = chunk.copy(target, filled, at);
    filled += copied;
    if (filled === target.length) {
      body = undefined;
      finish(target.subarray(0, target.length - 1));
    }
    return at + copied;
  };

  const finish = (bytes: Buffer): void => {
    const [, oid = '', type = ''] = HEADER.exec(header) ?? [];
    header = '';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- HEADER admits these four words only
    onRecord({ kind: 'object', object: { oid, type: type as ObjectType, bytes } });
  };

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) at = body ? readBody(chunk, at, body) : readHeader(chunk, at);
  };
}
