/** The pack engine against the reference reader: the same findings on packs of every kind, and nothing lost on damaged ones. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/make-repository.ts';
import { planHere, scanHistoryHere, type Seen } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';

const { detectors } = readCatalogue('patterns');
const set = buildDetectorSet(detectors);
const all = { detectors, set };

async function bothReaders(
  folder: string,
  change: Partial<ScanPlan> = {},
): Promise<{ engine: Seen; reference: Seen }> {
  const engine = await scanHistoryHere(folder, {}, planHere({ ...all, ...change, reader: 'engine' }));
  const reference = await scanHistoryHere(folder, {}, planHere({ ...all, ...change, reader: 'reference' }));
  return { engine, reference };
}

/** Everything that a reader could get wrong; not which reader it was. */
function facts({ findings, problems, counts }: Seen): object {
  const told = findings.map((finding) => ({ ...finding, value: finding.value.unwrapText() }));
  return { told, problems, blobs: counts.blobs, bytes: counts.bytes };
}

/** Versions of files, oldest first, as one linear history in one call of git. */
function importHistory(repository: TestRepository, versions: readonly Record<string, Buffer>[]): void {
  const parts: Buffer[] = [];
  for (const [index, files] of versions.entries()) {
    parts.push(
      Buffer.from(
        `commit refs/heads/main\ncommitter C <c@example.org> ${1_700_000_000 + index} +0000\ndata 1\nx\n`,
      ),
    );
    for (const [path, content] of Object.entries(files)) {
      parts.push(
        Buffer.from(`M 100644 inline ${path}\ndata ${content.length}\n`),
        content,
        Buffer.from('\n'),
      );
    }
  }
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.folder, input: Buffer.concat(parts) });
}

const filling = (seed: number, length: number): string =>
  Array.from(
    { length: Math.ceil(length / 40) },
    (_, line) => `line ${(line * 7919 + seed) % 1000} of some ordinary text here\n`,
  )
    .join('')
    .slice(0, length);

describe('the engine reads what git reads', () => {
  it('random edits of files with secrets, whatever the deltas are', async () => {
    const edit = fc.record({
      file: fc.integer({ min: 0, max: 2 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 60 }),
      insert: fc.oneof(
        fc.integer({ min: 0, max: 9 }).map((seed) => `\nkey = ${githubToken(seed)}\n`),
        fc.constantFrom('x', '', '\n', 'password = "Zx9#kL2!vQ7w"\n', ' # gitleaks:allow', '\0'),
        fc.integer({ min: 1, max: 900 }).map((length) => filling(length, length)),
      ),
    });
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 8, maxLength: 40 }),
        fc.boolean(),
        async (edits, byOffset) => {
          const known = `k = ${githubToken(20)}\npassword = "Zx9#kL2!vQ7w"\n`;
          const files = [5000, 70_000, 400].map((length) =>
            Buffer.from(filling(length, length) + known + filling(1, 3000)),
          );
          const versions = edits.map(({ file, at, cut, insert }) => {
            const old = files[file] ?? Buffer.alloc(0);
            const place = Math.floor(at * old.length);
            files[file] = Buffer.concat([
              old.subarray(0, place),
              Buffer.from(insert),
              old.subarray(place + cut),
            ]);
            return { [`file${file}`]: files[file] };
          });
          const repository = makeRepository();
          importHistory(repository, versions);
          repository.git(
            '-c',
            `repack.useDeltaBaseOffset=${byOffset}`,
            'repack',
            '-adfq',
            '--depth=50',
            '--window=20',
          );
          const { engine, reference } = await bothReaders(repository.folder);
          expect(engine.counts.reader).toBe('engine');
          expect(facts(engine)).toEqual(facts(reference));
          carried += engine.counts.carried;
        },
      ),
      { numRuns: 12 },
    );
    expect(carried).toBeGreaterThan(100);
  }, 120_000);

  it('a chain of 1,000 deltas, several packs, loose objects, and a pack that an alternate holds', async () => {
    const repository = makeRepository();
    const versions = Array.from({ length: 1000 }, (_, index) => ({
      long: Buffer.from(
        `${filling(5, 20_000)}${index % 50 === 0 ? githubToken(index) : ''}\n${'more\n'.repeat(index)}`,
      ),
    }));
    importHistory(repository, versions);
    repository.git('repack', '-adfq', '--depth=4095', '--window=10');
    repository.git('reset', '--quiet', '--hard');
    repository.commit({ second: githubToken(5000) });
    repository.git('repack', '-dq');
    repository.commit({ loose: githubToken(5001) });
    const borrower = join(temporaryFolder(), 'borrower');
    repository.git('clone', '--quiet', '--bare', '--shared', '.', borrower);
    for (const folder of [repository.folder, borrower]) {
      const { engine, reference } = await bothReaders(folder);
      expect(engine.counts).toMatchObject({ reader: 'engine', blobs: 1002 });
      expect(facts(engine)).toEqual(facts(reference));
      expect(engine.findings.length).toBe(22);
    }
  }, 120_000);

  it('blobs over 64 KiB and over 16 MiB, empty ones, binary ones, UTF-16', async () => {
    const repository = makeRepository();
    const large = Buffer.alloc(17 << 20, 'some text that repeats\n');
    const edited = Buffer.concat([
      large.subarray(0, 9 << 20),
      Buffer.from(githubToken(1)),
      large.subarray(9 << 20),
    ]);
    const wide = Buffer.from(`\ufeff${filling(1, 3000)}${githubToken(2)}`, 'utf16le');
    importHistory(repository, [
      {
        large,
        empty: Buffer.alloc(0),
        wide,
        binary: Buffer.concat([Buffer.alloc(9), Buffer.from(`\n${githubToken(3)}\n`)]),
      },
      { large: edited, wide: Buffer.concat([wide, Buffer.from('\nmore\n', 'utf16le')]) },
      { binary: Buffer.from(`no longer binary\npassword = "Zx9#kL2!vQ7w"\n${githubToken(3)}\n`) },
    ]);
    repository.git('repack', '-adfq');
    const { engine, reference } = await bothReaders(repository.folder);
    expect(facts(engine)).toEqual(facts(reference));
    expect(engine.findings.length).toBeGreaterThanOrEqual(3);
  }, 120_000);

  it('a version larger than the limit, between two that are not', async () => {
    const repository = makeRepository();
    const small = filling(1, 3000);
    importHistory(repository, [
      { f: Buffer.from(`${small}${githubToken(1)}`) },
      { f: Buffer.from(`${small}${filling(2, 6000)}`) },
      { f: Buffer.from(`${small}${githubToken(2)}`) },
    ]);
    repository.git('repack', '-adfq');
    const { engine, reference } = await bothReaders(repository.folder, { maxBlobBytes: 5000 });
    expect(facts(engine)).toEqual(facts(reference));
    expect(engine.findings).toHaveLength(2);
    expect(engine.problems).toMatchObject([{ code: 'blob-over-limit' }]);
  });
});

describe('damaged packs', () => {
  it('lose nothing that git can still read, and never throw', async () => {
    const pristine = makeRepository();
    importHistory(
      pristine,
      Array.from({ length: 60 }, (_, index) => ({
        [`f${index % 4}`]: Buffer.from(`${filling(index % 4, 3000)}${githubToken(index)}\n`),
      })),
    );
    pristine.git('repack', '-adfq');
    const folder = join(pristine.folder, '.git/objects/pack');
    const packName = readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '';
    const names = [packName, packName.replace(/pack$/, 'idx')];
    const whole = names.map((name) => readFileSync(join(folder, name)));
    for (const name of names) chmodSync(join(folder, name), 0o644);
    for (let round = 0; round < 16; round++) {
      const which = round % 4 === 0 ? 1 : 0;
      const bytes = whole[which] ?? Buffer.alloc(0);
      writeFileSync(join(folder, names[which] ?? ''), damaged(bytes, round));
      const { engine, reference } = await bothReaders(pristine.folder);
      const told = (seen: Seen): string[] => seen.findings.map(({ fingerprint }) => fingerprint).toSorted();
      expect(told(engine), `round ${round}`).toEqual(expect.arrayContaining(told(reference)));
      writeFileSync(join(folder, names[which] ?? ''), bytes);
    }
  }, 240_000);
});

/** One to three bits flipped, and now and then the end cut off; the same round does the same. */
function damaged(whole: Buffer, round: number): Buffer {
  const bytes = Buffer.from(whole);
  for (let hit = 0; hit <= round % 3; hit++) {
    const at = (round * 2_654_435_761 + hit * 40_503) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (round % 8));
  }
  return round % 7 === 6 ? bytes.subarray(0, bytes.length - ((round * 97) % bytes.length)) : bytes;
}
