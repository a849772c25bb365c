/** A candidate: a stretch of a blob that a detector took for a secret, after its checks. */

export interface Candidate {
  /** Index into the detector set. */
  readonly detector: number;
  /** Byte offsets of the secret in the text that was scanned. */
  readonly start: number;
  readonly end: number;
}
