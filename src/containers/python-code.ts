/**
 * Compiled Python: the constants of a module and of what is in it, one a line, `name = "constant"` where the code gives one to a name
 * (https://docs.python.org/3/library/marshal.html and dis.html; the words of the versions are those of CPython's pycore_magic_number.h,
 * the numbers of instructions those of its opcode_ids.h).
 */
import type { Container } from './container.ts';
import { type CodeLayout, type CodeObject, Damaged, MarshalReader } from './marshal.ts';

/** Behind a word that differs by version comes the end of a line: a file that was copied as text is spoiled. */
const LINE_END = 0x0a0d;
const HEADER_BYTES = 16;
/** A code object; the first bit says that it is referred to. */
const CODE = 0x63;
/** Words from which on code is laid out otherwise, newest first: Python 3.11, 3.8, 3.7. Before, the header was shorter. */
const LAYOUTS: ReadonlyArray<readonly [word: number, layout: CodeLayout]> = [
  [3450, { numbers: 5, between: 5, behind: 2 }],
  [3400, { numbers: 6, between: 5, behind: 1 }],
  [3390, { numbers: 5, between: 5, behind: 1 }],
];
const LAST_WORD = 3799;
/** Numbers of the three instructions that say which name a constant is given. */
interface Operations {
  readonly loadConstant: number;
  readonly storeName: number;
  readonly extended: number;
}

/** From which word on they are these, newest first: 3.15, 3.14, the trials of 3.14, 3.13, its trials, and all before. Where they are not known, constants have no names. */
const NUMBERS: ReadonlyArray<readonly [word: number, numbers: Operations | undefined]> = [
  [3650, undefined],
  [3627, { loadConstant: 82, storeName: 116, extended: 69 }],
  [3600, undefined],
  [3571, { loadConstant: 83, storeName: 114, extended: 71 }],
  [3550, undefined],
  [0, { loadConstant: 100, storeName: 90, extended: 144 }],
];

export const pythonCode: Container = {
  opens: (bytes) =>
    bytes.length > HEADER_BYTES &&
    bytes.readUInt16LE(2) === LINE_END &&
    layoutOf(bytes) !== undefined &&
    ((bytes[HEADER_BYTES] ?? 0) & 0x7f) === CODE,
  *members(bytes, { budget, onTrouble }) {
    const text = new CodeText(budget.largest, numbersOf(bytes.readUInt16LE(0)));
    const layout = layoutOf(bytes);
    if (!layout) return;
    try {
      new MarshalReader(bytes, HEADER_BYTES, layout, (code) => text.add(code)).read();
    } catch (error) {
      if (!(error instanceof Damaged || error instanceof RangeError)) throw error;
      onTrouble('damaged', '');
    }
    if (text.isFull) onTrouble('limit', '');
    budget.spendBytes(text.length);
    if (text.length > 0) yield { name: 'constants', bytes: text.bytes() };
  },
};

function layoutOf(bytes: Buffer): CodeLayout | undefined {
  const word = bytes.readUInt16LE(0);
  if (word > LAST_WORD) return undefined;
  return LAYOUTS.find(([first]) => word >= first)?.[1];
}

function numbersOf(word: number): Operations | undefined {
  return NUMBERS.find(([first]) => word >= first)?.[1];
}

class CodeText {
  readonly #lines: string[] = [];
  readonly #most: number;
  readonly #operations: Operations | undefined;
  length = 0;
  isFull = false;

  constructor(most: number, operations: Operations | undefined) {
    this.#most = most;
    this.#operations = operations;
  }

  add(code: CodeObject): void {
    const names = this.#operations ? namesGiven(code, this.#operations) : new Map<number, string>();
    for (const [index, constant] of code.constants.entries()) {
      if (constant === undefined || constant === '') continue;
      const name = names.get(index);
      this.#push(name === undefined || constant.includes('\n') ? constant : `${name} = ${quoted(constant)}`);
    }
  }

  bytes(): Buffer {
    return Buffer.from(this.#lines.join('\n'));
  }

  /** A constant may be referred to more often than it stands there. */
  #push(line: string): void {
    this.isFull ||= this.length + line.length > this.#most;
    if (this.isFull) return;
    this.#lines.push(line);
    this.length += line.length + 1;
  }
}

/** Names of constants that are loaded and stored at once, by the constant's index. */
function namesGiven(
  { bytecode, names }: CodeObject,
  { loadConstant, storeName, extended }: Operations,
): Map<number, string> {
  const given = new Map<number, string>();
  let [high, loaded] = [0, -1];
  for (let at = 0; at + 1 < bytecode.length; at += 2) {
    const operation = bytecode.readUInt8(at);
    const argument = high * 256 + bytecode.readUInt8(at + 1);
    high = operation === extended ? argument : 0;
    if (operation === extended) continue;
    const name = operation === storeName && loaded >= 0 ? names[argument] : undefined;
    if (name !== undefined) given.set(loaded, name);
    loaded = operation === loadConstant ? argument : -1;
  }
  return given;
}

function quoted(text: string): string {
  const quote = text.includes('"') ? "'" : '"';
  return quote + text + quote;
}
