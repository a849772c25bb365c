/** Standard input and standard error of a server's hook, read and written at once: neither thread depends on the other for them. */
import { readSync, writeSync } from 'node:fs';
import { ScannerError } from '../../core/scanner-error.ts';

/** Lines of some 170,000 refs: more than anybody pushes, and read before any clock can strike. */
const MOST_INPUT_BYTES = 16 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;

/** Some servers hand over pipes that do not wait; then this does. */
const WAIT_MS = 5;
/** Nobody reads: what cannot be said has been logged. */
const MOST_WAITS = 200;

/** All of standard input. @throws {ScannerError} `usage` when it is too much */
export function readInput(): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let chunk = nextChunk(); chunk.length > 0; chunk = nextChunk()) {
    length += chunk.length;
    if (length > MOST_INPUT_BYTES)
      throw new ScannerError('usage', 'standard input names more refs than anybody pushes');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Empty at the end. */
function nextChunk(): Buffer {
  const piece = Buffer.alloc(PIECE_BYTES);
  for (;;) {
    try {
      return piece.subarray(0, readSync(0, piece));
    } catch (error) {
      if (codeOf(error) === 'EOF') return Buffer.alloc(0);
      if (codeOf(error) !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** On standard error, each with its end. */
export function sayLines(lines: readonly string[]): void {
  if (lines.length > 0) writeAll(2, Buffer.from(`${lines.join('\n')}\n`));
}

/** What nobody reads any more is dropped. */
export function writeAll(fd: number, bytes: Buffer): void {
  let left = bytes;
  for (let waits = 0; left.length > 0 && waits < MOST_WAITS;) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') return;
      waits++;
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
