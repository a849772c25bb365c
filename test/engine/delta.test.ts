import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainDeltaSize } from '../../src/engine/plain/delta.ts';
import { type PackForest, readPackForest } from '../../src/git/pack/pack-forest.ts';
import { readPackIndex } from '../../src/git/pack/pack-index.ts';
import { makeRepository } from '../support/make-repository.ts';
import { CANARIES, engine, guard, isGuardIntact, plain, seededNumbers } from './support/kernels.ts';

interface Applied {
  readonly size: number;
  readonly count: number;
  readonly bytes: Buffer;
  readonly runs: readonly number[];
}

interface Room {
  readonly shortestRun?: number;
  /** Otherwise what deltaSize says. */
  readonly targetLength?: number;
}

const RUN_BYTES = 12;

function applyWith(kernel: typeof engine, base: Buffer, delta: Buffer, room: Room): Applied {
  const baseAt = kernel.arena + CANARIES;
  const deltaAt = baseAt + base.length + CANARIES;
  kernel.reserve(deltaAt + delta.length);
  base.copy(kernel.memory, baseAt);
  delta.copy(kernel.memory, deltaAt);
  const size = kernel.deltaSize(deltaAt, delta.length, base.length);
  const targetLength = room.targetLength ?? size;
  if (targetLength < 0 || targetLength > 1e6) return { size, count: -1, bytes: Buffer.alloc(0), runs: [] };
  const shortestRun = room.shortestRun ?? 1;
  const runsLength = (Math.min(delta.length, Math.floor(targetLength / shortestRun)) + 1) * RUN_BYTES;
  const target = deltaAt + delta.length + CANARIES;
  const runs = target + targetLength + 2 * CANARIES;
  kernel.reserve(runs + runsLength + CANARIES);
  const { memory } = kernel;
  guard(memory, target, targetLength);
  guard(memory, runs, runsLength);
  const count = kernel.applyDelta(
    baseAt,
    base.length,
    deltaAt,
    delta.length,
    target,
    targetLength,
    runs,
    shortestRun,
  );
  if (!isGuardIntact(memory, target, targetLength) || !isGuardIntact(memory, runs, runsLength))
    throw new Error('written outside of the target');
  if (!base.equals(memory.subarray(baseAt, baseAt + base.length))) throw new Error('written into the base');
  return {
    size,
    count,
    bytes: Buffer.from(memory.subarray(target, target + (count < 0 ? 0 : targetLength))),
    runs: Array.from({ length: Math.max(0, count) * 3 }, (_, index) => memory.readUInt32LE(runs + index * 4)),
  };
}

/** @returns what the engine makes of it, when the twin makes the same of it */
function apply(base: Buffer, delta: Buffer, room: Room = {}): Applied {
  const applied = applyWith(engine, base, delta, room);
  const twin = applyWith(plain, base, delta, room);
  const isSame =
    applied.size === twin.size &&
    applied.count === twin.count &&
    applied.bytes.equals(twin.bytes) &&
    applied.runs.join() === twin.runs.join();
  if (!isSame) expect(applied).toEqual(twin);
  return applied;
}

function sizeBytes(size: number): number[] {
  const bytes: number[] = [];
  let left = size;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push(0x80 | (left % 128));
  return [...bytes, left];
}

function copy(from: number, length: number): number[] {
  const given = length === 0x10000 ? 0 : length;
  const bytes = [from, from >>> 8, from >>> 16, from >>> 24, given, given >>> 8, given >>> 16].map(
    (byte) => byte & 255,
  );
  let command = 0x80;
  for (const [bit, byte] of bytes.entries()) if (byte !== 0) command |= 1 << bit;
  return [command, ...bytes.filter((byte) => byte !== 0)];
}

function insert(bytes: Uint8Array): number[] {
  return [bytes.length, ...bytes];
}

function deltaOf(base: Buffer, size: number, ...commands: readonly number[][]): Buffer {
  return Buffer.from([...sizeBytes(base.length), ...sizeBytes(size), ...commands.flat()]);
}

const numbers = seededNumbers(11);
const base = Buffer.from(Array.from({ length: 150_000 }, () => numbers(256)));
const small = base.subarray(0, 200);

interface Made {
  readonly delta: Buffer;
  readonly result: Buffer;
}

function randomDelta(from: Buffer, steps: number): Made {
  const commands: number[][] = [];
  const pieces: Buffer[] = [];
  let last = 0;
  for (let step = 0; step < steps; step++) {
    if (numbers(3) === 0) {
      const at = numbers(from.length);
      const piece = from.subarray(at, at + 1 + numbers(Math.min(127, from.length - at)));
      commands.push(insert(piece));
      pieces.push(piece);
      continue;
    }
    const at = numbers(3) === 0 && last < from.length ? last : numbers(from.length);
    const most = Math.min([20, 300, 0x10000, 120_000][numbers(4)] ?? 1, from.length - at);
    const length = 1 + numbers(most);
    last = at + length;
    commands.push(copy(at, length));
    pieces.push(from.subarray(at, last));
  }
  const result = Buffer.concat(pieces);
  return { delta: deltaOf(from, result.length, ...commands), result };
}

describe('a delta', () => {
  it('copies and inserts', () => {
    const { bytes, runs } = apply(small, deltaOf(small, 14, copy(5, 10), insert(Buffer.from('new!'))));
    expect(bytes).toEqual(Buffer.concat([small.subarray(5, 15), Buffer.from('new!')]));
    expect(runs).toEqual([0, 5, 10]);
  });

  it('copies 0x10000 bytes when it says 0', () => {
    const delta = deltaOf(base, 0x10000, [0x81, 7]);
    expect(apply(base, delta)).toMatchObject({ size: 0x10000, count: 1, runs: [0, 7, 0x10000] });
  });

  it('may be for nothing, and make nothing', () => {
    const nothing = Buffer.alloc(0);
    expect(apply(nothing, Buffer.from([0, 0]))).toMatchObject({ size: 0, count: 0, runs: [] });
    expect(apply(nothing, Buffer.from([0, 1, 1, 65])).bytes.toString()).toBe('A');
    expect(apply(nothing, Buffer.from([0, 1, 0x90, 1])).count).toBe(-1);
  });

  it('says neighbouring runs as one, before it leaves out the short ones', () => {
    const delta = deltaOf(
      small,
      36,
      copy(10, 4),
      copy(14, 4),
      insert(Buffer.from('a')),
      copy(18, 7),
      copy(50, 20),
    );
    expect(apply(small, delta).runs).toEqual([0, 10, 8, 9, 18, 7, 16, 50, 20]);
    expect(apply(small, delta, { shortestRun: 8 }).runs).toEqual([0, 10, 8, 16, 50, 20]);
    expect(apply(small, delta, { shortestRun: 9 }).runs).toEqual([16, 50, 20]);
    expect(apply(small, delta, { shortestRun: 21 }).runs).toEqual([]);
  });

  it('begins a new run where the base goes on and the result does not, or the other way round', () => {
    const delta = deltaOf(small, 11, copy(0, 5), insert(Buffer.from('a')), copy(5, 5));
    expect(apply(small, delta).runs).toEqual([0, 0, 5, 6, 5, 5]);
    expect(apply(small, deltaOf(small, 10, copy(0, 5), copy(6, 5))).runs).toEqual([0, 0, 5, 5, 6, 5]);
  });

  it.each<[string, Buffer]>([
    ['the reserved command', deltaOf(small, 1, [0])],
    ['a copy from behind the base', deltaOf(small, 10, copy(191, 10))],
    ['a copy that wraps around', deltaOf(small, 10, [0x9f, 0xff, 0xff, 0xff, 0xff, 10])],
    ['a copy that is cut short', deltaOf(small, 10, [0x9f, 1])],
    ['an insertion that is cut short', deltaOf(small, 10, [10, 1, 2, 3])],
    ['too much', deltaOf(small, 9, copy(0, 10))],
    ['too much inserted', deltaOf(small, 2, [3, 1, 2, 3])],
    ['too little', deltaOf(small, 11, copy(0, 10))],
    ['no commands', deltaOf(small, 1)],
    ['nothing at all', Buffer.alloc(0)],
    ['another base', deltaOf(base, 10, copy(0, 10))],
    ['half a head', Buffer.from(sizeBytes(200))],
    ['a head without end', Buffer.alloc(20, 0x80)],
    ['a size of 31 bits and more', deltaOf(small, 2 ** 31, copy(0, 10))],
    ['a size of 53 bits', deltaOf(small, 2 ** 53, copy(0, 10))],
  ])('is refused for %s', (_, delta) => {
    expect(apply(small, delta).count).toBe(-1);
  });

  it('is for as many bytes as its head says, and for no other number', () => {
    const delta = deltaOf(small, 10, copy(0, 10));
    for (const targetLength of [0, 9, 11]) expect(apply(small, delta, { targetLength }).count).toBe(-1);
    expect(apply(small, deltaOf(small, 2 ** 31 - 1)).size).toBe(2 ** 31 - 1);
    expect(apply(small, deltaOf(small, 2 ** 31)).size).toBe(-1);
  });

  it('may have zeros in front of the highest digit of a size, but not for ever', () => {
    const head = (zeros: number): Buffer =>
      Buffer.from([0xc8, 0x81, ...Array.from({ length: zeros }, () => 0x80), 0, 1, 1, 65]);
    expect(apply(small, head(5)).bytes.toString()).toBe('A');
    expect(apply(small, head(6)).size).toBe(-1);
  });

  it('may end where the memory ends', () => {
    const { delta, result } = randomDelta(small, 30);
    const { memory, arena } = engine;
    for (const tail of [0, 1, 7]) {
      const deltaAt = memory.length - delta.length - tail;
      small.copy(memory, arena);
      delta.copy(memory, deltaAt);
      const target = arena + 1000;
      expect(
        engine.applyDelta(arena, 200, deltaAt, delta.length, target, result.length, arena + 500_000, 1),
      ).toBeGreaterThan(0);
      expect(memory.subarray(target, target + result.length).equals(result)).toBe(true);
    }
  });

  it('may end there with a copy of any length', () => {
    const { memory, arena } = engine;
    for (const [from, length] of [
      [0, 1],
      [3, 10],
      [300, 0x1234],
      [0x10203, 0x4321],
    ] as const) {
      const delta = deltaOf(base, length, copy(from, length));
      const deltaAt = memory.length - delta.length;
      base.copy(memory, arena);
      delta.copy(memory, deltaAt);
      const target = arena + 200_000;
      expect(
        engine.applyDelta(arena, base.length, deltaAt, delta.length, target, length, target + length, 1),
      ).toBe(1);
      expect(memory.subarray(target, target + length).equals(base.subarray(from, from + length))).toBe(true);
    }
  });

  it('may have its base or its result there', () => {
    const { delta, result } = randomDelta(small, 30);
    const { memory, arena } = engine;
    const baseAt = memory.length - small.length;
    delta.copy(memory, arena);
    small.copy(memory, baseAt);
    engine.applyDelta(
      baseAt,
      small.length,
      arena,
      delta.length,
      arena + 10_000,
      result.length,
      arena + 5000,
      16,
    );
    expect(memory.subarray(arena + 10_000, arena + 10_000 + result.length).equals(result)).toBe(true);
    const target = memory.length - result.length;
    small.copy(memory, arena + 10_000);
    engine.applyDelta(
      arena + 10_000,
      small.length,
      arena,
      delta.length,
      target,
      result.length,
      arena + 5000,
      16,
    );
    expect(memory.subarray(target).equals(result)).toBe(true);
  });
});

describe('the twin', () => {
  it('reads the size of a result anywhere in its memory', () => {
    const memory = Buffer.concat([Buffer.alloc(7, 0xff), Buffer.from([200, 1, 0xac, 2])]);
    expect(plainDeltaSize(memory, 7, 4, 200)).toBe(300);
    expect(plainDeltaSize(memory, 7, 3, 200)).toBe(-1);
  });
});

describe('random deltas', () => {
  it('make what they were made for, and their runs are what was copied', () => {
    for (let round = 0; round < 150; round++) {
      const from = round % 3 === 0 ? base : base.subarray(0, 1 + numbers(5000));
      const { delta, result } = randomDelta(from, 1 + numbers(20));
      const { bytes, runs } = apply(from, delta, { shortestRun: 1 + numbers(40) });
      expect(bytes.equals(result)).toBe(true);
      for (let at = 0; at < runs.length; at += 3) {
        const [to = 0, source = 0, length = 0] = runs.slice(at, at + 3);
        expect(from.subarray(source, source + length).equals(result.subarray(to, to + length))).toBe(true);
      }
    }
  });

  it('never reach outside of their stretches when they are damaged', () => {
    const verdicts = new Set<boolean>();
    for (let round = 0; round < 3000; round++) {
      const { delta, result } = randomDelta(small, 1 + numbers(8));
      for (let change = 0; change <= numbers(3); change++) delta[numbers(delta.length)] = numbers(256);
      const cut = numbers(4) === 0 ? delta.subarray(0, numbers(delta.length + 1)) : delta;
      verdicts.add(apply(small, cut, { shortestRun: 1 + numbers(20) }).count >= 0);
      apply(small, cut, { targetLength: result.length });
    }
    expect(verdicts).toEqual(new Set([true, false]));
  });
});

describe('a pack made by git', () => {
  it('expands to the objects that it names', () => {
    const repository = makeRepository();
    const lines = Array.from({ length: 3000 }, (_, line) => `line ${line} ${numbers(1e9)}`);
    for (let version = 0; version < 8; version++) {
      const at = numbers(lines.length);
      lines.splice(
        at,
        numbers(300),
        ...Array.from({ length: numbers(60) }, () => `new in ${version}, ${numbers(1e9)}`),
      );
      repository.commit({ 'a.txt': lines.join('\n'), 'b.txt': lines.slice(at).toReversed().join('\n') });
    }
    repository.git('repack', '-adfq', '--window=20');
    const { deltas, wrong } = expandPack(join(repository.folder, '.git/objects/pack'));
    expect(wrong).toEqual([]);
    expect(deltas).toBeGreaterThan(5);
  });
});

const TYPES = ['', 'commit', 'tree', 'blob', 'tag'];

/** Expands every object of the only pack there, and compares its name. */
function expandPack(folder: string): { deltas: number; wrong: string[] } {
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.idx')) ?? '');
  const index = readPackIndex(path, 20);
  const forest = index && readPackForest(path.replace(/idx$/, 'pack'), index, 20);
  if (!index || !forest) throw new Error('no pack');
  const wrong: string[] = [];
  for (const [number, { bytes, type }] of expandAll(forest).entries()) {
    const place = (forest.indexPlaces[number] ?? 0) * 20;
    const name = createHash('sha1').update(`${TYPES[type]} ${bytes.length}\0`).update(bytes).digest();
    if (!name.equals(index.names.subarray(place, place + 20))) wrong.push(name.toString('hex'));
  }
  return { deltas: forest.bases.filter((from) => from >= 0).length, wrong };
}

interface Expanded {
  readonly bytes: Buffer;
  readonly type: number;
}

function expandAll({ path, dataAt, offsets, sizes, bases, types }: PackForest): readonly Expanded[] {
  const pack = readFileSync(path);
  const all: Expanded[] = [];
  for (const [number, size] of sizes.entries()) {
    const data = inflated(pack.subarray(dataAt[number], offsets[number + 1]), size);
    const from = all[bases[number] ?? -1];
    all.push(
      from
        ? { bytes: apply(from.bytes, data).bytes, type: from.type }
        : { bytes: data, type: types[number] ?? 0 },
    );
  }
  return all;
}

function inflated(packed: Buffer, size: number): Buffer {
  const target = engine.arena + packed.length;
  engine.reserve(target + size);
  packed.copy(engine.memory, engine.arena);
  expect(engine.inflate(engine.arena, packed.length, target, size)).toBe(size);
  return Buffer.from(engine.memory.subarray(target, target + size));
}
