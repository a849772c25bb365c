/** The engine against the reference reader on packs whose deltas the test itself wrote, command by command. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectSame, valuesOf } from '../support/both-readers.ts';
import { filling } from '../support/import-history.ts';
import { addCommits, objectsOf, repositoryOf } from '../support/packed-history.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { githubToken, password, privateKey } from '../support/secrets.ts';
import {
  type Command,
  commitBytes,
  header,
  PackWriter,
  REF_DELTA,
  treeBytes,
} from '../support/write-pack.ts';
import { fc } from '../support/property.ts';

const copy = (from: number, length: number): Command => ({ copy: [from, length] });
const insert = (text: string | Buffer): Command => ({ insert: Buffer.from(text) });

const BLOB = 3;

/** Text in which secrets of every matcher stand, and the places where each of them begins and ends. */
function textWithSecrets(seed: number, gap: number): { text: Buffer; seams: number[] } {
  const secrets = [
    `key = ${githubToken(seed)}`,
    `db_password = "${password(seed)}"`,
    `token: ${githubToken(seed + 1)} # gitleaks:allow`,
    `url = https://bot:${password(seed + 2)}@example.org/`,
    privateKey(seed),
    `secret_hash = "${createHash('sha256').update(String(seed)).digest('hex')}"`,
    githubToken(seed + 3),
  ];
  let text = githubToken(seed + 4);
  const seams = [0, text.length];
  for (const secret of secrets) {
    text += `\n${filling(seed, gap)}\n`;
    seams.push(text.length, text.length + Math.floor(secret.length / 2), text.length + secret.length);
    text += secret;
  }
  return { text: Buffer.from(text), seams };
}

/** What one version does to the one before: cut at places near the secrets, in any order, with new bytes between. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const seamCut = fc.record({ seam: fc.nat({ max: 60 }), by: fc.integer({ min: -4, max: 4 }) });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('keep' as const),
      cut: seamCut,
      gap: fc.integer({ min: 0, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), from: share, length: share }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('new' as const),
      text: fc.oneof(
        fc.nat({ max: 8 }).map((seed) => githubToken(seed)),
        fc.nat({ max: 8 }).map((seed) => githubToken(seed).slice(0, 21)),
        fc.nat({ max: 8 }).map((seed) => githubToken(seed).slice(21)),
        fc.nat({ max: 8 }).map((seed) => `\npassword = "${password(seed)}"\n`),
        fc.constantFrom('x', '"', '\n', ' ', '\0', 'password = "', ' # gitleaks:allow', 'ghp_'),
      ),
    }),
  },
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** `keep` goes on copying up to a cut, leaves out `gap` bytes there, and the rest of the base comes last. */
function commandsFor(length: number, seams: readonly number[], steps: readonly Step[]): Command[] {
  const commands: Command[] = [];
  let at = 0;
  for (const one of steps) {
    if (one.kind === 'new') commands.push(insert(one.text));
    else if (one.kind === 'again') {
      const from = Math.floor(one.from * (length - 1));
      commands.push(copy(from, 1 + Math.floor(one.length * Math.min(4000, length - from - 1))));
    } else {
      const cut = Math.min(length, Math.max(0, (seams[one.cut.seam % seams.length] ?? 0) + one.cut.by));
      if (cut > at) commands.push(copy(at, cut - at));
      at = Math.min(length, Math.max(at, cut) + one.gap);
    }
  }
  return at < length ? [...commands, copy(at, length - at)] : commands;
}

/** One version of the long chain: the token is cut in two, joined again, copied further on; other bytes come and go. */
function chainCommands(version: number, length: number, token: string): Command[] {
  const middle = 20;
  const mark = insert(`${version};`);
  if (version % 7 === 1) return [copy(0, middle), insert('\n'), copy(middle, length - middle), mark];
  if (version % 7 === 2) return [copy(0, middle), copy(middle + 1, length - middle - 1), mark];
  if (version % 500 === 3) return [copy(0, length), insert(`${githubToken(version)}\n`)];
  const at = token.length + 1 + ((version * 37) % (length - token.length - 1));
  const gone = Math.min(version % 5, length - at);
  return [
    copy(0, at),
    insert(`${version};`),
    ...(at + gone < length ? [copy(at + gone, length - at - gone)] : []),
  ];
}

function gitInput(folder: string, input: Buffer, ...args: string[]): void {
  execFileSync('git', args, { cwd: folder, input, stdio: ['pipe', 'ignore', 'ignore'] });
}

describe('packs of any deltas', () => {
  it('copies that cut secrets in two, join halves, repeat and reorder them', async () => {
    let carried = 0;
    const versions = fc.array(
      fc.record({
        steps: fc.array(step, { minLength: 1, maxLength: 6 }),
        base: fc.nat(),
        isNamed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(
        versions,
        fc.nat({ max: 40 }),
        fc.constantFrom(40, 900, 9000),
        async (all, seed, gap) => {
          const { text, seams } = textWithSecrets(seed, gap);
          const writer = new PackWriter();
          const blobs = [writer.whole('blob', text)];
          for (const { steps, base, isNamed } of all) {
            const on = blobs[base % blobs.length] ?? '';
            const commands = commandsFor(writer.contentOf(on).length, seams, steps);
            const oid = isNamed ? writer.byName(on, commands) : writer.byOffset(on, commands);
            blobs.push(oid);
          }
          const tip = addCommits(writer, blobs);
          const seen = await expectSame(repositoryOf([writer], tip).folder, { hasPlain: true });
          expect(seen.counts.reader).toBe('engine');
          carried += seen.counts.carried;
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
    expect(carried).toBeGreaterThan(200);
  });

  it('a chain of exactly 4,095 deltas, with secrets that come, split, join again and go', async () => {
    const writer = new PackWriter();
    const token = githubToken(7);
    const start = Buffer.from(`${token}\n${filling(3, 600)}\npassword = "${password(1)}"\n`);
    const blobs = [writer.whole('blob', start)];
    for (let version = 1; version <= 4095; version++) {
      const base = blobs.at(-1) ?? '';
      const { length } = writer.contentOf(base);
      blobs.push(writer.byOffset(base, chainCommands(version, length, token)));
    }
    const kept = [0, 1, 1024, 2048, 4094, 4095].map((at) => blobs[at] ?? '');
    const repository = repositoryOf([writer], addCommits(writer, kept));
    const path = writer.write(objectsOf(repository));
    expect(repository.git('verify-pack', '--stat-only', `${path}.idx`)).toContain(
      'chain length = 4095: 1 object',
    );
    const whole = await expectSame(repository.folder, { selection: { unreachable: true } });
    expect(whole.counts).toMatchObject({ reader: 'engine', blobs: 4096 });
    expect(whole.counts.carried).toBeGreaterThan(4000);
    const reached = await expectSame(repository.folder);
    expect(reached.counts.blobs).toBe(6);
    expect(valuesOf(reached)).toContain(token);
  });

  it('copies of 0x10000 bytes and of 16 MiB and more, in blobs over 64 KiB and over 16 MiB', async () => {
    const writer = new PackWriter();
    const half = 0x10000;
    const middle = Buffer.from(`${filling(1, half - 21)} ${githubToken(1)} ${filling(2, half)}`);
    const first = writer.whole('blob', middle);
    // Both seams lie inside the token, and the second version makes it whole again.
    const split = writer.byOffset(first, [copy(0, half), insert('\n'), copy(half, middle.length - half)]);
    const joined = writer.byOffset(split, [copy(0, half), copy(half + 1, middle.length - half), insert('.')]);
    const again = writer.byOffset(joined, [
      copy(0, half),
      copy(half, half),
      copy(0, half),
      insert(`\n${githubToken(2)}`),
    ]);
    const wide = Buffer.alloc(17 << 20, 'some text that repeats\n');
    wide.write(` ${githubToken(3)} `, (16 << 20) - 10, 'latin1');
    const large = writer.whole('blob', wide);
    const edited = writer.byOffset(large, [
      copy(0, 0xffffff),
      insert('+'),
      copy(0xffffff, wide.length - 0xffffff),
    ]);
    const mended = writer.byOffset(edited, [
      copy(0, 0xffffff),
      copy(0x1000000, wide.length - 0xffffff),
      insert(`\n${githubToken(4)}`),
    ]);
    const tip = addCommits(writer, [first, split, joined, again, large, edited, mended]);
    const seen = await expectSame(repositoryOf([writer], tip).folder, { hasPlain: true });
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 7 });
    expect(valuesOf(seen)).toEqual([1, 2, 3, 4].map((seed) => githubToken(seed)).toSorted());
  });

  it('text that becomes binary, UTF-16, empty, and back, by deltas where git has them', async () => {
    const writer = new PackWriter();
    const text = Buffer.from(`${filling(1, 900)}\npassword = "${password(1)}"\n${githubToken(1)}\n`);
    const plain = writer.whole('blob', text);
    const binary = writer.byOffset(plain, [insert('\0'), copy(0, text.length)]);
    const back = writer.byOffset(binary, [copy(1, text.length)]);
    const empty = writer.whole('blob', Buffer.alloc(0));
    const refilled = writer.byOffset(empty, [insert(githubToken(2))]);
    const wide = Buffer.from(`\ufeff${filling(2, 900)} ${githubToken(3)}\n`, 'utf16le');
    const decoded = writer.whole('blob', wide);
    const longer = writer.byOffset(decoded, [
      copy(0, wide.length),
      insert(Buffer.from(`${githubToken(4)}\n`, 'utf16le')),
    ]);
    // Without its mark the same bytes are judged by their zeros, and with one byte in front they are none.
    const bare = writer.byOffset(longer, [copy(2, wide.length - 2)]);
    const shifted = writer.byOffset(bare, [insert('x'), copy(0, wide.length - 2)]);
    const tip = addCommits(writer, [plain, binary, back, empty, refilled, decoded, longer, bare, shifted]);
    const seen = await expectSame(repositoryOf([writer], tip).folder, { hasPlain: true });
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 8 });
    expect(valuesOf(seen)).toEqual(expect.arrayContaining([1, 2, 3, 4].map((seed) => githubToken(seed))));
  });

  it('bases behind their deltas, and one object in two packs', async () => {
    const [one, two] = [new PackWriter(), new PackWriter()];
    const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n${filling(2, 2000)}`);
    const base = one.knows('blob', text);
    const late = one.byName(base, [copy(0, text.length), insert(githubToken(2))]);
    const later = one.byName(late, [insert(`${githubToken(3)}\n`), copy(0, text.length)]);
    one.whole('blob', text);
    // The other pack has the same object as a delta on something else.
    const other = two.whole('blob', text.subarray(0, 1000));
    two.byOffset(other, [copy(0, 1000), insert(text.subarray(1000))]);
    const tip = addCommits(two, [base, late, later, other]);
    const seen = await expectSame(repositoryOf([one, two], tip).folder, { hasPlain: true });
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 4 });
    expect(seen.counts.carried).toBeGreaterThan(0);
    expect(seen.findings).toHaveLength(3);
  });

  it('deltas whose bases another pack holds are problems, as git has it, and the rest is found', async () => {
    const [full, thin] = [new PackWriter(), new PackWriter()];
    const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n`);
    const base = full.whole('blob', text);
    thin.knows('blob', text);
    const version = thin.byName(base, [copy(0, text.length), insert(githubToken(2))]);
    const next = thin.byOffset(version, [insert(githubToken(3)), copy(100, 1900)]);
    const alone = thin.whole('blob', Buffer.from(githubToken(4)));
    const repository = repositoryOf([full, thin], addCommits(full, [base, version, next, alone]));
    const { findings, problems } = await expectSame(repository.folder);
    expect(findings).toHaveLength(2);
    expect(problems.map(({ object }) => object)).toEqual(expect.arrayContaining([version, next]));
  });

  it('a thin pack that git made whole', async () => {
    const [full, thin] = [new PackWriter(), new PackWriter()];
    const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n${filling(2, 2000)}`);
    const base = full.whole('blob', text);
    thin.knows('blob', text);
    const version = thin.byName(base, [copy(0, text.length), insert(githubToken(2))]);
    const repository = repositoryOf([full], addCommits(full, [base, version]));
    gitInput(repository.folder, thin.files().pack, 'index-pack', '--stdin', '--fix-thin');
    const seen = await expectSame(repository.folder);
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 2 });
    expect(seen.counts.carried).toBeGreaterThan(0);
    expect(seen.findings).toHaveLength(2);
  });

  it('offsets of 64 bits, and bytes that no object owns', async () => {
    const writer = new PackWriter();
    const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n`);
    const base = writer.whole('blob', text);
    const version = writer.byOffset(base, [copy(0, text.length), insert(githubToken(2))]);
    const tip = addCommits(writer, [base, version]);
    for (const form of [{ hasLargeOffsets: true }, { trailing: Buffer.alloc(300, 'left over') }]) {
      const repository = repositoryOf([{ write: (objects) => writer.write(objects, form) }], tip);
      const seen = await expectSame(repository.folder);
      expect(seen.counts.reader).toBe('engine');
      expect(seen.findings).toHaveLength(2);
    }
  });

  it('objects behind 4 GiB of nothing', async () => {
    const writer = new PackWriter();
    const text = Buffer.from(`${filling(1, 2000)}${githubToken(1)}\n`);
    const base = writer.whole('blob', text);
    const hidden = Buffer.from(githubToken(2));
    const far = writer.nameOf('blob', hidden);
    const tip = addCommits(writer, [base, far]);
    const packed = Buffer.concat([header(BLOB, hidden.length), deflateSync(hidden)]);
    writer.farAway(far, 2 ** 32 + 12_345, packed);
    const repository = repositoryOf([writer], tip);
    expect(repository.git('cat-file', 'blob', far)).toBe(githubToken(2));
    const seen = await expectSame(repository.folder);
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 2 });
    expect(seen.findings).toHaveLength(2);
  });

  it('deltas that are each other’s base are problems, git is not asked for them, and the rest is found', async () => {
    const writer = new PackWriter();
    const good = writer.whole('blob', Buffer.from(githubToken(1)));
    const [one, other, third] = ['11'.repeat(20), '22'.repeat(20), '33'.repeat(20)];
    const circular = (base: string): Buffer =>
      Buffer.concat([
        header(REF_DELTA, 4),
        Buffer.from(base, 'hex'),
        deflateSync(Buffer.from([1, 1, 1, 65])),
      ]);
    writer.raw(one, circular(other));
    writer.raw(other, circular(one));
    writer.raw(third, circular(one));
    const missing = '44'.repeat(20);
    for (const blobs of [
      [good, one, other, third],
      [good, one, missing],
    ]) {
      const before = new PackWriter();
      const tip = addCommits(before, blobs);
      const repository = repositoryOf([writer, before], tip);
      // The reference reader would wait for ever: git runs in circles.
      const { findings, problems } = await scanHistoryHere(repository.folder);
      expect(findings).toHaveLength(1);
      expect(problems.map(({ object }) => object)).toEqual(expect.arrayContaining([one, other, third]));
    }
  });

  it('commits, trees and tags that are deltas too', async () => {
    const writer = new PackWriter();
    const blobs = [1, 2, 3].map((seed) => writer.whole('blob', Buffer.from(githubToken(seed))));
    const full = treeBytes(blobs.map((oid, index) => ({ name: `f${index}`, oid })));
    const row = full.length / 3;
    const tree = writer.whole('tree', full);
    const less = writer.byOffset(tree, [copy(0, row * 2)]);
    const least = writer.byName(less, [copy(row, row)]);
    const first = commitBytes(less, [], 1);
    const root = writer.whole('commit', first);
    const next = commitBytes(least, [root], 2);
    const shared = first.length - first.indexOf('author');
    const start = next.subarray(0, next.indexOf('author'));
    const second = writer.byOffset(root, [insert(start), copy(first.length - shared, shared)]);
    const head = Buffer.from(`tree ${tree}\nparent ${second}\n`);
    const tip = writer.byName(second, [insert(head), copy(start.length, shared)]);
    const seen = await expectSame(repositoryOf([writer], tip).folder);
    expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 3, commits: 3 });
  });
});
