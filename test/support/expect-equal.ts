/** For loops of thousands of rounds, where an expectation of its own costs a hundred times what comparing does. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** `expect(found, message).toEqual(expected)`, which is asked only where the two are not the same anyway. */
export function expectEqual<Value>(found: Value, expected: Value, message?: string): void {
  if (!isDeepStrictEqual(found, expected)) expect(found, message).toEqual(expected);
}
