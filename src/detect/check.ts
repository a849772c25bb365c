/** What a check is: one question about a candidate, answered yes or no from the bytes around it alone. */
import type { CheckSpec } from '../catalogue/detector.ts';

export interface CheckInput {
  /** The secret, one char code per byte. */
  readonly token: string;
  /** Up to 64 bytes before and after it. */
  readonly before: string;
  readonly after: string;
}

export interface Check {
  /** True when the candidate may be a secret as far as this check can tell. */
  readonly accepts: (input: CheckInput, spec: CheckSpec) => boolean;
  /** Makes a generated token pass (computes its checksum); for tests of the pattern file's examples. */
  readonly repair?: (token: string, spec: CheckSpec) => string;
}

/** Reads a numeric option of a check. @throws {TypeError} when it is there and not a number */
export function numberOption(spec: CheckSpec, name: string, fallback: number): number {
  const value = spec[name] ?? fallback;
  if (typeof value !== 'number') throw new TypeError(`check "${spec.name}": ${name} must be a number`);
  return value;
}
