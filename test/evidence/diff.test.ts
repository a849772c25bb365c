/** `bitsieve evidence diff`: what is new, gone and changed between two bundles, and where it comes from. */
import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BundleDifference } from '../../src/evidence/bundle-difference.ts';
import { differenceOf, isSame } from '../../src/evidence/bundle-difference.ts';
import { BundleFile } from '../../src/evidence/bundle-file.ts';
import type { ComparedFile } from '../../src/evidence/diff-bundles.ts';
import { verifyBundle } from '../../src/evidence/verify-bundle.ts';
import type { Visit } from '../../src/store/audit/audit-store.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { listOf, type MadeRun, madeStore } from '../exposure/support/made-store.ts';
import { findingOf, FORGE, KEY, NOW, placeOf, REQUEST, scanOf } from '../support/audited.ts';
import { run } from '../support/run-program.ts';
import { bundleOf } from './support/made-bundle.ts';
import { join } from 'node:path';
import { tempFolder } from '../support/temp-folder.ts';

const AT = '2026-11-22T12:00:00Z';
const LATER = '2026-11-24T12:00:00Z';

async function bundle(...runs: MadeRun[]): Promise<string> {
  return bundleOf(await madeStore(runs));
}

/** @param use while both are open */
async function compared<Result>(
  from: string,
  to: string,
  use: (difference: BundleDifference) => Result,
): Promise<Result> {
  const files = [from, to].map((path) => BundleFile.open(path));
  try {
    const [one, other] = files.map((file) => {
      const { manifest, entries } = verifyBundle(file);
      if (!manifest) throw new Error('not verified');
      return { file, manifest, entries };
    });
    if (!one || !other) throw new Error('one is missing');
    return use(differenceOf(one, other));
  } finally {
    for (const file of files) file.close();
  }
}

const changesOf =
  (file: ComparedFile) =>
  (difference: BundleDifference): unknown[] =>
    Array.from(difference.changes(file), ({ kind, differs, cause, line }) => ({
      kind,
      differs,
      cause,
      line,
    }));

/** One repository, audited by detectors and at refs of one's choice. */
async function audited(name: string, found: Visit & { outcome: 'scanned' }, digest = 'c'): Promise<string> {
  const path = join(tempFolder(), `${name}.db`);
  const store = await openAuditStore({ path, key: KEY, now: NOW });
  const detectors = { ...REQUEST.detectors, 'example-token': digest.repeat(64) };
  const tool = { ...REQUEST.tool, detectorDigest: digest.repeat(64) };
  const { number } = await store.beginRun({ ...REQUEST, tool, detectors });
  await store.savePlaces(number, [placeOf(1)]);
  await store.saveVisit(number, placeOf(1), found);
  await store.finishRun(number, { complete: true, problems: [] });
  await store.close();
  return bundleOf(path);
}

function scan(nth: readonly number[], oid = 'a'): Visit & { outcome: 'scanned' } {
  const visit = scanOf(
    1,
    nth.map((each) => findingOf(1, each)),
  );
  if (visit.outcome !== 'scanned') throw new Error('not a scan');
  return { ...visit, refs: [{ name: 'refs/heads/main', oid: oid.repeat(40) }] };
}

describe('two bundles', () => {
  it('are the same when nothing but time has passed', async () => {
    const found = { 1: [findingOf(1, 0)] };
    const [from, to] = [
      await bundle({ at: AT, found }),
      await bundle({ at: AT, found }, { at: LATER, found }),
    ];
    expect(await compared(from, to, isSame)).toBe(true);
    const { code, stdout } = await run(['evidence', 'diff', from, to]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^THE SAME\n[^]*the same version, detectors and options/),
    ]);
  });

  it('differ by what came, what went and what changed, of each kind', async () => {
    const ada = { subject: 'user', id: 'ada', name: 'Ada', level: 'read' } as const;
    const ben = { ...ada, id: 'ben', name: 'Ben' };
    const from = await bundle({
      at: AT,
      found: { 1: [findingOf(1, 0), findingOf(1, 1), findingOf(1, 2)], 2: [findingOf(2, 0)] },
      readers: [[{ kind: 'repository', id: '{1}' }, listOf(ada)]],
    });
    const to = await bundle({
      at: LATER,
      found: {
        1: [
          findingOf(1, 1, { reach: 'history', atTip: false }),
          findingOf(1, 2, { path: 'moved/here.yml' }),
          findingOf(1, 3),
        ],
        3: [findingOf(3, 0)],
      },
      places: { 1: { visibility: 'public' } },
      readers: [[{ kind: 'repository', id: '{1}' }, listOf(ben)]],
    });
    const found = await compared(from, to, changesOf('findings.jsonl'));
    const of = (kind: string, nth: number, place = 1): unknown =>
      expect.objectContaining({
        kind,
        line: expect.objectContaining({ fingerprint: findingOf(place, nth).fingerprint }),
      });
    expect(found).toHaveLength(6);
    for (const one of [of('gone', 0), of('gone', 0, 2), of('new', 3), of('new', 0, 3)])
      expect(found).toContainEqual(one);
    expect(found).toContainEqual(expect.objectContaining({ kind: 'changed', differs: ['reach', 'atTip'] }));
    // The same secret at another path of the same repository has moved.
    expect(found).toContainEqual(
      expect.objectContaining({
        kind: 'changed',
        differs: ['path'],
        line: expect.objectContaining({ path: 'moved/here.yml' }),
      }),
    );
    const kinds = (changes: unknown[]): unknown[] => changes.map((change) => Object(change).kind);
    expect(kinds(await compared(from, to, changesOf('repositories.jsonl')))).toEqual([
      'changed',
      'gone',
      'new',
    ]);
    expect(kinds(await compared(from, to, changesOf('readers.jsonl')))).toEqual(['gone', 'new']);
    expect(await compared(from, to, ({ counts }) => counts['refs.jsonl'])).toEqual({
      new: 2,
      gone: 2,
      changed: 0,
    });
    for (const form of ['console', 'markdown', 'json']) {
      const { code, stdout } = await run(['evidence', 'diff', from, to, '-f', form]);
      expect(code, form).toBe(1);
      const text = stdout.replaceAll('\\', '');
      for (const word of ['moved/here.yml', 'example/repository-3', 'Ben', 'public'])
        expect(text, form).toContain(word);
      if (form !== 'json') continue;
      const answer = JSON.parse(stdout);
      expect(answer).toMatchObject({ schemaVersion: 1, same: false, comparable: true });
      expect(answer.counts['findings.jsonl']).toEqual({ new: 2, gone: 2, changed: 2 });
      expect(
        answer.changes.filter((change: { file: string }) => change.file === 'findings.jsonl'),
      ).toHaveLength(6);
    }
  });

  it('say whether a difference comes from the repository or from the scanner', async () => {
    const before = await audited('before', scan([0]));
    const causes = async (after: string): Promise<unknown> =>
      compared(before, after, (difference) => difference.causes);
    const none = { repository: 0, scanner: 0, either: 0, unknown: 0 };
    expect(await causes(await audited('pushed', scan([0, 2], 'b')))).toEqual({ ...none, repository: 1 });
    expect(await causes(await audited('newer', scan([0, 2]), 'd'))).toEqual({ ...none, scanner: 1 });
    // Of another detector, which is as it was.
    expect(await causes(await audited('newer', scan([0, 1]), 'd'))).toEqual({ ...none, unknown: 1 });
    expect(await causes(await audited('both', scan([0, 2], 'b'), 'd'))).toEqual({ ...none, either: 1 });
    const { stdout } = await run(['evidence', 'diff', before, await audited('newer', scan([0]), 'd')]);
    expect(stdout).toMatch(/^DIFFERENT\n[^]*scanner +different: detectors[^]*~ example-token digest/);
  });

  it('cannot be compared under different keys, and are not guessed at', async () => {
    const found = { 1: [findingOf(1, 0)] };
    const path = join(tempFolder(), 'audit.db');
    const store = await openAuditStore({ path, key: Buffer.alloc(32, 9), now: NOW });
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1)]);
    await store.saveVisit(number, placeOf(1), scanOf(1, [findingOf(1, 5)]));
    await store.saveReaders(number, FORGE, { kind: 'repository', id: '{1}' }, listOf());
    await store.finishRun(number, { complete: true, problems: [] });
    await store.close();
    const args = ['evidence', 'diff', await bundle({ at: AT, found }), await bundleOf(path)];
    const { code, stdout } = await run(args);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^NOT COMPARABLE[^]*different: .*key/)]);
    expect(stdout).not.toMatch(/^findings:/m);
  });

  it('are not looked into unless both are as they were written', async () => {
    const found = { 1: [findingOf(1, 0)] };
    const [from, to] = [await bundle({ at: AT, found }), await bundle({ at: AT, found })];
    appendFileSync(to, 'x');
    const { code, stderr } = await run(['evidence', 'diff', from, to]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/1 bytes follow behind its end/)]);
    expect((await run(['evidence', 'diff', from])).code).toBe(2);
  });

  it('show nothing that acts', async () => {
    const path = '\u001b[31m\u202e<img src=x onerror=alert(1)> [x](https://evil.example) @all.txt';
    const [from, to] = [
      await bundle({ at: AT, found: { 1: [] } }),
      await bundle({ at: AT, found: { 1: [findingOf(1, 0, { path })] } }),
    ];
    for (const form of ['console', 'markdown', 'json']) {
      const { stdout } = await run(['evidence', 'diff', from, to, '-f', form]);
      for (const acting of ['\u001b', '\u202e']) expect(stdout, form).not.toContain(acting);
      if (form === 'markdown') expect(stdout).not.toMatch(/<img|\]\(|https:\/\/evil|@all/);
    }
  });
});
