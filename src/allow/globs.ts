/** Path globs of `.scannerrc`: minimatch, names that begin with a dot included. */
import { Minimatch, type MinimatchOptions } from 'minimatch';
import type { PathTest } from './allow-entry.ts';

/** Paths of git have forward slashes on every platform. Braces and `**` are bounded; extended globs can explode and are off. */
const OPTIONS: MinimatchOptions = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  platform: 'linux',
  braceExpandMax: 1000,
  maxGlobstarRecursion: 20,
};
const MAX_GLOB_LENGTH = 1024;

/** @throws {RangeError} when it is empty or far too long */
export function compileGlob(glob: string): PathTest {
  if (glob === '') throw new RangeError('an empty glob matches nothing');
  if (glob.length > MAX_GLOB_LENGTH) throw new RangeError(`it is longer than ${MAX_GLOB_LENGTH} characters`);
  const minimatch = new Minimatch(glob, OPTIONS);
  return { test: (path) => minimatch.match(path) };
}
