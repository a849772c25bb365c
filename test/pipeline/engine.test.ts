/** The engine against the reference reader: the same findings in histories that git packed. Others: engine-*.test.ts. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSame } from '../support/both-readers.ts';
import { filling, importHistory } from '../support/import-history.ts';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { githubToken, password } from '../support/secrets.ts';
import { fc } from '../support/property.ts';

describe('the engine reads what git reads', () => {
  it('random edits of files with secrets, whatever the deltas are', async () => {
    const edit = fc.record({
      file: fc.integer({ min: 0, max: 2 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 60 }),
      insert: fc.oneof(
        fc.integer({ min: 0, max: 9 }).map((seed) => `\nkey = ${githubToken(seed)}\n`),
        fc.constantFrom('x', '', '\n', `password = "${password(1)}"\n`, ' # gitleaks:allow', '\0'),
        fc.integer({ min: 1, max: 900 }).map((length) => filling(length, length)),
      ),
    });
    let carried = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 8, maxLength: 40 }),
        fc.record({
          byOffset: fc.boolean(),
          depth: fc.constantFrom(1, 3, 50, 250),
          window: fc.constantFrom(2, 20),
        }),
        async (edits, { byOffset, depth, window }) => {
          const known = `k = ${githubToken(20)}\npassword = "${password(1)}"\n`;
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
            `--depth=${depth}`,
            `--window=${window}`,
          );
          const seen = await expectSame(repository.folder);
          expect(seen.counts.reader).toBe('engine');
          carried += seen.counts.carried;
        },
      ),
      { numRuns: 12 },
    );
    expect(carried).toBeGreaterThan(100);
  });

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
      const seen = await expectSame(folder);
      expect(seen.counts).toMatchObject({ reader: 'engine', blobs: 1002 });
      expect(seen.findings.length).toBe(22);
    }
  });

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
      { binary: Buffer.from(`no longer binary\npassword = "${password(1)}"\n${githubToken(3)}\n`) },
    ]);
    repository.git('repack', '-adfq');
    const seen = await expectSame(repository.folder);
    expect(seen.findings.length).toBeGreaterThanOrEqual(3);
  });

  it('a version larger than the limit, between two that are not', async () => {
    const repository = makeRepository();
    const small = filling(1, 3000);
    importHistory(repository, [
      { f: Buffer.from(`${small}${githubToken(1)}`) },
      { f: Buffer.from(`${small}${filling(2, 6000)}`) },
      { f: Buffer.from(`${small}${githubToken(2)}`) },
    ]);
    repository.git('repack', '-adfq');
    const seen = await expectSame(repository.folder, { change: { maxBlobBytes: 5000 } });
    expect(seen.findings).toHaveLength(2);
    expect(seen.problems).toMatchObject([{ code: 'blob-over-limit' }]);
  });
});
