/** The readers of the built engine and their plain twins, each over a memory of its own, and what a call did to that memory. */
import type { Kernel } from '../../src/engine/kernel.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../../src/engine/wasm-kernel.ts';

export type Readers = Pick<
  Kernel,
  'memory' | 'arena' | 'readAssignment' | 'findEntropyRuns' | 'findEncodedBlocks' | 'findEscapes'
>;

const PAGE = 0x10000;

export function loadEngine(pages: number): Readers {
  const kernel = startWasmKernel();
  if (!kernel) throw new Error('the engine does not start');
  return withRoom(kernel, pages);
}

export function loadPlain(pages: number): Readers {
  return withRoom(startPlainKernel(), pages);
}

function withRoom(kernel: Kernel, pages: number): Kernel {
  if (!kernel.reserve(kernel.arena + pages * PAGE)) throw new Error('no room for the texts of a test');
  return kernel;
}

const OUT = 0x100;
const TEXT = 0x800;
/** Behind the text. */
const RUNS = 0x3000;
/** What is held to be unchanged by calls: room for the text, and more. */
const WATCHED = 0x4000;
/** Stands wherever nothing was put: a name's byte, a run's byte, so that reading too far changes answers. */
const FILL = 0x61;
const UNTOUCHED = 0x61616161;

/** A text among foreign bytes in the memory of one of the two, and the numbers that calls write. */
export class Bench {
  readonly readers: Readers;
  readonly text: number;
  readonly out: number;
  #length = 0;
  #before = Buffer.alloc(0);

  constructor(readers: Readers) {
    this.readers = readers;
    this.text = readers.arena + TEXT;
    this.out = readers.arena + OUT;
  }

  put(bytes: Uint8Array): this {
    this.#arena().fill(FILL);
    this.readers.memory.set(bytes, this.text);
    this.#length = bytes.length;
    this.#before = Buffer.from(this.#arena());
    return this;
  }

  /** @returns the answer's numbers; without a value, how far it looked alone */
  assignment(offset: number, length: number): number[] {
    const given = this.readers.readAssignment(this.text, this.#length, offset, length, this.out);
    const all = this.#written(6);
    if (given === 0 && all.slice(0, 5).some((number) => number !== UNTOUCHED)) {
      throw new Error('wrote a value that was not given');
    }
    return given === 1 ? all : all.slice(5);
  }

  /**
   * @param runs copied runs, as the kernel reads them
   * @returns begin, first run that decodes, end and form of each block
   */
  blocks(runs: ReadonlyArray<readonly number[]>, from: number, capacity: number): number[][] {
    const { memory } = this.readers;
    const at = this.text + RUNS;
    for (const [index, value] of runs.flat().entries()) memory.writeUInt32LE(value, at + index * 4);
    this.#before = Buffer.from(this.#arena());
    const count = this.readers.findEncodedBlocks(
      this.text,
      this.#length,
      at,
      runs.length,
      from,
      this.out,
      capacity,
    );
    if (count > capacity) throw new Error(`${count} blocks where ${capacity} have room`);
    const all = this.#written(count * 4);
    return Array.from({ length: count }, (_, index) => all.slice(index * 4, index * 4 + 4));
  }

  /** @returns first escape, end and kinds of each stretch */
  escapes(runs: ReadonlyArray<readonly number[]>, from: number, capacity: number): number[][] {
    const { memory } = this.readers;
    const at = this.text + RUNS;
    for (const [index, value] of runs.flat().entries()) memory.writeUInt32LE(value, at + index * 4);
    this.#before = Buffer.from(this.#arena());
    const given = [this.text, this.#length, at, runs.length, from, this.out, capacity] as const;
    const count = this.readers.findEscapes(...given);
    const all = this.#written(count * 3);
    return Array.from({ length: count }, (_, index) => all.slice(index * 3, index * 3 + 3));
  }

  /** @returns begin and end of each run */
  runs(from: number, to: number, capacity: number): Array<[number, number]> {
    const count = this.readers.findEntropyRuns(this.text, this.#length, from, to, this.out, capacity);
    if (count > capacity) throw new Error(`${count} runs where ${capacity} have room`);
    const all = this.#written(count * 2);
    return Array.from({ length: count }, (_, index) => [all[index * 2] ?? 0, all[index * 2 + 1] ?? 0]);
  }

  #arena(): Buffer {
    return this.readers.memory.subarray(this.readers.arena, this.readers.arena + WATCHED);
  }

  /** Takes what was written and puts back what stood there: then everything must be as it was. */
  #written(count: number): number[] {
    const arena = this.#arena();
    const all = Array.from({ length: count }, (_, index) => arena.readUInt32LE(OUT + index * 4));
    const rest = Buffer.from(arena);
    rest.fill(FILL, OUT, OUT + count * 4);
    if (!rest.equals(this.#before)) throw new Error('wrote outside of its room');
    arena.fill(FILL, OUT, OUT + count * 4);
    return all;
  }
}
