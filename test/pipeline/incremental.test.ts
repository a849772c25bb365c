/** What a scan with a state reads, and what it must not believe. */
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { ScanMemory } from '../../src/pipeline/scan-memory.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import { factsOf, type KeptBytes, keptBytes } from '../support/kept-bytes.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { planHere, scanHistoryHere, type Seen } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const key = Buffer.from('key');

async function scanWith(
  { folder }: TestRepository,
  bytes: KeptBytes,
  change: Partial<ScanPlan> = {},
): Promise<Seen & { memory: ScanMemory }> {
  const memory = new ScanMemory(bytes, key);
  const told = await scanHistoryHere(folder, {}, planHere({ ...change, memory }));
  memory.save();
  return { ...told, memory };
}

function grown(): TestRepository {
  const repository = makeRepository();
  repository.commit({ a: `${githubToken(1)}\n`, b: 'clean\n' });
  repository.commit({ a: `edited\n${githubToken(1)}\n` });
  return repository;
}

it('reads nothing where nothing has changed', async () => {
  const repository = grown();
  const bytes = keptBytes();
  const first = await scanWith(repository, bytes);
  const memory = new ScanMemory(bytes, key);
  const plan = planHere({ memory });
  // Whoever scans anything needs the set of detectors.
  Object.defineProperty(plan, 'set', { get: () => expect.fail('something was scanned') });
  const second = await scanHistoryHere(repository.folder, {}, plan);
  memory.save();
  expect(second.counts.reused).toBe(3);
  expect(factsOf(second)).toEqual(factsOf(first));
  expect(first.findings).toHaveLength(1);
  expect(bytes.writes).toBe(1);
});

it('scans new blobs and no others', async () => {
  const repository = grown();
  const bytes = keptBytes();
  await scanWith(repository, bytes);
  repository.commit({ c: `${githubToken(2)}\n` });
  repository.git('gc', '--quiet');
  const second = await scanWith(repository, bytes);
  expect(second.counts).toMatchObject({ blobs: 4, reused: 3, workers: 1 });
  expect(factsOf(second)).toEqual(factsOf(await scanHistoryHere(repository.folder)));
  expect(bytes.writes).toBe(2);
});

it('reads of a history that grew only what was added', async () => {
  const repository = grown();
  repository.git('-c', 'pack.window=0', 'repack', '-adfq');
  const bytes = keptBytes();
  await scanWith(repository, bytes);
  repository.git('checkout', '--quiet', '-b', 'dev');
  repository.commit({ 'd/c': `${githubToken(2)}\n`, e: `${githubToken(1)}\n` }, `says ${githubToken(3)}`);
  repository.git('tag', '-m', `of ${githubToken(4)}`, 'v1');
  const told = factsOf(await scanHistoryHere(repository.folder));
  spoil(repository, repository.git('rev-parse', 'main~1^{tree}'));
  const second = await scanWith(repository, bytes);
  expect(factsOf(second)).toEqual(told);
  expect(second.findings).toHaveLength(4);
  expect(second.counts).toMatchObject({ blobs: 4, reused: 3 });
  // Once more, on top of what was added; then everything once, which sees what is spoilt.
  repository.commit({ f: `${githubToken(5)}\n` });
  expect((await scanWith(repository, bytes)).findings).toHaveLength(5);
  expect((await scanHistoryHere(repository.folder)).problems).not.toEqual([]);
});

/** Makes an object in the only pack unreadable; size and checksum of the pack stay as they are. */
it('of a history that grew still tells what branches hold that did not', async () => {
  const repository = grown();
  repository.git('branch', 'older', 'HEAD^');
  repository.git('switch', '--quiet', '--orphan', 'infrastructure');
  repository.commit({ 'main.tf': 'resource\n' });
  repository.git('switch', '--quiet', 'main');
  const bytes = keptBytes();
  const kinds = ({ artefacts }: Seen): unknown => artefacts?.map(({ label, atTip }) => [label, atTip]);
  expect(kinds(await scanWith(repository, bytes))).toContainEqual(['artefact/terraform', true]);
  repository.commit({ c: 'clean\n' });
  const more = await scanWith(repository, bytes);
  expect(more.counts.reused).toBeGreaterThan(0);
  expect(factsOf(more)).toEqual(factsOf(await scanHistoryHere(repository.folder)));
  // A branch that goes back to a commit which was no branch's newest.
  repository.git('branch', '--force', 'older', 'main^');
  repository.commit({ d: 'clean\n' });
  const moved = await scanWith(repository, bytes);
  expect(factsOf(moved)).toEqual(factsOf(await scanHistoryHere(repository.folder)));
});

function spoil({ folder }: TestRepository, oid: string): void {
  const packs = join(folder, '.git/objects/pack');
  const path = join(packs, readdirSync(packs).find((one) => one.endsWith('.pack')) ?? '');
  const objects = execFileSync('git', ['verify-pack', '-v', path]).toString().split('\n');
  const [, , , , offset = ''] = objects.find((line) => line.startsWith(oid))?.split(/ +/) ?? [];
  chmodSync(path, 0o644);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(6, 0xff), 0, 6, Number(offset) + 4);
  closeSync(file);
}

it('of a history that became less reads the structure, and scans nothing', async () => {
  const repository = grown();
  const bytes = keptBytes();
  await scanWith(repository, bytes);
  repository.git('update-ref', 'refs/heads/main', 'main~1');
  const less = await scanWith(repository, bytes);
  expect(less.counts).toMatchObject({ commits: 1, blobs: 2, reused: 2 });
  expect(factsOf(less)).toEqual(factsOf(await scanHistoryHere(repository.folder)));
});

it.each([[false], [true]])('tells of an object that is gone, something added: %s', async (isGrown) => {
  const repository = grown();
  const bytes = keptBytes();
  await scanWith(repository, bytes);
  const oid = repository.git('rev-parse', 'main~1:a');
  rmSync(join(repository.folder, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  if (isGrown) repository.commit({ c: `${githubToken(2)}\n` });
  const told = await scanWith(repository, bytes);
  expect(told.problems).toMatchObject([{ code: 'missing-object', object: oid }]);
  expect(factsOf(told)).toEqual(factsOf(await scanHistoryHere(repository.folder)));
});

it('counts the candidates of old and new detectors together', async () => {
  const { detectors } = patternCatalogue();
  const lines = Array.from(
    { length: 6000 },
    (_, seed) => `${githubToken(seed)}\npassword = "Zx9#kL2!vQ7w"\n`,
  );
  const repository = makeRepository();
  repository.commit({ a: lines.join('') });
  const bytes = keptBytes();
  const codes = [];
  for (const ids of [['generic-password'], ['generic-password', 'github-personal-access-token']]) {
    const own = detectors.filter(({ id }) => ids.includes(id));
    const plan = { detectors: own, set: buildDetectorSet(own) };
    const told = await scanWith(repository, bytes, plan);
    expect(factsOf(told)).toEqual(factsOf(await scanHistoryHere(repository.folder, {}, planHere(plan))));
    codes.push(told.problems.map(({ code }) => code));
  }
  expect(codes).toEqual([[], ['too-many-candidates']]);
});

it('scans old blobs with new detectors, and forgets those that went', async () => {
  const { detectors } = patternCatalogue();
  const chosen = (...ids: string[]): Pick<ScanPlan, 'detectors' | 'set'> => {
    const own = ids.flatMap((id) => detectors.filter((one) => one.id === id));
    return { detectors: own, set: buildDetectorSet(own) };
  };
  const repository = makeRepository();
  repository.commit({ a: `password = "${githubToken(1)}"\npassword = "Zx9#kL2!vQ7w"\n` });
  const bytes = keptBytes();
  const both = chosen('generic-password', 'github-personal-access-token');
  const seen = [];
  for (const plan of [chosen('generic-password'), both, chosen('github-personal-access-token'), both]) {
    const told = await scanWith(repository, bytes, plan);
    expect(factsOf(told)).toEqual(factsOf(await scanHistoryHere(repository.folder, {}, planHere(plan))));
    seen.push(told.findings.map(({ detector }) => detector).toSorted());
  }
  const [password, token] = ['generic-password', 'github-personal-access-token'];
  expect(seen).toEqual([[password, password], [password, token], [token], [password, token]]);
});

it('tells each time of what could not be scanned', async () => {
  const repository = grown();
  repository.commit({ large: `${githubToken(3)}\n`.repeat(20_000) });
  const bytes = keptBytes();
  for (const maxBlobBytes of [1000, 1000, 1 << 20, 1000]) {
    const { problems, counts } = await scanWith(repository, bytes, { maxBlobBytes });
    const codes = maxBlobBytes === 1000 ? ['blob-over-limit'] : ['too-many-candidates'];
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(counts.reused).toBe(bytes.writes === 1 ? 0 : 3);
  }
});

it('keeps nothing of a scan that was stopped', async () => {
  const repository = grown();
  const bytes = keptBytes();
  const stop = new AbortController();
  stop.abort();
  await scanWith(repository, bytes, { signal: stop.signal });
  expect(bytes.writes).toBe(0);
});

it.each([
  ['another key', (bytes: Buffer) => bytes, 'another key'],
  ['a byte that changed', (bytes: Buffer) => bytes.fill(1, bytes.length - 3), 'damaged'],
  ['an end that is missing', (bytes: Buffer) => bytes.subarray(0, -9), 'damaged'],
  [
    'another version',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('1 ', '2 '), 'latin1'),
    'another version',
  ],
])('scans everything when the state has %s, says so, and writes it anew', async (name, change, reason) => {
  const repository = grown();
  const bytes = keptBytes();
  const first = await scanWith(repository, bytes);
  bytes.bytes = change(bytes.bytes ?? Buffer.alloc(0));
  const memory = new ScanMemory(bytes, name === 'another key' ? Buffer.from('other') : key);
  const second = await scanHistoryHere(repository.folder, {}, planHere({ memory }));
  memory.save();
  expect(second.counts.reused).toBe(0);
  expect(factsOf(second)).toEqual(factsOf(first));
  expect(memory.problems).toMatchObject([{ code: 'state-unusable', severity: 'warning' }]);
  expect(memory.problems[0]?.message).toContain(reason);
  expect(bytes.writes).toBe(2);
});

it('believes nothing that was kept of another repository', async () => {
  const bytes = keptBytes();
  await scanWith(grown(), bytes);
  const { memory, counts } = await scanWith(grown(), bytes);
  expect(counts.reused).toBe(0);
  expect(memory.problems).toHaveLength(1);
});

it('leaves a file alone that is none of its own', async () => {
  const bytes = keptBytes();
  bytes.bytes = Buffer.from('a letter to a friend');
  const { memory, findings } = await scanWith(grown(), bytes);
  expect({ writes: bytes.writes, found: findings.length }).toEqual({ writes: 0, found: 1 });
  expect(memory.problems[0]?.message).toContain('left as it is');
});
