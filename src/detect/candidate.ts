/** A candidate: a stretch of a blob that a detector took for a secret, after its checks. */

export interface Candidate {
  /** Index into the detector set. */
  readonly detector: number;
  /** Byte offsets of the secret in the text that was scanned. */
  readonly start: number;
  readonly end: number;
  /** Decoders that the secret had to go through, outermost first; `start` and `end` then hold what they were given. Left out: none. */
  readonly encoding?: readonly string[];
  /** The secret, one char code per byte, where it is not simply what lies between `start` and `end`. */
  readonly value?: string;
  /** How many different values this candidate stands for: a table of persons is one. Left out: 1. */
  readonly count?: number;
}
