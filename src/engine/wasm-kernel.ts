/** The kernel in WebAssembly: engine/, compiled by the build. */
import { readFileSync } from 'node:fs';
import type { Kernel } from './kernel.ts';

/** What the module exports besides the kernel's own functions. */
interface EngineExports extends Omit<Kernel, 'memory' | 'arena' | 'reserve'> {
  readonly memory: WebAssembly.Memory;
  readonly arenaAt: () => number;
}

/** Beside the bundle when built, in dist/ when run from the sources. */
const PLACES = ['./engine.wasm', '../../dist/engine.wasm'];

/** @returns undefined where the engine cannot run */
export function startWasmKernel(): Kernel | undefined {
  const engine = startEngine();
  if (!engine) return undefined;
  const { memory, arenaAt, ...loops } = engine;
  let view = Buffer.from(memory.buffer);
  return {
    ...loops,
    arena: arenaAt(),
    get memory() {
      if (view.buffer !== memory.buffer) view = Buffer.from(memory.buffer);
      return view;
    },
    reserve: (bytes) => grow(memory, bytes),
  };
}

const PAGE_BYTES = 65_536;

/** By a quarter at least, so that growing in small steps stays cheap. */
function grow(memory: WebAssembly.Memory, bytes: number): boolean {
  const { byteLength } = memory.buffer;
  if (bytes <= byteLength) return true;
  for (const wanted of [Math.max(bytes, byteLength * 1.25), bytes]) {
    try {
      memory.grow(Math.ceil((wanted - byteLength) / PAGE_BYTES));
      return true;
    } catch {
      // Too much: the next, smaller size, or none.
    }
  }
  return false;
}

function startEngine(): EngineExports | undefined {
  for (const place of PLACES) {
    try {
      const module = new WebAssembly.Module(readFileSync(new URL(place, import.meta.url)));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own module, built with these exports
      return new WebAssembly.Instance(module).exports as unknown as EngineExports;
    } catch {
      // Not here, or no WebAssembly on this platform: the next place, or the twin.
    }
  }
  return undefined;
}
