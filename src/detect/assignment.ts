/** The value given to a name that holds a keyword, read from the bytes of a text: the engine's plain reader, without its memory. */
import { type AssignedValue, readAssignmentIn } from '../engine/plain/assignment.ts';

export { ASSIGNMENT_REACH } from '../engine/plain/assignment.ts';

/** @param offset where the keyword begins. Returns undefined where no value is given. */
export function readAssignment(bytes: Uint8Array, offset: number, length: number): AssignedValue | undefined {
  return readAssignmentIn(bytes, offset, length).assigned;
}
