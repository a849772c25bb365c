/** The rounds of scripts/fuzz.mjs: damages something, reads it with the engine and with its twin, and compares. */
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { deflateSync } from 'node:zlib';
import { readCatalogue } from '../src/catalogue/read-patterns.ts';
import { buildDetectorSet, type DetectorSet } from '../src/detect/detector-set.ts';
import { startPlainKernel } from '../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../src/engine/wasm-kernel.ts';
import { readLooseHeader, readLooseObject } from '../src/git/loose-objects.ts';
import { type ObjectStore, openStore } from '../src/git/object-store.ts';
import { circularDeltas } from '../src/git/pack/circular-deltas.ts';
import { findFamilies } from '../src/git/pack/pack-families.ts';
import { storeReader } from '../src/git/store-reader.ts';
import { packScanner } from '../src/pipeline/scan-families.ts';
import { ObjectGraph } from '../src/git/object-graph.ts';
import { TreeReader } from '../src/git/tree-reader.ts';
import { copiedRuns, encodedText } from './fuzz-texts.ts';
import { Dice, mutate } from '../test/support/mutate.ts';
import { sampleDelta, sampleMultiPackIndex, samplePack, sampleTree } from '../test/support/sample-packs.ts';

const [folder = '', ...numbers] = process.argv.slice(2);
const [first = 0, rounds = 0, seed = 0, minutes = 0] = numbers.map(Number);

/** No blob may be larger here, so that whatever needs much more memory than that is a fault. */
const MAX_BLOB_BYTES = 1 << 20;
const MOST_KERNEL_BYTES = 64 << 20;
const MOST_RESIDENT_BYTES = 1536 << 20;
const OID_BYTES = 20;
/** Between two looks at the memory of the process. */
const ROUNDS_A_LOOK = 500;
const ROUNDS_A_TURN = 50;

const { detectors } = readCatalogue('patterns');
const sets = [
  buildDetectorSet(detectors, { start: engineOrThrow }),
  buildDetectorSet(detectors, { start: startPlainKernel }),
] as const;
const objects = join(folder, 'objects');
const counts = { accepted: 0, rejected: 0 };

function engineOrThrow(): ReturnType<typeof startPlainKernel> {
  const kernel = startWasmKernel();
  if (!kernel) throw new Error('the engine does not start');
  return kernel;
}

/** What was damaged stays in the folder until the next round. */
function put(files: Readonly<Record<string, Buffer>>): void {
  rmSync(objects, { recursive: true, force: true });
  mkdirSync(join(objects, 'pack'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(objects, name, '..'), { recursive: true });
    writeFileSync(join(objects, name), bytes);
  }
}

function same<Answer>(answers: readonly [Answer, Answer]): Answer {
  if (!isDeepStrictEqual(...answers)) {
    const told = answers.map((answer) => JSON.stringify(answer)?.slice(0, 2000));
    throw new Error(`the engine and its twin differ:\n${told.join('\n')}`);
  }
  return answers[0];
}

async function readStore(): Promise<boolean> {
  const place = { folder: objects, inheritRepository: false };
  const repository = {
    place,
    gitDir: objects,
    objects,
    workTree: null,
    isShallow: false,
    oidBytes: OID_BYTES,
  };
  const store = openStore({ ...repository, oidBytes: OID_BYTES });
  const packs = store.packs.map(({ forest, ranks }) => findFamilies(forest, ranks));
  for (const { forest } of store.packs) circularDeltas(forest);
  const scanWith = (set: DetectorSet): object => {
    const scanner = packScanner({ set, maxArchiveDepth: 3 }, MAX_BLOB_BYTES);
    scanner.open(packs.map(({ families }) => families));
    const results = packs.map(({ roots }, pack) =>
      scanner.scan({ kind: 'families', pack, roots: roots.map(({ root }) => root) }),
    );
    scanner.close();
    return results;
  };
  same([scanWith(sets[0]), scanWith(sets[1])]);
  const read = same([await readAll(store, sets[0]), await readAll(store, sets[1])]);
  for (const { path } of store.loose) {
    readLooseHeader(path);
    if (readLooseObject(path, MAX_BLOB_BYTES)) return true;
  }
  return read.length > 0;
}

async function readAll(store: ObjectStore, { space }: DetectorSet): Promise<object[]> {
  const all: object[] = [];
  const otherwise = { read: () => Promise.resolve() };
  const oids = Array.from({ length: store.oids.size }, (_, rank) => store.oids.hexOf(rank));
  await storeReader(store, space, otherwise).read(
    oids,
    ({ oid, type, bytes }) => all.push({ oid, type, bytes: bytes.toString('latin1') }),
    () => undefined,
  );
  return all;
}

/** A pack, its index or both, in whole files or inside of one object. */
async function packRound(dice: Dice): Promise<boolean> {
  const { pack, index } = samplePack(dice, dice.below(2) === 0).files({
    hasLargeOffsets: dice.below(3) === 0,
  });
  const which = dice.below(4);
  put({
    'pack/pack-a.pack': which === 0 ? pack : mutate(pack, dice),
    'pack/pack-a.idx': which < 2 ? mutate(index, dice) : index,
  });
  return readStore();
}

async function multiPackRound(dice: Dice): Promise<boolean> {
  const { packs, index } = sampleMultiPackIndex(dice);
  const files = Object.fromEntries(
    packs.map(({ name, bytes }) => [`pack/${name}.pack`, dice.below(4) === 0 ? mutate(bytes, dice) : bytes]),
  );
  put({ ...files, 'pack/multi-pack-index': mutate(index, dice) });
  return readStore();
}

async function looseRound(dice: Dice): Promise<boolean> {
  const content = Buffer.from('some text that is the content of a blob\n'.repeat(1 + dice.below(20)));
  const size = dice.below(4) === 0 ? dice.extreme() : content.length;
  const whole = deflateSync(Buffer.concat([Buffer.from(`blob ${size}\0`), content]));
  const name = 'ab'.repeat(19);
  put({ [`ab/${name}`]: mutate(whole, dice) });
  return readStore();
}

/** A stretch in the memory of a set, taken for one call. */
function withBytes<Answer>(
  { space: { kernel, arena } }: DetectorSet,
  all: readonly Buffer[],
  use: (places: readonly number[]) => Answer,
): Answer {
  const places = all.map((bytes) => arena.take(bytes.length));
  for (const [index, bytes] of all.entries()) kernel.memory.set(bytes, places[index] ?? 0);
  const answer = use(places);
  for (const at of places) arena.give(at);
  return answer;
}

const GUARD = Buffer.alloc(64, 0xa5);

function inflateRound(dice: Dice): Promise<boolean> {
  const content = dice.bytes(dice.below(3000));
  const stream = mutate(deflateSync(content, { level: dice.below(10) }), dice);
  writeFileSync(join(folder, 'stream'), stream);
  const capacity = dice.below(5) === 0 ? dice.below(content.length + 2) : content.length + dice.below(100);
  const inflateTo = (set: DetectorSet, room: number): { result: number; bytes: string } =>
    withBytes(
      set,
      [stream, Buffer.concat([GUARD, Buffer.alloc(room), GUARD])],
      ([source = 0, target = 0]) => {
        const { kernel } = set.space;
        const result = kernel.inflate(source, stream.length, target + GUARD.length, room);
        const end = target + GUARD.length + room;
        if (!GUARD.equals(kernel.memory.subarray(end, end + GUARD.length)))
          throw new Error('inflate wrote too far');
        const start = target + GUARD.length;
        return { result, bytes: kernel.memory.toString('latin1', start, start + Math.max(0, result)) };
      },
    );
  const [engine, twin] = [inflateTo(sets[0], capacity), inflateTo(sets[1], capacity)];
  // Too large and malformed soon behind that: both are right (src/engine/plain/inflate.ts).
  const isKnown =
    engine.result === -2 && twin.result === -1 && inflateTo(sets[1], MAX_BLOB_BYTES).result === -1;
  if (!isKnown) same([engine, twin]);
  return Promise.resolve(engine.result >= 0);
}

function deltaRound(dice: Dice): Promise<boolean> {
  const { base, delta: sound } = sampleDelta(dice);
  const delta = mutate(sound, dice);
  writeFileSync(join(folder, 'stream'), delta);
  const shortestRun = 1 + dice.below(40);
  const applyWith = (set: DetectorSet): object =>
    withBytes(set, [base, delta], ([baseAt = 0, deltaAt = 0]) => {
      const { kernel } = set.space;
      const size = kernel.deltaSize(deltaAt, delta.length, base.length);
      if (size < 0 || size > MAX_BLOB_BYTES) return { size };
      const rows = Math.min(delta.length, Math.floor(size / shortestRun)) + 1;
      const room = Buffer.concat([GUARD, Buffer.alloc(size), GUARD, Buffer.alloc(rows * 12), GUARD]);
      return withBytes(set, [room], ([at = 0]) => {
        const [target, runs] = [at + GUARD.length, at + 2 * GUARD.length + size];
        const head = [baseAt, base.length, deltaAt, delta.length] as const;
        const count = kernel.applyDelta(...head, target, size, runs, shortestRun);
        for (const guard of [at, target + size, runs + rows * 12])
          if (!GUARD.equals(kernel.memory.subarray(guard, guard + GUARD.length)))
            throw new Error('applyDelta wrote too far');
        if (count < 0) return { size, count };
        const bytes = kernel.memory.toString('latin1', target, target + size);
        return { size, count, bytes, runs: kernel.memory.toString('latin1', runs, runs + count * 12) };
      });
    });
  const answer = same([applyWith(sets[0]), applyWith(sets[1])]);
  return Promise.resolve('bytes' in answer);
}

function treeRound(dice: Dice): Promise<boolean> {
  const tree = mutate(sampleTree(dice), dice);
  writeFileSync(join(folder, 'stream'), tree);
  const readWith = (set: DetectorSet): object =>
    withBytes(set, [tree], ([at = 0]) => {
      const { kernel, arena } = set.space;
      const graph = new ObjectGraph(OID_BYTES);
      const rank = graph.oids.addHex('00'.repeat(OID_BYTES));
      const taken: number[] = [];
      const reader = new TreeReader(kernel, graph, (bytes) => {
        taken.push(arena.take(bytes));
        return taken.at(-1) ?? -1;
      });
      const outcome = reader.read(rank, at, tree.length);
      reader.finish();
      for (const one of taken) arena.give(one);
      const { children, names } = graph.entriesOf(rank);
      return { outcome, children: [...children], names: [...names] };
    });
  const answer = same([readWith(sets[0]), readWith(sets[1])]);
  return Promise.resolve('outcome' in answer && answer.outcome === 'whole');
}

/** A text may stand among others: what is around it must not matter. */
const AROUND = Buffer.alloc(64, 'a');

function encodedRound(dice: Dice): Promise<boolean> {
  const text = encodedText(dice);
  const runs = copiedRuns(text.length, dice);
  writeFileSync(join(folder, 'stream'), text);
  const capacity = 1 + dice.below(6);
  const searchWith = (set: DetectorSet): number[][] =>
    withBytes(
      set,
      [Buffer.concat([AROUND, text, AROUND]), runs, Buffer.alloc(capacity * 16)],
      ([at = 0, runsAt = 0, out = 0]) => {
        const { kernel } = set.space;
        const given = [at + AROUND.length, text.length, runsAt, runs.length / 12] as const;
        const blocks = allOf(kernel, { bytes: 16, end: 2, out, capacity }, (from) =>
          kernel.findEncodedBlocks(...given, from, out, capacity),
        );
        const escapes = allOf(kernel, { bytes: 12, end: 1, out, capacity }, (from) =>
          kernel.findEscapes(...given, from, out, capacity),
        );
        return [...blocks, [], ...escapes];
      },
    );
  return Promise.resolve(same([searchWith(sets[0]), searchWith(sets[1])]).length > 1);
}

/** What a search writes, asked again until there is no more; `end` is the number of a record that says where it ends. */
function allOf(
  { memory }: { memory: Buffer },
  { bytes, end, out, capacity }: Record<'bytes' | 'end' | 'out' | 'capacity', number>,
  search: (from: number) => number,
): number[][] {
  const records: number[][] = [];
  for (let count = capacity; count === capacity;) {
    count = search(records.at(-1)?.[end] ?? 0);
    for (let at = out; at < out + count * bytes; at += bytes)
      records.push(Array.from({ length: bytes / 4 }, (_, index) => memory.readUInt32LE(at + index * 4)));
  }
  return records;
}

const KINDS = [
  packRound,
  packRound,
  packRound,
  multiPackRound,
  looseRound,
  inflateRound,
  deltaRound,
  treeRound,
  encodedRound,
];

function checkMemory(round: number): void {
  // Whatever a round took it has given back: the next piece of room is the same as before the first one.
  for (const [place, { space }] of sets.entries()) {
    const free = space.arena.take(1);
    space.arena.give(free);
    if (free !== firstFree[place]) throw new Error('room in the arena was not given back');
  }
  for (const { space } of sets)
    if (space.kernel.memory.length > MOST_KERNEL_BYTES)
      throw new Error(`the kernel's memory has grown to ${space.kernel.memory.length} bytes`);
  if (round % ROUNDS_A_LOOK === 0 && process.memoryUsage().rss > MOST_RESIDENT_BYTES)
    throw new Error(`the process holds ${process.memoryUsage().rss} bytes`);
}

const firstFree = sets.map(({ space: { arena } }) => {
  const free = arena.take(1);
  arena.give(free);
  return free;
});
const place = openSync(join(folder, 'round'), 'r+');
const start = performance.now();
let done = 0;
for (let round = first; round < first + rounds; round++) {
  if (performance.now() - start > minutes * 60_000) break;
  writeSync(place, String(round).padStart(12), 0);
  const dice = new Dice(seed, round);
  const isAccepted = await (KINDS[round % KINDS.length] ?? packRound)(dice);
  counts[isAccepted ? 'accepted' : 'rejected']++;
  checkMemory(round);
  done++;
  // What waits for the event loop, as zlib does to close its streams, gets its turn.
  if (round % ROUNDS_A_TURN === 0) await setImmediate();
}
closeSync(place);
const seconds = (performance.now() - start) / 1000;
const told = `${counts.rejected} rejected, ${counts.accepted} read in part or whole`;
console.log(`${done} rounds of seed ${seed}: ${told}; ${Math.round(done / seconds)} a second`);
