/** Small packs, indexes, deltas and trees to be damaged, another one for every throw of the dice. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { type Dice, mutate } from './mutate.ts';
import { githubToken } from './secrets.ts';
import {
  applied,
  type Command,
  commitBytes,
  deltaOf,
  distance,
  header,
  OFS_DELTA,
  PackWriter,
  REF_DELTA,
  treeBytes,
} from './write-pack.ts';

const OID = (first: number): string => Buffer.alloc(20, first).toString('hex');

/** @param isInner damage lies inside the streams too, where no checksum of zlib finds it */
export function samplePack(dice: Dice, isInner: boolean): PackWriter {
  const writer = new PackWriter();
  const blobs: string[] = [];
  const text = Buffer.concat([dice.bytes(dice.below(800)), Buffer.from(`\n${githubToken(dice.below(9))}\n`)]);
  blobs.push(writer.whole('blob', text));
  for (let left = 1 + dice.below(5); left > 0; left--) {
    const base = blobs[dice.below(blobs.length)] ?? '';
    const commands = sampleCommands(writer.contentOf(base).length, dice);
    blobs.push(dice.below(2) === 0 ? writer.byOffset(base, commands) : writer.byName(base, commands));
  }
  const tree = writer.whole('tree', treeBytes(blobs.map((oid, place) => ({ name: `f${place}`, oid }))));
  writer.whole('commit', commitBytes(tree, [], dice.below(1000)));
  if (isInner) for (let left = 1 + dice.below(4); left > 0; left--) addBroken(writer, blobs, dice);
  return writer;
}

/** An object that is packed well and makes no sense: its size, its base, its commands. */
function addBroken(writer: PackWriter, blobs: readonly string[], dice: Dice): void {
  const base = blobs[dice.below(blobs.length)] ?? '';
  const { length } = writer.contentOf(base);
  const commands = sampleCommands(length, dice);
  const claimed = dice.below(3) === 0 ? dice.extreme() : length;
  const delta = mutate(deltaOf(claimed, dice.below(3) === 0 ? dice.extreme() : length, commands), dice);
  const size = dice.below(4) === 0 ? dice.extreme() : delta.length;
  const first = 1 + dice.below(250);
  const heads = [
    Buffer.concat([header(OFS_DELTA, size), distance(1 + dice.below(700))]),
    Buffer.concat([header(REF_DELTA, size), Buffer.from(base, 'hex')]),
    // Often one of these again: then deltas stand on each other.
    Buffer.concat([header(REF_DELTA, size), Buffer.from(OID(1 + dice.below(250)), 'hex')]),
    header(1 + dice.below(4), size),
    header(dice.below(8), dice.extreme()),
  ];
  writer.raw(
    OID(first),
    Buffer.concat([heads[dice.below(heads.length)] ?? Buffer.alloc(0), deflateSync(delta)]),
  );
}

function sampleCommands(length: number, dice: Dice): Command[] {
  return Array.from({ length: 1 + dice.below(6) }, (): Command => {
    if (length === 0 || dice.below(3) === 0) return { insert: dice.bytes(1 + dice.below(150)) };
    const from = dice.below(length);
    return { copy: [from, 1 + dice.below(length - from)] };
  });
}

export function sampleDelta(dice: Dice): { base: Buffer; delta: Buffer; made: Buffer } {
  const base = dice.bytes(1 + dice.below(dice.below(10) === 0 ? 100_000 : 1000));
  const commands = sampleCommands(base.length, dice);
  const made = applied(base, commands);
  return { base, delta: deltaOf(base.length, made.length, commands), made };
}

export function sampleTree(dice: Dice): Buffer {
  const modes = ['100644', '100755', '40000', '120000', '160000'];
  return treeBytes(
    Array.from({ length: dice.below(8) }, (_, place) => ({
      name: `${dice.below(2) === 0 ? 'file' : 'é'}${place}`,
      oid: OID(dice.below(3)),
      mode: modes[dice.below(modes.length)] ?? '',
    })),
  );
}

interface NamedPack {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Two packs under one index. */
export function sampleMultiPackIndex(dice: Dice): { packs: readonly NamedPack[]; index: Buffer } {
  const writers = [samplePack(dice, false), samplePack(dice, false)];
  const packs = writers.map((writer, place) => ({ name: `pack-${place}`, bytes: writer.files().pack }));
  return {
    packs,
    index: multiPackIndexOf(
      writers,
      packs.map(({ name }) => `${name}.idx`),
    ),
  };
}

/** As git writes it: four parts, each in the list of where they begin. */
export function multiPackIndexOf(writers: readonly PackWriter[], names: readonly string[]): Buffer {
  const rows = writers
    .flatMap((writer, pack) => writer.places().map((place) => ({ ...place, pack })))
    .toSorted((a, b) => (a.oid < b.oid ? -1 : 1))
    .filter(({ oid }, place, all) => all[place - 1]?.oid !== oid);
  const fanout = Buffer.alloc(1024);
  for (let first = 0; first < 256; first++)
    fanout.writeUInt32BE(
      rows.filter(({ oid }) => Number.parseInt(oid.slice(0, 2), 16) <= first).length,
      first * 4,
    );
  const places = Buffer.alloc(rows.length * 8);
  for (const [place, { pack, offset }] of rows.entries()) {
    places.writeUInt32BE(pack, place * 8);
    places.writeUInt32BE(offset, place * 8 + 4);
  }
  const text = Buffer.from(`${names.join('\0')}\0`, 'latin1');
  const parts: ReadonlyArray<readonly [string, Buffer]> = [
    ['PNAM', Buffer.concat([text, Buffer.alloc(-text.length & 3)])],
    ['OIDF', fanout],
    ['OIDL', Buffer.concat(rows.map(({ oid }) => Buffer.from(oid, 'hex')))],
    ['OOFF', places],
  ];
  return assembled(parts, writers.length);
}

function assembled(parts: ReadonlyArray<readonly [string, Buffer]>, packs: number): Buffer {
  const head = Buffer.from([0x4d, 0x49, 0x44, 0x58, 1, 1, parts.length, 0, 0, 0, 0, packs]);
  let at = head.length + (parts.length + 1) * 12;
  const table = [...parts, ['\0\0\0\0', Buffer.alloc(0)] as const].map(([name, bytes]) => {
    const row = Buffer.alloc(12);
    row.write(name, 'latin1');
    row.writeBigUInt64BE(BigInt(at), 4);
    at += bytes.length;
    return row;
  });
  const body = Buffer.concat([head, ...table, ...parts.map(([, bytes]) => bytes)]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}
