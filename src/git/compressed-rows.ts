/** A relation between numbers in two flat arrays, in shared memory: the partners of `n` are `values[starts[n]…starts[n + 1]]`. */

export interface CompressedRows {
  readonly starts: Int32Array;
  readonly values: Int32Array;
}

/**
 * @param size numbers are below it
 * @param eachPair calls back for every pair, the same ones in both of the two rounds
 */
export function compressRows(
  size: number,
  eachPair: (onPair: (row: number, value: number) => void) => void,
): CompressedRows {
  const starts = sharedInts(size + 1);
  eachPair((row) => increment(starts, row + 1, 1));
  for (let row = 0; row < size; row++) increment(starts, row + 1, starts[row] ?? 0);
  const values = sharedInts(starts[size] ?? 0);
  const next = starts.slice();
  eachPair((row, value) => {
    values[next[row] ?? 0] = value;
    increment(next, row, 1);
  });
  return { starts, values };
}

/** Zeros, in memory that threads share. */
export function sharedInts(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}

function increment(array: Int32Array, at: number, by: number): void {
  array[at] = (array[at] ?? 0) + by;
}
