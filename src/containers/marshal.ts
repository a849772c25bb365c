/** Reads what Python's marshal wrote, as far as code objects and their constants go (CPython's Python/marshal.c). */

export type Constant = string | undefined;

export interface CodeObject {
  readonly bytecode: Buffer;
  readonly constants: readonly Constant[];
  readonly names: readonly Constant[];
}

/** What is read: a text, the members of a tuple, bytes; anything else is nothing. */
type Value = string | Buffer | readonly Value[] | undefined;

/** As deep as CPython itself writes. */
const MOST_DEPTH = 200;
const HAS_REFERENCE = 0x80;
/** Bytes behind the letter of a type that says no more. */
const FIXED: Readonly<Record<string, number>> = {
  '0': 0,
  N: 0,
  F: 0,
  T: 0,
  S: 0,
  '.': 0,
  i: 4,
  I: 8,
  g: 8,
  y: 16,
};
/** How many bytes say how long it is. */
const TEXTS: Readonly<Record<string, number>> = { z: 1, Z: 1, f: 1, a: 4, A: 4, u: 4, t: 4 };
/** The same of lists; a slice, from 3.14 on, has three parts and does not say so. */
const LISTS: Readonly<Record<string, number>> = { ')': 1, '(': 4, '[': 4, '<': 4, '>': 4, ':': 0 };
const SLICE_PARTS = 3;

/** Numbers in front of the code, parts between names and the line, and behind it. */
export interface CodeLayout {
  readonly numbers: number;
  readonly between: number;
  readonly behind: number;
}

export class Damaged extends Error {}

export class MarshalReader {
  readonly #bytes: Buffer;
  readonly #layout: CodeLayout;
  readonly #onCode: (code: CodeObject) => void;
  readonly #references: Value[] = [];
  #at: number;
  /** Entries that may still be given: many codes can refer to the same. */
  #left: number;

  constructor(bytes: Buffer, from: number, layout: CodeLayout, onCode: (code: CodeObject) => void) {
    this.#bytes = bytes;
    this.#at = from;
    this.#left = bytes.length * 4;
    this.#layout = layout;
    this.#onCode = onCode;
  }

  /** @throws {Damaged} @throws {RangeError} as a Buffer does */
  read(depth = 0): Value {
    if (depth > MOST_DEPTH) throw new Damaged('too deep');
    const byte = this.#bytes.readUInt8(this.#at++);
    const reference = (byte & HAS_REFERENCE) !== 0 ? this.#references.push(undefined) - 1 : -1;
    const value = this.#readAs(String.fromCharCode(byte & 0x7f), depth);
    if (reference >= 0) this.#references[reference] = value;
    return value;
  }

  #readAs(type: string, depth: number): Value {
    const fixed = FIXED[type];
    if (fixed !== undefined) return this.#skip(fixed);
    const text = TEXTS[type];
    if (text !== undefined)
      return this.#take(this.#number(text)).toString(type === 'u' || type === 't' ? 'utf8' : 'latin1');
    const list = LISTS[type];
    if (list !== undefined) return this.#list(list, depth);
    if (type === 's') return this.#take(this.#number(4));
    if (type === 'r') return this.#references[this.#number(4)];
    if (type === 'l') return this.#skip(Math.abs(this.#number(4) | 0) * 2);
    if (type === 'c') return this.#code(depth);
    throw new Damaged('no such type');
  }

  #code(depth: number): undefined {
    const { numbers, between, behind } = this.#layout;
    this.#skip(numbers * 4);
    const [bytecode, constants, names] = [this.read(depth + 1), this.read(depth + 1), this.read(depth + 1)];
    for (let part = 0; part < between; part++) this.read(depth + 1);
    this.#skip(4);
    for (let part = 0; part < behind; part++) this.read(depth + 1);
    if (!(bytecode instanceof Buffer)) throw new Damaged('no code');
    this.#left -= bytecode.length + lengthOf(constants) + lengthOf(names);
    if (this.#left < 0) throw new Damaged('too much of the same');
    this.#onCode({ bytecode, constants: textsOf(constants), names: textsOf(names) });
    return undefined;
  }

  #list(lengthBytes: number, depth: number): Value[] {
    const length = lengthBytes === 0 ? SLICE_PARTS : this.#number(lengthBytes);
    if (length > this.#bytes.length - this.#at) throw new Damaged('too long');
    return Array.from({ length }, () => this.read(depth + 1));
  }

  #number(bytes: number): number {
    this.#at += bytes;
    return this.#bytes.readUIntLE(this.#at - bytes, bytes);
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw new Damaged('too long');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #skip(length: number): undefined {
    this.#take(length);
    return undefined;
  }
}

function lengthOf(value: Value): number {
  return Array.isArray(value) ? value.length : 0;
}

/** Bytes that are text count as one. */
function textsOf(value: Value): Constant[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: Value) => {
    if (one instanceof Buffer) return one.toString('latin1');
    return typeof one === 'string' ? one : undefined;
  });
}
