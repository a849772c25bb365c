/** Starts the inner loops: the engine where it runs, else its plain twin. BITSIEVE_NO_WASM=1 asks for the twin. */
import { startPlainKernel, type UnfinishedKernel } from './plain-kernel.ts';
import { startWasmKernel } from './wasm-kernel.ts';

export function startKernel(): UnfinishedKernel {
  const isWanted = process.env['BITSIEVE_NO_WASM'] !== '1';
  return (isWanted ? startWasmKernel() : undefined) ?? startPlainKernel();
}
