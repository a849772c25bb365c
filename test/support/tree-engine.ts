/** The tree reader of the engine and its plain twin, over one kind of interface. */
import { readFileSync } from 'node:fs';
import type { Kernel } from '../../src/engine/kernel.ts';
import { growNameTable, makeNameTable } from '../../src/engine/plain/name-table.ts';
import { makeObjectTable, objectTableBytes } from '../../src/engine/plain/object-table.ts';
import { readTree } from '../../src/engine/plain/tree.ts';

export type TreeKernel = Pick<
  Kernel,
  | 'memory'
  | 'arena'
  | 'reserve'
  | 'objectTableBytes'
  | 'makeObjectTable'
  | 'makeNameTable'
  | 'growNameTable'
  | 'readTree'
>;

const PAGE = 0x10000;

interface Exports extends Omit<TreeKernel, 'memory' | 'arena' | 'reserve'> {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly arenaAt: () => number;
}

/** The module that the build made. */
export function engineTrees(): TreeKernel {
  const module = new WebAssembly.Module(readFileSync(new URL('../../dist/engine.wasm', import.meta.url)));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own module, built with these exports
  const engine = new WebAssembly.Instance(module).exports as unknown as Exports;
  let view = Buffer.from(engine.memory.buffer);
  return {
    get memory(): Buffer {
      if (view.buffer !== engine.memory.buffer) view = Buffer.from(engine.memory.buffer);
      return view;
    },
    arena: engine.arenaAt(),
    reserve: (bytes) => {
      const missing = bytes - engine.memory.buffer.byteLength;
      return missing <= 0 || engine.memory.grow(Math.ceil(missing / PAGE)) >= 0;
    },
    objectTableBytes: engine.objectTableBytes,
    makeObjectTable: engine.makeObjectTable,
    makeNameTable: engine.makeNameTable,
    growNameTable: engine.growNameTable,
    readTree: engine.readTree,
  };
}

export function plainTrees(): TreeKernel {
  let memory = Buffer.alloc(PAGE);
  return {
    get memory(): Buffer {
      return memory;
    },
    arena: 0x1000,
    reserve: (bytes) => {
      if (bytes > memory.length) memory = Buffer.concat([memory], bytes);
      return true;
    },
    objectTableBytes,
    makeObjectTable: (...args) => makeObjectTable(memory, ...args),
    makeNameTable: (...args) => makeNameTable(memory, ...args),
    growNameTable: (...args) => growNameTable(memory, ...args),
    readTree: (...args) => readTree(memory, ...args),
  };
}
