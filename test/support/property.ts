/** fast-check as every test takes it: with the seed of this run (`seed.ts`), so that what was drawn can be drawn again. */
import fc from 'fast-check';
import { currentSeed } from './seed.ts';

const seed = currentSeed();
if (seed !== null) fc.configureGlobal({ seed });

/** fast-check asks itself by exceptions what a class can match; their stacks would take four fifths of the time. */
export function stringMatching(expression: RegExp): fc.Arbitrary<string> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return fc.stringMatching(expression);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

export { fc };
