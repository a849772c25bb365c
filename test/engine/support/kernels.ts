/** The engine and its plain twin side by side, over the same bytes. */
import { startPlainKernel } from '../../../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../../../src/engine/wasm-kernel.ts';

type TestKernel = ReturnType<typeof startPlainKernel>;

function engineOrThrow(): TestKernel {
  const engine = startWasmKernel();
  if (!engine) throw new Error('the engine is not built: npm run build');
  return engine;
}

export const engine: TestKernel = engineOrThrow();
export const plain: TestKernel = startPlainKernel();

/** Stands around everything that may be written to. */
const CANARY = 0xa5;
export const CANARIES = 64;
const INTACT = Buffer.alloc(CANARIES, CANARY);

export function guard(memory: Buffer, at: number, length: number): void {
  memory.fill(CANARY, at - CANARIES, at + length + CANARIES);
}

export function isGuardIntact(memory: Buffer, at: number, length: number): boolean {
  return (
    INTACT.equals(memory.subarray(at - CANARIES, at)) &&
    INTACT.equals(memory.subarray(at + length, at + length + CANARIES))
  );
}

/** Numbers from 0 up to `below`, the same in every run. */
export function seededNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
