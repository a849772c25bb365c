/** Trees, read by the engine, by its twin and by the letter of the format: the same entries, and nothing else is touched. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NAMES_FULL } from '../../src/engine/kernel.ts';
import { readNameTable } from '../../src/engine/name-table.ts';
import { engineTrees, plainTrees, type TreeKernel } from '../support/tree-engine.ts';
import { rounds } from '../support/rounds.ts';
import { fc } from '../support/property.ts';

interface Entry {
  readonly mode: string;
  readonly name: Buffer;
  readonly oid: Buffer;
}

/** What a caller learns of an entry, with names instead of numbers. */
interface Read {
  readonly name: string;
  readonly child: number;
}

const WIDTHS = [20, 32] as const;
const CANARY = 0xa5;
const MARGIN = 64;

/** The object of that number; the first four bytes of many are alike, as an attacker would have them. */
function oidOf(number: number, width: number): Buffer {
  const oid = createHash('sha256').update(String(number)).digest().subarray(0, width);
  if (number % 3 === 0) oid.fill(7, 0, 4);
  if (number % 6 === 0) oid.fill(7, 0, 16);
  return oid;
}

function treeOf(entries: readonly Entry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} `), name, Buffer.of(0), oid]),
  );
}

/** As git writes it down: mode, blank, name, NUL, object. */
function readNaively(tree: Buffer, oids: readonly Buffer[]): { read: Read[]; isWhole: boolean } {
  const width = oids[0]?.length ?? 0;
  const ranks = new Map<string, number>();
  for (const [rank, oid] of [...oids.entries()].toReversed()) ranks.set(oid.toString('hex'), rank);
  const read: Read[] = [];
  for (let at = 0; at < tree.length;) {
    const blank = tree.indexOf(' ', at);
    const nul = tree.indexOf(0, blank + 1);
    if (blank <= at || nul < 0 || nul + 1 + width > tree.length) return { read, isWhole: false };
    const rank = ranks.get(tree.toString('hex', nul + 1, nul + 1 + width)) ?? -2 - (nul + 1);
    const isSubmodule = tree.toString('latin1', at + 1, at + 2) === '6';
    read.push({ name: tree.toString('latin1', blank + 1, nul), child: isSubmodule ? -1 : rank });
    at = nul + 1 + width;
  }
  return { read, isWhole: true };
}

/** One set of tables in a kernel's memory, each stretch between canaries. */
class Reader {
  readonly #kernel: TreeKernel;
  readonly #width: number;
  readonly #objects: number;
  #names: number;
  #namesBytes: number;
  #end: number;
  growths = 0;

  constructor(kernel: TreeKernel, oids: readonly Buffer[], namesBytes = 1 << 16) {
    this.#kernel = kernel;
    this.#width = oids[0]?.length ?? 20;
    this.#end = kernel.arena;
    const names = this.#allocate(oids.length * this.#width);
    kernel.memory.set(Buffer.concat([...oids]), names);
    this.#objects = this.#allocate(kernel.objectTableBytes(oids.length));
    kernel.makeObjectTable(this.#objects, names, oids.length, this.#width, 0x1234567);
    this.#namesBytes = namesBytes;
    this.#names = this.#allocate(namesBytes);
    kernel.makeNameTable(this.#names, namesBytes, 0xfedcba98);
  }

  #allocate(bytes: number): number {
    const at = (this.#end + MARGIN + 7) & ~7;
    const end = at + bytes + MARGIN;
    if (!this.#kernel.reserve(end + MARGIN)) throw new Error('no room');
    this.#kernel.memory.fill(CANARY, this.#end, end);
    this.#end = end;
    return at;
  }

  /** Everything behind is given back, and written over by whoever comes next. */
  read(tree: Buffer): { read: Read[]; isWhole: boolean; answer: number } {
    const before = this.#end;
    const at = this.#allocate(tree.length);
    this.#kernel.memory.set(tree, at);
    const room = Math.floor(tree.length / (this.#width + 3)) * 4;
    const children = this.#allocate(room);
    const numbers = this.#allocate(room);
    const call = (): number =>
      this.#kernel.readTree(at, tree.length, this.#objects, this.#names, children, numbers);
    const answer = call();
    this.#expectCanaries([
      [at, tree.length],
      [children, room],
      [numbers, room],
    ]);
    if (answer === NAMES_FULL) {
      this.#grow();
      return this.read(tree);
    }
    const count = answer < 0 ? -1 - answer : answer;
    const names = this.names();
    const memory = this.#kernel.memory;
    expect(memory.subarray(at, at + tree.length).equals(tree)).toBe(true);
    const read = Array.from({ length: count }, (_, index) => ({
      name: names[memory.readInt32LE(numbers + index * 4)] ?? '?',
      child: memory.readInt32LE(children + index * 4),
    }));
    if (this.growths === 0) this.#end = before;
    return { read, isWhole: answer >= 0, answer };
  }

  names(): string[] {
    const { count, starts, bytes } = readNameTable(this.#kernel.memory, this.#names);
    return Array.from({ length: count }, (_, number) =>
      bytes.toString('latin1', starts[number], starts[number + 1]),
    );
  }

  #grow(): void {
    this.growths++;
    const bytes = this.#namesBytes * 2;
    const target = this.#allocate(bytes);
    this.#kernel.growNameTable(this.#names, target, bytes);
    this.#expectCanaries([
      [this.#names, this.#namesBytes],
      [target, bytes],
    ]);
    this.#names = target;
    this.#namesBytes = bytes;
  }

  #expectCanaries(stretches: ReadonlyArray<readonly [number, number]>): void {
    const around = stretches.flatMap(([at, bytes]) => [
      ...this.#kernel.memory.subarray(at - MARGIN, at),
      ...this.#kernel.memory.subarray(at + bytes, at + bytes + MARGIN),
    ]);
    if (around.some((byte) => byte !== CANARY)) expect.fail('something was written outside of the stretches');
  }
}

const engine = engineTrees();

/** Both read it, both say what the format says. */
function expectSame(readers: readonly Reader[], tree: Buffer, oids: readonly Buffer[]): void {
  const { read, isWhole } = readNaively(tree, oids);
  for (const reader of readers) {
    const found = reader.read(tree);
    expect(found.answer).toBe(isWhole ? read.length : -1 - read.length);
    expect(found).toMatchObject({ read, isWhole });
  }
}

function readersOf(oids: readonly Buffer[], namesBytes?: number): readonly Reader[] {
  return [new Reader(engine, oids, namesBytes), new Reader(plainTrees(), oids, namesBytes)];
}

const KNOWN = 40;

function knownObjects(width: number): Buffer[] {
  return Array.from({ length: KNOWN }, (_, rank) => oidOf(rank, width));
}

const byte = fc.integer({ min: 1, max: 255 }).map((value) => (value === 0x2f ? 0x2e : value));
const name = fc.oneof(
  fc
    .constantFrom('a', 'b', 'README.md', 'exactly8', 'exactly 16 bytes', 'src', 'ünïcödé ✓', ' ', '6')
    .map((text) => Buffer.from(text)),
  fc.array(byte, { minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.array(byte, { minLength: 290, maxLength: 310 }).map((bytes) => Buffer.from(bytes)),
);
const mode = fc.constantFrom('100644', '100755', '120000', '40000', '040000', '160000', '100664', '1', '06');

function entry(width: number): fc.Arbitrary<Entry> {
  return fc.record({
    mode,
    name,
    oid: fc
      .oneof({ weight: 8, arbitrary: fc.nat({ max: KNOWN - 1 }) }, { weight: 1, arbitrary: fc.nat() })
      .map((number) => oidOf(number, width)),
  });
}

describe.each(WIDTHS)('trees with object names of %i bytes', (width) => {
  const oids = knownObjects(width);

  it('are read alike, whatever is in them', () => {
    const trees = fc.array(fc.array(entry(width), { maxLength: 60 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(trees, (all) => {
        const readers = readersOf(oids);
        for (const entries of all) expectSame(readers, treeOf(entries), oids);
        expect(readers[0]?.names()).toEqual(readers[1]?.names());
      }),
      { numRuns: rounds(300) },
    );
  });

  it('are read alike when they are no trees', () => {
    const pieces = fc.array(
      fc.oneof(
        entry(width).map((one) => treeOf([one])),
        fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
        fc.constantFrom(' ', '  ', '\0', ' \0', '1 \0').map((text) => Buffer.from(text)),
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, (all) => expectSame(readersOf(oids), Buffer.concat(all), oids)),
      { numRuns: rounds(500) },
    );
  });

  it('are read alike when they are cut off anywhere, or one byte is another', () => {
    const names = ['a', 'eight888', 'thirteen13131', 'x'.repeat(40)];
    const modes = ['100644', '40000', '160000', '120000'];
    const whole = treeOf(
      names.map((text, at) => ({
        mode: modes[at] ?? '',
        name: Buffer.from(text),
        oid: oidOf(at === 1 ? 999 : at, width),
      })),
    );
    const readers = readersOf(oids, 1 << 18);
    for (let length = 0; length <= whole.length; length++)
      expectSame(readers, whole.subarray(0, length), oids);
    for (let at = 0; at < whole.length; at++) {
      for (const changed of [0, 0x20, 0x36, 0x2f, 0x80, 0xff, (whole[at] ?? 0) ^ 1]) {
        const tree = Buffer.from(whole);
        tree[at] = changed;
        expectSame(readers, tree, oids);
      }
    }
  });

  it('are read with 5,000 entries, of which every third is not known', () => {
    const large = Array.from({ length: 5000 }, (_, index) => ({
      mode: '100644',
      name: Buffer.from(`file-${index}.txt`),
      oid: oidOf(index, width),
    }));
    const known = large.map(({ oid }) => oid).filter((_, index) => index % 3 !== 2);
    expectSame(readersOf(known, 1 << 19), treeOf(large), known);
  });
});

describe('the table of names', () => {
  it('says when it is full, and has the same names and numbers when it is larger', () => {
    const oids = knownObjects(20);
    const readers = readersOf(oids, 1024);
    const seen: string[] = [];
    for (let round = 0; round < rounds(30); round++) {
      const texts = Array.from({ length: 40 }, (_, index) => `${round % 7}-${index}${'n'.repeat(round * 9)}`);
      const tree = treeOf(
        texts.map((text) => ({ mode: '100644', name: Buffer.from(text), oid: oidOf(1, 20) })),
      );
      expectSame(readers, tree, oids);
      seen.push(...texts);
      for (const reader of readers) expect(reader.names()).toEqual([...new Set(seen)]);
    }
    for (const reader of readers) expect(reader.growths).toBeGreaterThan(4);
  });

  it('tells names apart that differ in one byte, wherever it is', () => {
    const texts = Array.from({ length: 33 }, (_, length) =>
      Array.from({ length: length + 1 }, (__, at) => `${'a'.repeat(at)}b${'a'.repeat(length - at)}`),
    ).flat();
    const tree = treeOf(texts.map((text) => ({ mode: '40000', name: Buffer.from(text), oid: oidOf(2, 20) })));
    expectSame(readersOf(knownObjects(20)), tree, knownObjects(20));
  });
});

describe('names whose hashes are equal', () => {
  it('are still two names: among 200,000 there are some', () => {
    // The seeds of a test are fixed, so it is always the same ones.
    const digest = (index: number): string => (Math.imul(index, 0x9e3779b1) >>> 0).toString(36);
    const texts = Array.from({ length: 200_000 }, (_, index) => `the same${digest(index)}`);
    const oids = knownObjects(20);
    const oid = oidOf(1, 20).toString('latin1');
    const tree = Buffer.from(texts.map((text) => `100644 ${text}\0${oid}`).join(''), 'latin1');
    for (const reader of readersOf(oids, 1 << 25)) {
      expect(reader.read(tree).answer).toBe(texts.length);
      expect(reader.names().join() === texts.join()).toBe(true);
    }
  });
});

describe('the table of objects', () => {
  it('gives a name that stands twice its first place', () => {
    const oids = [...knownObjects(20), ...knownObjects(20)];
    const tree = treeOf([{ mode: '100644', name: Buffer.from('a'), oid: oidOf(5, 20) }]);
    for (const reader of readersOf(oids)) expect(reader.read(tree).read).toEqual([{ name: 'a', child: 5 }]);
  });

  it('may be empty', () => {
    const tree = treeOf([{ mode: '100644', name: Buffer.from('a'), oid: oidOf(5, 32) }]);
    for (const kernel of [engine, plainTrees()]) {
      const at = kernel.arena;
      kernel.reserve(at + 8192);
      kernel.makeObjectTable(at, at, 0, 20, 1);
      kernel.makeNameTable(at + 2048, 1024, 1);
      kernel.memory.set(tree.subarray(0, tree.length - 12), at + 4096);
      expect(kernel.readTree(at + 4096, tree.length - 12, at, at + 2048, at + 6000, at + 7000)).toBe(1);
      expect(kernel.memory.readInt32LE(at + 6000)).toBe(-2 - 9);
    }
  });
});
