/** The inner loops in WebAssembly: engine/, as the build compiles it. */
import { readFileSync } from 'node:fs';
import type { Kernel } from './kernel.ts';
import { GrowingMemory } from './growing-memory.ts';

/** The loops, and what they work on. */
interface EngineExports extends Omit<Kernel, 'memory' | 'arena' | 'reserve'> {
  readonly memory: PagedMemory;
  readonly arenaAt: () => number;
}

/** What the types of node leave out. */
interface PagedMemory {
  readonly buffer: ArrayBuffer;
  readonly grow: (pages: number) => number;
}

const PAGE_BYTES = 0x10000;

/** Beside the bundle when built, in dist/ when run from the sources. */
const PLACES = ['./engine.wasm', '../../dist/engine.wasm'];

/** @returns undefined where the engine cannot run: then the plain twin does the work */
export function startWasmKernel(): Kernel | undefined {
  const engine = startEngine();
  if (!engine) return undefined;
  const { memory, arenaAt, ...loops } = engine;
  const room = new GrowingMemory(Buffer.from(memory.buffer), (old, bytes) => {
    memory.grow(Math.ceil((bytes - old.length) / PAGE_BYTES));
    return Buffer.from(memory.buffer);
  });
  return {
    ...loops,
    get memory() {
      return room.bytes;
    },
    arena: arenaAt(),
    reserve: (bytes) => room.reserve(bytes),
  };
}

function startEngine(): EngineExports | undefined {
  for (const place of PLACES) {
    try {
      const module = new WebAssembly.Module(readFileSync(new URL(place, import.meta.url)));
      return new WebAssembly.Instance(module).exports as unknown as EngineExports;
    } catch {
      // Not here, or no WebAssembly on this platform: the next place, or the twin.
    }
  }
  return undefined;
}
