/** Reads trees in the kernel's memory into a graph: the tables that it needs there, and their growth. */
import type { Arena } from '../engine/arena.ts';
import { type Kernel, NAMES_FULL } from '../engine/kernel.ts';
import { readNameTable } from '../engine/name-table.ts';
import type { ObjectGraph } from '../git/object-graph.ts';

const FIRST_NAME_BYTES = 1 << 18;
/** mode, blank, one letter, NUL: no entry is shorter, besides the object's name. */
const LEAST_ENTRY = 3;

export class TreeTables {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #graph: ObjectGraph;
  readonly #oidBytes: number;
  readonly #objectNames: number;
  readonly #objects: number;
  #names: number;
  #nameBytes = FIRST_NAME_BYTES;
  /** Room for children and numbers of so many entries each. */
  #out = -1;
  #room = 0;

  /**
   * @param graph its table of names holds every stored object already
   * @throws {RangeError} when there is no memory for the tables
   */
  constructor(kernel: Kernel, arena: Arena, graph: ObjectGraph, oidBytes: number) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#graph = graph;
    this.#oidBytes = oidBytes;
    const count = graph.oids.size;
    this.#objectNames = this.#take(count * oidBytes);
    this.#objects = this.#take(kernel.objectTableBytes(count));
    this.#names = this.#take(this.#nameBytes);
    graph.oids.copyNames(kernel.memory, this.#objectNames);
    kernel.makeObjectTable(this.#objects, this.#objectNames, count, oidBytes, seed());
    kernel.makeNameTable(this.#names, this.#nameBytes, seed());
  }

  /** @returns false when the bytes are no tree */
  read(rank: number, at: number, length: number): boolean {
    this.#makeRoom(Math.floor(length / (this.#oidBytes + LEAST_ENTRY)) + 1);
    const children = this.#out;
    const numbers = this.#out + this.#room * 4;
    let count = NAMES_FULL;
    for (;;) {
      count = this.#kernel.readTree(at, length, this.#objects, this.#names, children, numbers);
      if (count !== NAMES_FULL) break;
      this.#growNames();
    }
    const { memory } = this.#kernel;
    const known = count < 0 ? -1 - count : count;
    const listAt = (address: number): Int32Array =>
      new Int32Array(memory.buffer, memory.byteOffset + address, known);
    const entries = { names: listAt(numbers), children: listAt(children) };
    this.#graph.addTreeEntries(rank, entries, memory.subarray(at, at + length));
    return count >= 0;
  }

  /** Hands the names over to the graph and gives all room back. */
  finish(): void {
    this.#graph.names.adopt(readNameTable(this.#kernel.memory, this.#names));
    for (const at of [this.#objectNames, this.#objects, this.#names, this.#out]) if (at >= 0) this.#arena.give(at);
  }

  #makeRoom(entries: number): void {
    if (entries <= this.#room) return;
    if (this.#out >= 0) this.#arena.give(this.#out);
    this.#room = entries * 2;
    this.#out = this.#take(this.#room * 8);
  }

  #growNames(): void {
    const grown = this.#take(this.#nameBytes * 2);
    this.#nameBytes *= 2;
    this.#kernel.growNameTable(this.#names, grown, this.#nameBytes);
    this.#arena.give(this.#names);
    this.#names = grown;
  }

  #take(bytes: number): number {
    const at = this.#arena.take(bytes);
    if (at < 0) throw new RangeError(`no memory for tables of ${bytes} bytes`);
    return at;
  }
}

/** Not a secret, only unknown to whoever made the repository: names that all fall into one slot cannot be made in advance. */
function seed(): number {
  return Math.floor(Math.random() * 0x1_0000_0000);
}
