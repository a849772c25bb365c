/** Damage of all kinds, the same for the same dice. */

/** Numbers that a round draws; they depend on nothing but seed and round. */
export class Dice {
  #state: number;

  constructor(seed: number, round: number) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b)) >>> 0;
    for (let turn = 0; turn < 4; turn++) this.below(2);
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    const mixed = Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) >>> 0;
    return Math.floor((((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32) * limit);
  }

  /** Words, so that it can be compressed. */
  bytes(length: number): Buffer {
    const words = Array.from({ length: Math.ceil(length / 4) }, () => WORDS[this.below(WORDS.length)] ?? '');
    return Buffer.from(words.join('')).subarray(0, length);
  }

  /** Numbers at which something ends. */
  extreme(): number {
    return EXTREMES[this.below(EXTREMES.length)] ?? 0;
  }
}

const WORDS = [
  'const ',
  'token',
  ' = ',
  'password',
  '"',
  '\n',
  '0x',
  'é',
  '  ',
  '}\n',
  'abcdefgh',
  'secret: ',
];
const EXTREMES = [
  0,
  1,
  127,
  128,
  0xffff,
  0x10000,
  0xffffff,
  0x1000000,
  100_000_000,
  0x7fffffff,
  0x80000000,
  0xffffffff,
  2 ** 40,
  2 ** 53,
];

/** One to four damages; now and then none. */
export function mutate(whole: Buffer, dice: Dice): Buffer {
  let bytes: Buffer = Buffer.from(whole);
  for (let left = dice.below(5); left > 0 && bytes.length > 0; left--)
    bytes = (DAMAGES[dice.below(DAMAGES.length)] ?? flip)(bytes, dice);
  return bytes;
}

type Damage = (bytes: Buffer, dice: Dice) => Buffer;

function flip(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  return bytes;
}

function overwrite(bytes: Buffer, dice: Dice): Buffer {
  const value = [0, 0xff, 0x80, 0x7f, dice.below(256)][dice.below(5)] ?? 0;
  const at = dice.below(bytes.length);
  return bytes.fill(value, at, Math.min(bytes.length, at + 1 + dice.below(9)));
}

function truncate(bytes: Buffer, dice: Dice): Buffer {
  return bytes.subarray(0, dice.below(bytes.length + 1));
}

/** A stretch of it once more, somewhere else. */
function duplicate(bytes: Buffer, dice: Dice): Buffer {
  const from = dice.below(bytes.length);
  const at = dice.below(bytes.length);
  const stretch = bytes.subarray(from, from + dice.below(64));
  return Buffer.concat([bytes.subarray(0, at), stretch, bytes.subarray(at)]);
}

function cut(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(20))]);
}

/** A varint that goes on and on. */
function lengthen(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length);
  const varint = Buffer.alloc(1 + dice.below(12), 0xff);
  return Buffer.concat([
    bytes.subarray(0, at),
    varint,
    bytes.subarray(at + (dice.below(2) === 0 ? 0 : varint.length)),
  ]);
}

/** Two words of four bytes change places, as offsets in an index. */
function swap(bytes: Buffer, dice: Dice): Buffer {
  const words = Math.floor(bytes.length / 4);
  if (words < 2) return bytes;
  const [one, other] = [dice.below(words) * 4, dice.below(words) * 4];
  const held = Buffer.from(bytes.subarray(one, one + 4));
  bytes.copy(bytes, one, other, other + 4);
  held.copy(bytes, other);
  return bytes;
}

function extremeWord(bytes: Buffer, dice: Dice): Buffer {
  if (bytes.length < 4) return bytes;
  bytes.writeUInt32BE(dice.extreme() % 2 ** 32, dice.below(Math.floor(bytes.length / 4)) * 4);
  return bytes;
}

const DAMAGES: readonly Damage[] = [
  flip,
  flip,
  flip,
  overwrite,
  overwrite,
  truncate,
  duplicate,
  cut,
  lengthen,
  swap,
  extremeWord,
];
