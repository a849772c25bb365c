/** The kernel in plain TypeScript. */
import type { Kernel } from './kernel.ts';

export function startPlainKernel(): Kernel {
  throw new Error('not yet');
}
