/** Lines and columns of places in a blob, for whoever has only their offsets. */
import type { DetectorSet } from './detector-set.ts';
import { withBlob } from './placed-text.ts';
import { spansOf } from './spans.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** @param offsets in the text as it is scanned, ascending */
export function placesIn(blob: Uint8Array, { space }: DetectorSet, offsets: readonly number[]): Place[] {
  return withBlob(space, blob, (text) =>
    spansOf(
      space,
      text,
      offsets.map((offset) => ({ start: offset, end: offset + 1 })),
    ),
  );
}
