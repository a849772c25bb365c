/** Takes apart the output of `git cat-file --batch`: header line, bytes, newline; or "<name> missing". */
import type { GitObject, ObjectType } from './object-reader.ts';

export type BatchRecord =
  | { readonly kind: 'object'; readonly object: GitObject }
  | { readonly kind: 'missing'; readonly oid: string };

const NEWLINE = 0x0a;
const HEADER = /^([0-9a-f]+) (commit|tree|blob|tag) (\d+)$/;

/** @returns a function to feed chunks of output to; it calls back for every record that is complete */
export function parseBatch(onRecord: (record: BatchRecord) => void): (chunk: Buffer) => void {
  const parser = new BatchParser(onRecord);
  return (chunk) => parser.feed(chunk);
}

class BatchParser {
  readonly #onRecord: (record: BatchRecord) => void;
  #header = '';
  /** The object being put together from several chunks, with the newline behind it. */
  #body: Buffer | undefined;
  #filled = 0;

  constructor(onRecord: (record: BatchRecord) => void) {
    this.#onRecord = onRecord;
  }

  feed(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length)
      at = this.#body ? this.#readBody(chunk, at, this.#body) : this.#readHeader(chunk, at);
  }

  #readHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    this.#header += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
    if (end < 0) return chunk.length;
    const [, , , size] = HEADER.exec(this.#header) ?? [];
    if (size === undefined) {
      this.#onRecord({ kind: 'missing', oid: this.#header.split(' ', 1)[0] ?? '' });
      this.#header = '';
      return end + 1;
    }
    return this.#startBody(chunk, end + 1, Number(size));
  }

  /** A whole object within the chunk needs no copy. */
  #startBody(chunk: Buffer, start: number, length: number): number {
    if (start + length < chunk.length) {
      this.#finish(chunk.subarray(start, start + length));
      return start + length + 1;
    }
    this.#body = Buffer.allocUnsafe(length + 1);
    this.#filled = 0;
    return start;
  }

  #readBody(chunk: Buffer, at: number, target: Buffer): number {
    const copied = chunk.copy(target, this.#filled, at);
    this.#filled += copied;
    if (this.#filled === target.length) {
      this.#body = undefined;
      this.#finish(target.subarray(0, target.length - 1));
    }
    return at + copied;
  }

  #finish(bytes: Buffer): void {
    const [, oid = '', type = ''] = HEADER.exec(this.#header) ?? [];
    this.#header = '';
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- HEADER admits these four words only
    this.#onRecord({ kind: 'object', object: { oid, type: type as ObjectType, bytes } });
  }
}
