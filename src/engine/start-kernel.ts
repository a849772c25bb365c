/** Starts the inner loops: the engine where it runs, else its plain twin. BITSIEVE_NO_WASM=1 asks for the twin. */
import type { Kernel } from './kernel.ts';
import { startPlainKernel } from './plain-kernel.ts';
import { startWasmKernel } from './wasm-kernel.ts';

export function startKernel(): Kernel {
  const isWanted = process.env['BITSIEVE_NO_WASM'] !== '1';
  return (isWanted ? startWasmKernel() : undefined) ?? startPlainKernel();
}
