/**
 * Compiled Python: the constants of a module and of what is in it, one a line, `name = "constant"` where the code gives one to a name
 * (https://docs.python.org/3/library/marshal.html and dis.html; the words of the versions are those of CPython's pycore_magic_number.h).
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
/** Until 3.12; later ones have other numbers, and give their constants without names. */
const LAST_NUMBERED = 3549;
const [LOAD_CONST, STORE_NAME, EXTENDED] = [100, 90, 144] as const;

export const pythonCode: Container = {
  opens: (bytes) =>
    bytes.length > HEADER_BYTES &&
    bytes.readUInt16LE(2) === LINE_END &&
    layoutOf(bytes) !== undefined &&
    ((bytes[HEADER_BYTES] ?? 0) & 0x7f) === CODE,
  *members(bytes, { budget, onTrouble }) {
    const text = new CodeText(budget.largest, bytes.readUInt16LE(0) <= LAST_NUMBERED);
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

class CodeText {
  readonly #lines: string[] = [];
  readonly #most: number;
  readonly #isNumbered: boolean;
  length = 0;
  isFull = false;

  constructor(most: number, isNumbered: boolean) {
    this.#most = most;
    this.#isNumbered = isNumbered;
  }

  add(code: CodeObject): void {
    const names = this.#isNumbered ? namesGiven(code) : new Map<number, string>();
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
function namesGiven({ bytecode, names }: CodeObject): Map<number, string> {
  const given = new Map<number, string>();
  let [high, loaded] = [0, -1];
  for (let at = 0; at + 1 < bytecode.length; at += 2) {
    const operation = bytecode.readUInt8(at);
    const argument = high * 256 + bytecode.readUInt8(at + 1);
    high = operation === EXTENDED ? argument : 0;
    if (operation === EXTENDED) continue;
    const name = operation === STORE_NAME && loaded >= 0 ? names[argument] : undefined;
    if (name !== undefined) given.set(loaded, name);
    loaded = operation === LOAD_CONST ? argument : -1;
  }
  return given;
}

function quoted(text: string): string {
  const quote = text.includes('"') ? "'" : '"';
  return quote + text + quote;
}
