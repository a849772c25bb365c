/** What a check is: one question about a candidate, answered yes or no from the bytes around it alone. */
import type { CheckSpec } from '../catalogue/detector.ts';

export interface CheckInput {
  /** The secret, one char code per byte. */
  readonly token: string;
  /** Up to 64 bytes before and after it. */
  readonly before: string;
  readonly after: string;
  /** How the value was assigned; only for detectors that match assignments. */
  readonly assigned?: Assigned;
}

/** The parts of an assignment before its value. */
export interface Assigned {
  /** Up to 64 bytes before the name, of its line. */
  readonly lead: string;
  readonly name: string;
  /** What stands between name and value: operator, opening quote, a call around the value. */
  readonly link: string;
  readonly quoted: boolean;
}

export interface Check {
  /** What it asks, one sentence; for whoever wants to know why something was found, or was not. */
  readonly asks: string | ((spec: CheckSpec) => string);
  /** True when the candidate may be a secret as far as this check can tell. */
  readonly accepts: (input: CheckInput, spec: CheckSpec) => boolean;
  /** What it measured or saw, a few words, and nothing of the secret itself. Left out: yes or no says it all. */
  readonly found?: (input: CheckInput, spec: CheckSpec) => string;
  /** Makes a generated token pass (computes its checksum); for tests of the pattern file's examples. */
  readonly repair?: (token: string, spec: CheckSpec) => string;
}

/** Reads a text option of a check. @throws {TypeError} when it is there and not text */
export function textOption(spec: CheckSpec, name: string, fallback: string): string {
  const value = spec[name] ?? fallback;
  if (typeof value !== 'string') throw new TypeError(`check "${spec.name}": ${name} must be text`);
  return value;
}

/** Reads a numeric option of a check. @throws {TypeError} when it is there and not a number */
export function numberOption(spec: CheckSpec, name: string, fallback: number): number {
  const value = spec[name] ?? fallback;
  if (typeof value !== 'number') throw new TypeError(`check "${spec.name}": ${name} must be a number`);
  return value;
}

/** A measured value beside the one that is asked for: `4.21 >= 3.5`. Cut, so that what is too little never looks enough. */
export function comparedTo(measured: number, atLeast: number): string {
  const shown = Math.floor(measured * 100) / 100;
  return measured >= atLeast ? `${shown} >= ${atLeast}` : `${shown} < ${atLeast}`;
}
