import { constants, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plainInflate } from '../../src/engine/plain/inflate.ts';
import { BitWriter, dynamicBlock, dynamicHead, wrap } from './support/bit-writer.ts';
import { CANARIES, engine, guard, isGuardIntact, plain, seededNumbers } from './support/kernels.ts';
import { fc } from '../support/property.ts';

interface Outcome {
  readonly result: number;
  readonly bytes: Buffer;
}

/** Both kernels hold the same bytes at the same places. */
function inflateWith(kernel: typeof engine, stream: Buffer, capacity: number): Outcome {
  const source = kernel.arena;
  const target = source + stream.length + 2 * CANARIES;
  if (!kernel.reserve(target + capacity + CANARIES)) throw new Error('no room');
  const { memory } = kernel;
  guard(memory, target, capacity);
  stream.copy(memory, source);
  const result = kernel.inflate(source, stream.length, target, capacity);
  if (!isGuardIntact(memory, target, capacity)) throw new Error('written outside of the target');
  return { result, bytes: Buffer.from(memory.subarray(target, target + Math.max(0, result))) };
}

/** @returns the engine's outcome, when the twin says the same */
function inflate(stream: Buffer, capacity: number): Outcome {
  const outcome = inflateWith(engine, stream, capacity);
  const twin = inflateWith(plain, stream, capacity);
  if (outcome.result === -2 && twin.result === -1) {
    // Both are right, if the stream is malformed further on.
    expect(inflateWith(plain, stream, 200_000).result).toBe(-1);
    return outcome;
  }
  // Cheaper than toEqual, and this runs thousands of times.
  if (outcome.result !== twin.result || !outcome.bytes.equals(twin.bytes)) {
    throw new Error(`engine ${outcome.result}, twin ${twin.result}: ${stream.toString('hex')}`);
  }
  return outcome;
}

const random = seededNumbers(1);
const noise = Buffer.from(Array.from({ length: 70_000 }, () => random(256)));
const words = ['const ', 'token', ' = ', 'import { readFile } from ', "'node:fs';\n", 'é', '0x', '  ', '}\n'];
const text = Buffer.from(Array.from({ length: 20_000 }, () => words[random(words.length)] ?? '').join(''));
const skewed = Buffer.from(
  Array.from({ length: 40_000 }, () => Math.floor(255 * (random(1000) / 1000) ** 6)),
);

const CONTENTS = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('x'),
  'a line': Buffer.from('the quick brown fox jumps over the lazy dog\n'),
  zeros: Buffer.alloc(100_000),
  noise: noise,
  'little noise': noise.subarray(0, 300),
  text: text,
  'skewed bytes': skewed,
  'all distances below 40': Buffer.concat(
    Array.from({ length: 40 }, (_, distance) => [
      noise.subarray(0, distance),
      noise.subarray(0, distance),
    ]).flatMap((pair) => [...pair, ...pair, ...pair]),
  ),
  'distances of nearly 32 KiB': Buffer.concat([noise.subarray(0, 32_700), noise.subarray(0, 32_700)]),
};
const STRATEGIES = ['Z_DEFAULT_STRATEGY', 'Z_FILTERED', 'Z_HUFFMAN_ONLY', 'Z_RLE', 'Z_FIXED'] as const;

describe.each(Object.entries(CONTENTS))('%s', (_, content) => {
  it.each(STRATEGIES)('is what it was, from every level, window and memory: %s', (name) => {
    for (const level of [0, 1, 9]) {
      for (const [windowBits, memLevel] of [
        [15, 8],
        [9, 1],
        [12, 9],
      ] as const) {
        const stream = deflateSync(content, { level, windowBits, memLevel, strategy: constants[name] });
        const { result, bytes } = inflate(stream, content.length);
        expect(result).toBe(content.length);
        expect(bytes.equals(content)).toBe(true);
      }
    }
  });

  it('does not fit where a byte less fits', () => {
    if (content.length === 0) return;
    for (const level of [0, 1, 9])
      expect(inflate(deflateSync(content, { level }), content.length - 1).result).toBe(-2);
  });
});

describe('a stream', () => {
  it('may be followed by anything', () => {
    const stream = Buffer.concat([deflateSync(text), noise.subarray(0, 50)]);
    expect(inflate(stream, text.length + 100).bytes.equals(text)).toBe(true);
  });

  it('may end where the memory ends', () => {
    for (const content of Object.values(CONTENTS)) {
      for (const level of [0, 1, 9]) {
        const stream = deflateSync(content, { level });
        engine.reserve(engine.arena + content.length + stream.length + 200_000);
        const { memory } = engine;
        for (const length of [stream.length, stream.length - 1, stream.length >> 1, 3]) {
          const source = memory.length - length;
          stream.copy(memory, source, 0, length);
          const result = engine.inflate(source, length, engine.arena, content.length);
          expect(result).toBe(length === stream.length ? content.length : -1);
        }
        stream.copy(memory, memory.length - stream.length);
        engine.inflate(memory.length - stream.length, stream.length, engine.arena, content.length);
        expect(memory.subarray(engine.arena, engine.arena + content.length).equals(content)).toBe(true);
      }
    }
  });

  it('may fill the memory up to its end', () => {
    const stream = deflateSync(text);
    stream.copy(engine.memory, engine.arena);
    const target = engine.memory.length - text.length;
    expect(engine.inflate(engine.arena, stream.length, target, text.length)).toBe(text.length);
    expect(engine.memory.subarray(target).equals(text)).toBe(true);
  });

  it('is what it was, whatever it was', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 60 }))
        .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes))),
      fc.integer({ min: 0, max: text.length - 500 }).map((at) => text.subarray(at, at + 500)),
    );
    const options = fc.record({
      level: fc.integer({ min: 0, max: 9 }),
      memLevel: fc.integer({ min: 1, max: 9 }),
      windowBits: fc.integer({ min: 9, max: 15 }),
      strategy: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), options, (pieces, settings) => {
        const content = Buffer.concat(pieces);
        expect(inflate(deflateSync(content, settings), content.length + 3).bytes.equals(content)).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('a damaged stream is judged as zlib judges it', () => {
  const streams = {
    stored: deflateSync(text.subarray(0, 100), { level: 0 }),
    fixed: deflateSync(text.subarray(0, 150), { strategy: constants.Z_FIXED }),
    dynamic: deflateSync(text.subarray(0, 600)),
    'dynamic with long codes': deflateSync(skewed.subarray(0, 700), { level: 9 }),
    'several blocks': deflateSync(Buffer.concat([text.subarray(0, 300), noise.subarray(0, 300)]), {
      memLevel: 1,
    }),
  };

  it.each(Object.entries(streams))('%s: any byte changed', (_, stream) => {
    const verdicts = new Set<number>();
    for (let at = 0; at < stream.length; at++) {
      for (const change of [1, 0x80, random(255) + 1]) {
        const damaged = Buffer.from(stream);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        verdicts.add(Math.min(0, inflate(damaged, 2000).result));
        if (change === 1) inflate(damaged, 100);
      }
    }
    expect(verdicts).toContain(-1);
  });

  it.each(Object.entries(streams))('%s: cut short anywhere', (_, stream) => {
    for (let length = 0; length < stream.length; length++) {
      expect(inflate(stream.subarray(0, length), 2000).result).toBe(-1);
      inflate(stream.subarray(0, length), 90);
    }
  });

  it('noise behind a right header', () => {
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(Array.from({ length: 3 + random(80) }, () => random(256)));
      bytes.set([0x78, 0x9c, ((bytes[2] ?? 0) & ~6) | ((random(2) + 1) << 1)]);
      inflate(bytes, 300);
    }
  });

  it('every header', () => {
    const stream = deflateSync(Buffer.from('x'));
    const good: number[] = [];
    for (let header = 0; header < 0x10000; header++) {
      stream.writeUInt16BE(header);
      const isDivisible = header % 31 === 0;
      const { result } = isDivisible ? inflate(stream, 100) : inflateWith(engine, stream, 100);
      if (result >= 0) good.push(header);
    }
    // Eight windows, four levels, and no dictionary.
    expect(good).toHaveLength(32);
  });
});

/** Code lengths by symbol, zeros between. */
function lengths(count: number, given: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: count }, (_, symbol) => given[symbol] ?? 0);
}

describe('a block made by hand', () => {
  const end = { 256: 1 };
  const pair = { 65: 1, 256: 1 };

  it.each<[string, Buffer, number]>([
    ['reserved kind', new BitWriter().number(1, 1).number(3, 2).number(0, 64).bytes(), -1],
    [
      'stored, lengths agree',
      new BitWriter().number(1, 8).number(2, 16).number(0xfffd, 16).number(0x4242, 16).bytes(),
      2,
    ],
    [
      'stored, lengths disagree',
      new BitWriter().number(1, 8).number(2, 16).number(0xfffc, 16).number(0, 64).bytes(),
      -1,
    ],
    ['286 literals', dynamicBlock(lengths(286, pair), [0]).code(0, 1).code(1, 1).bytes(), 1],
    ['287 literals', dynamicBlock(lengths(287, pair), [0]).code(0, 1).code(1, 1).number(0, 64).bytes(), -1],
    ['30 distances', dynamicBlock(lengths(257, pair), lengths(30, {})).code(1, 1).bytes(), 0],
    ['31 distances', dynamicBlock(lengths(257, pair), lengths(31, {})).code(1, 1).number(0, 64).bytes(), -1],
    [
      'no end of block',
      dynamicBlock(lengths(257, { 65: 1, 66: 1 }), [0])
        .code(0, 1)
        .number(0, 64)
        .bytes(),
      -1,
    ],
    ['nothing but the end', dynamicBlock(lengths(257, end), [0]).code(0, 1).bytes(), 0],
    [
      'nothing but the end, and no code',
      dynamicBlock(lengths(257, end), [0]).code(1, 1).number(0, 64).bytes(),
      -1,
    ],
    [
      'nothing but the end, in two bits',
      dynamicBlock(lengths(257, { 256: 2 }), [0])
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'incomplete literals',
      dynamicBlock(lengths(257, { 65: 2, 256: 1 }), [0])
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'too many literals',
      dynamicBlock(lengths(257, { 65: 1, 66: 1, 256: 1 }), [0])
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'one distance',
      dynamicBlock(lengths(258, { 65: 1, 256: 2, 257: 2 }), [1])
        .code(0, 1)
        .code(3, 2)
        .code(0, 1)
        .code(2, 2)
        .bytes(),
      4,
    ],
    [
      'one distance, and no code',
      dynamicBlock(lengths(258, { 65: 1, 256: 2, 257: 2 }), [1])
        .code(0, 1)
        .code(3, 2)
        .code(1, 1)
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'one distance in two bits',
      dynamicBlock(lengths(258, { 65: 1, 256: 2, 257: 2 }), [2])
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'no distance, and one is asked for',
      dynamicBlock(lengths(258, { 65: 1, 256: 2, 257: 2 }), [0])
        .code(0, 1)
        .code(3, 2)
        .number(0, 64)
        .bytes(),
      -1,
    ],
    [
      'a distance in front of the beginning',
      dynamicBlock(lengths(258, { 65: 1, 256: 2, 257: 2 }), [0, 1])
        .code(0, 1)
        .code(3, 2)
        .code(0, 1)
        .code(2, 2)
        .bytes(),
      -1,
    ],
    [
      'incomplete distances',
      dynamicBlock(lengths(257, pair), [2, 2, 2]).code(1, 1).number(0, 64).bytes(),
      -1,
    ],
    ['too many distances', dynamicBlock(lengths(257, pair), [1, 1, 1]).code(1, 1).number(0, 64).bytes(), -1],
    [
      'incomplete length codes',
      dynamicHead({ literals: 257, distances: 1 }, { 0: 1 }).number(0, 400).bytes(),
      -1,
    ],
    ['no length codes', dynamicHead({ literals: 257, distances: 1 }, {}).number(0, 400).bytes(), -1],
    [
      'too many length codes',
      dynamicHead({ literals: 257, distances: 1 }, { 0: 1, 1: 1, 2: 1 }).number(0, 400).bytes(),
      -1,
    ],
    [
      'a repeat of nothing',
      dynamicHead({ literals: 257, distances: 1 }, { 16: 1, 1: 1 }).code(1, 1).number(0, 400).bytes(),
      -1,
    ],
    ['repeats up to the end', repeats(138, 118).bytes(), 0],
    ['a repeat behind the end', repeats(138, 119).bytes(), -1],
    ['fixed, symbol 286', new BitWriter().number(1, 1).number(1, 2).code(0xc6, 8).number(0, 64).bytes(), -1],
    [
      'fixed, distance 30',
      new BitWriter().number(1, 1).number(1, 2).code(0x30, 8).code(1, 7).code(30, 5).number(0, 64).bytes(),
      -1,
    ],
  ])('%s', (_, deflated, expected) => {
    expect(inflate(wrap(deflated), 100).result).toBe(expected);
  });

  /** 1 and zeros: a first literal, then 138 zeros, so many more, and the end of the block. */
  function repeats(first: number, second: number): BitWriter {
    const writer = dynamicHead({ literals: 257, distances: 1 }, { 18: 1, 1: 2, 0: 2 });
    // Codes: 18 is 0, 0 is 10, 1 is 11.
    writer
      .code(0, 1)
      .number(first - 11, 7)
      .code(0, 1)
      .number(second - 11, 7);
    for (let zeros = first + second; zeros < 256; zeros++) writer.code(2, 2);
    return first + second > 256 ? writer.code(3, 2).number(0, 64) : writer.code(3, 2).code(2, 2).code(0, 1);
  }

  it('with any code, complete or nearly', () => {
    const verdicts = { good: 0, bad: 0 };
    const numbers = seededNumbers(3);
    // A stored block in front: something that distances can reach.
    const past = Buffer.concat([Buffer.from([0, 0xb8, 0x0b, 0x47, 0xf4]), noise.subarray(0, 3000)]);
    for (let round = 0; round < 500; round++) {
      const literals = lengths(257 + numbers(30), {});
      spread(literals, treeDepths(2 + numbers(280), numbers), numbers);
      if ((literals[256] ?? 0) === 0)
        swap(
          literals,
          256,
          literals.findIndex((length) => length > 0),
        );
      const distances = lengths(1 + numbers(30), {});
      spread(distances, treeDepths(2 + numbers(28), numbers), numbers);
      if (numbers(4) === 0) nudge(numbers(2) === 0 ? literals : distances, numbers);
      const writer = dynamicBlock(literals, distances);
      for (let bit = 0; bit < 600; bit++) writer.number(numbers(2), 1);
      const { result } = inflate(wrap(Buffer.concat([past, writer.number(0, 32).bytes()])), 5000);
      verdicts[result >= 0 ? 'good' : 'bad']++;
    }
    expect(verdicts.good).toBeGreaterThan(50);
    expect(verdicts.bad).toBeGreaterThan(50);
  });
});

/** Depths of the leaves of a tree, none below 15: a leaf is split again and again, preferably a new one. */
function treeDepths(leaves: number, numbers: (below: number) => number): number[] {
  const depths = [1, 1];
  while (depths.length < leaves) {
    const at = numbers(3) === 0 ? depths.length - 1 : numbers(depths.length);
    const depth = depths[at] ?? 15;
    if (depth >= 15) continue;
    depths[at] = depth + 1;
    depths.push(depth + 1);
  }
  return depths;
}

/** Gives depths to symbols; those for whom there is no symbol are lost, and the code is incomplete. */
function spread(target: number[], depths: readonly number[], numbers: (below: number) => number): void {
  const symbols = [...target.keys()];
  for (const [index, depth] of depths.slice(0, symbols.length).entries()) {
    swap(symbols, index, index + numbers(symbols.length - index));
    target[symbols[index] ?? 0] = depth;
  }
}

function swap(list: number[], one: number, other: number): void {
  [list[one], list[other]] = [list[other] ?? 0, list[one] ?? 0];
}

function nudge(list: number[], numbers: (below: number) => number): void {
  const at = numbers(list.length);
  list[at] = Math.max(0, Math.min(15, (list[at] ?? 0) + (numbers(2) === 0 ? 1 : -1)));
}

describe('the twin', () => {
  it('tells what is too large from what is malformed', () => {
    const stream = deflateSync(text);
    const memory = Buffer.alloc(stream.length + text.length);
    stream.copy(memory);
    expect(plainInflate(memory, 0, stream.length, stream.length, text.length)).toBe(text.length);
    expect(plainInflate(memory, 0, stream.length, stream.length, 100)).toBe(-2);
    expect(plainInflate(memory, 0, stream.length - 1, stream.length, text.length)).toBe(-1);
    expect(plainInflate(memory, 0, 0, stream.length, 0)).toBe(-1);
  });
});
