/** The inner loops in WebAssembly: engine/, as the build compiles it. */
import { readFileSync } from 'node:fs';
import type { Kernel } from './kernel.ts';
import { ampleSize } from './plain-kernel.ts';

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
/** The engine counts lengths and offsets in 31 bits. */
const MOST_BYTES = 2 ** 31 - PAGE_BYTES;

/** Beside the bundle when built, in dist/ when run from the sources. */
const PLACES = ['./engine.wasm', '../../dist/engine.wasm'];

/** @returns undefined where the engine cannot run: then the plain twin does the work */
export function startWasmKernel(): Kernel | undefined {
  const engine = startEngine();
  if (!engine) return undefined;
  const { memory, arenaAt, ...loops } = engine;
  const room = new EngineMemory(memory);
  return {
    ...loops,
    get memory() {
      return room.bytes;
    },
    arena: arenaAt(),
    reserve: (bytes) => room.reserve(bytes),
  };
}

class EngineMemory {
  readonly #memory: PagedMemory;
  #bytes: Buffer;

  constructor(memory: PagedMemory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
  }

  /** Only `reserve` makes the memory grow, so only there it can become another one. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  reserve(bytes: number): boolean {
    const { length } = this.bytes;
    if (bytes <= length) return true;
    if (!(bytes <= MOST_BYTES)) return false;
    return this.#growTo(Math.min(MOST_BYTES, ampleSize(length, bytes))) || this.#growTo(bytes);
  }

  #growTo(bytes: number): boolean {
    try {
      this.#memory.grow(Math.ceil((bytes - this.bytes.length) / PAGE_BYTES));
      this.#bytes = Buffer.from(this.#memory.buffer);
      return true;
    } catch {
      return false;
    }
  }
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
