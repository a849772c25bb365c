/** Reads trees with the engine, from the memory that they were expanded in, into the graph. */
import { type Kernel, NAMES_FULL } from '../engine/kernel.ts';
import { readNameTable } from '../engine/name-table.ts';
import type { ObjectGraph } from './object-graph.ts';

export type TreeKernel = Pick<
  Kernel,
  'memory' | 'objectTableBytes' | 'makeObjectTable' | 'makeNameTable' | 'growNameTable' | 'readTree'
>;

/** Where the tables go: an address that is a multiple of eight, or -1 when there is no such room. */
export type Allocate = (bytes: number) => number;

/** A tree that has no room was not added: it is left to ObjectGraph.addTree, after `finish`. */
export type TreeOutcome = 'whole' | 'malformed' | 'no-room';

const FIRST_NAMES_BYTES = 1 << 20;
const FIRST_ENTRIES = 1 << 12;
const INT_BYTES = 4;
/** Behind the object's name there are a digit, a blank and a NUL at least. */
const LEAST_BESIDE_OID = 3;
const NO_ROOM = -1;

/** The objects that have a rank when this begins are the ones that the engine knows; names get their numbers from it until `finish`. */
export class TreeReader {
  readonly #kernel: TreeKernel;
  readonly #graph: ObjectGraph;
  readonly #allocate: Allocate;
  readonly #objects: number;
  #names: number;
  #namesBytes = FIRST_NAMES_BYTES;
  /** Two columns of so many entries. */
  #columns: number;
  #capacity = FIRST_ENTRIES;
  #words: Int32Array = new Int32Array(0);

  constructor(kernel: TreeKernel, graph: ObjectGraph, allocate: Allocate) {
    this.#kernel = kernel;
    this.#graph = graph;
    this.#allocate = allocate;
    this.#objects = this.#makeObjects();
    this.#names = allocate(this.#namesBytes);
    this.#columns = allocate(2 * FIRST_ENTRIES * INT_BYTES);
    if (this.#names !== NO_ROOM) kernel.makeNameTable(this.#names, this.#namesBytes, seed());
  }

  /** Reads the tree at that address. The answer is that of `addTree`: what could be read of a malformed one is kept. */
  read(rank: number, address: number, length: number): TreeOutcome {
    const most = Math.floor(length / (this.#graph.oids.width + LEAST_BESIDE_OID));
    if (!this.#hasColumns(most) || this.#objects === NO_ROOM || this.#names === NO_ROOM) return 'no-room';
    let answer = this.#readOnce(address, length);
    while (answer === NAMES_FULL) {
      if (!this.#growNames()) return 'no-room';
      answer = this.#readOnce(address, length);
    }
    const count = answer < 0 ? -1 - answer : answer;
    const { memory } = this.#kernel;
    if (this.#words.buffer !== memory.buffer) this.#words = wordsOf(memory);
    const children = this.#columns / INT_BYTES;
    const columns = { words: this.#words, children, names: children + this.#capacity, count };
    this.#graph.addTreeEntries(rank, columns, memory, address);
    return answer < 0 ? 'malformed' : 'whole';
  }

  /** Gives the graph the names. Nothing is read behind this. */
  finish(): void {
    if (this.#names !== NO_ROOM) this.#graph.names.adopt(readNameTable(this.#kernel.memory, this.#names));
  }

  #makeObjects(): number {
    const { oids } = this.#graph;
    const names = this.#allocate(oids.size * oids.width);
    const table = this.#allocate(this.#kernel.objectTableBytes(oids.size));
    if (names === NO_ROOM || table === NO_ROOM) return NO_ROOM;
    oids.copyNames(this.#kernel.memory, names);
    this.#kernel.makeObjectTable(table, names, oids.size, oids.width, seed());
    return table;
  }

  #readOnce(address: number, length: number): number {
    const numbers = this.#columns + this.#capacity * INT_BYTES;
    return this.#kernel.readTree(address, length, this.#objects, this.#names, this.#columns, numbers);
  }

  #hasColumns(entries: number): boolean {
    if (this.#columns !== NO_ROOM && entries <= this.#capacity) return true;
    const capacity = Math.max(entries, this.#capacity * 2);
    const columns = this.#allocate(2 * capacity * INT_BYTES);
    if (columns === NO_ROOM) return false;
    this.#columns = columns;
    this.#capacity = capacity;
    return true;
  }

  #growNames(): boolean {
    const bytes = this.#namesBytes * 2;
    const grown = this.#allocate(bytes);
    if (grown === NO_ROOM) return false;
    this.#kernel.growNameTable(this.#names, grown, bytes);
    this.#names = grown;
    this.#namesBytes = bytes;
    return true;
  }
}

/** The memory begins where its buffer begins, or at a multiple of eight: a Buffer out of a pool would not. */
function wordsOf(memory: Buffer): Int32Array {
  return new Int32Array(memory.buffer, memory.byteOffset, Math.floor(memory.length / INT_BYTES));
}

/** Whoever made the objects cannot know it, so cannot make the tables slow. */
function seed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
