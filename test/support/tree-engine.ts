/** The tree reader of the engine and its plain twin. */
import type { Kernel } from '../../src/engine/kernel.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../../src/engine/wasm-kernel.ts';

export type TreeKernel = Kernel;

/** The module that the build made. */
export function engineTrees(): TreeKernel {
  const kernel = startWasmKernel();
  if (!kernel) throw new Error('the engine does not start');
  return kernel;
}

export function plainTrees(): TreeKernel {
  return startPlainKernel();
}
