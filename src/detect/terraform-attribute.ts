/**
 * The value of an attribute that a Terraform state calls sensitive: `"sensitive_attributes": [[{"type": "get_attr", "value": "auth"}]]` names it,
 * and `"auth": "x"` stands among the attributes before it (hashicorp/terraform, internal/states/statefile/version4.go).
 */
import { type KeywordHit, type Look, lookAt } from './look.ts';

/** Bytes before the name in which the attributes have to stand. */
const REACH = 8192;
const LONGEST = 512;
const STEP = 'get_attr';
const VALUE = /^[ \t]{0,4}"([^"\\\r\n]{1,512})"/;

/** Is it a step on the way to an attribute? */
export function isStep(name: string): boolean {
  return name === STEP;
}

/** @param attribute what the step names. @returns its value's offsets; undefined where it is none, or no text */
export function attributeBefore(
  { bytes, look }: { bytes: Buffer; look: Look },
  { offset }: KeywordHit,
  attribute: string,
): { start: number; end: number } | undefined {
  lookAt(look, REACH, 0);
  const from = Math.max(0, offset - REACH);
  const written = `"${attribute}":`;
  const at = bytes.subarray(from, offset).lastIndexOf(written, undefined, 'latin1');
  if (at < 0) return undefined;
  const behind = from + at + written.length;
  const [whole, value] =
    VALUE.exec(bytes.toString('latin1', behind, Math.min(offset, behind + LONGEST))) ?? [];
  if (whole === undefined || value === undefined) return undefined;
  const end = behind + whole.length - 1;
  return { start: end - value.length, end };
}
