/** The kernel to use: the engine, or its plain twin where WebAssembly is not to be had. */
import type { Kernel } from './kernel.ts';
import { startPlainKernel } from './plain-kernel.ts';
import { startWasmKernel } from './wasm-kernel.ts';

export { startPlainKernel };

/** BITSIEVE_NO_WASM=1 keeps to the plain twin, to tell a fault of the engine from any other. */
export function startKernel(): Kernel {
  return (process.env['BITSIEVE_NO_WASM'] === '1' ? undefined : startWasmKernel()) ?? startPlainKernel();
}
