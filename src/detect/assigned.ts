/** The value that is given to a name that holds a keyword, as the kernel reads it. */
import type { KeywordHit } from './look.ts';
import type { PlacedText, Workspace } from './placed-text.ts';

/** Offsets in the text. Of the others nothing is said where there is no value. */
export interface Assignment {
  readonly isValue: boolean;
  /** The answer depends on no byte at or behind this. */
  readonly looked: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** Bytes of the six numbers that the kernel writes. */
export const ASSIGNMENT_BYTES = 24;

export function readAssignment(
  { kernel, scratch }: Workspace,
  text: PlacedText,
  { offset, length }: KeywordHit,
): Assignment {
  const isValue = kernel.readAssignment(text.at, text.length, offset, length, scratch) === 1;
  const { memory } = kernel;
  const numberAt = (index: number): number => memory.readInt32LE(scratch + index * 4);
  return {
    isValue,
    looked: numberAt(5),
    nameStart: numberAt(0),
    nameEnd: numberAt(1),
    start: numberAt(2),
    end: numberAt(3),
    quoted: numberAt(4) === 1,
  };
}
