import { ScannerError } from '../../src/core/scanner-error.ts';

/** The ScannerError that the action throws; anything else fails the test. */
export function errorOf(action: () => unknown): ScannerError {
  try {
    action();
  } catch (error) {
    if (error instanceof ScannerError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
