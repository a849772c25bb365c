/** `bitsieve audit` on a bad disk: mirrors that are damaged, states and stores that somebody wrote into, no room. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/make-repository.ts';
import { Dice } from '../support/mutate.ts';
import { githubToken } from '../support/secrets.ts';
import {
  audit,
  type AuditedForge,
  auditedForge,
  findingsIn,
  heavy,
  manyMore,
  newStore,
  PLACES,
  placesIn,
} from './support/audited-forge.ts';
import { hurried } from './support/other-time.ts';
import { smallDisk } from './support/small-disk.ts';

const PUSHED = [...PLACES, 'acme/fork more.txt', 'acme/web more.txt'].toSorted();

/** Files of all mirrors beside a store. */
function mirrored(store: string, ending: string): string[] {
  const folder = join(dirname(store), 'mirrors');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** Of `web` and `fork`. */
function packsOfFamily(store: string): string[] {
  const all = mirrored(store, '.pack');
  return all.filter((pack) => all.filter((other) => dirname(other) === dirname(pack)).length > 1);
}

function flipByte(path: string, share: number): void {
  const bytes = readFileSync(path);
  const at = 12 + Math.floor((bytes.length - 33) * share);
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  rmSync(path);
  writeFileSync(path, bytes);
}

/** What only a reader sees: a fetch looks at commits and trees. */
function flipBlobs(pack: string): void {
  const listed = execFileSync('git', ['verify-pack', '-v', pack.replace(/pack$/, 'idx')]).toString();
  const bytes = readFileSync(pack);
  for (const [, packed = '', offset = ''] of listed.matchAll(/^\w+ blob +\d+ (\d+) (\d+)/gm)) {
    const at = Number(offset) + Math.floor(Number(packed) / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  }
  rmSync(pack);
  writeFileSync(pack, bytes);
}

/** A pack that is read again: something is new in its family, and nothing is remembered of it. */
function pushToFamily({ web, fork }: AuditedForge, store: string): void {
  web.commit({ 'more.txt': `token = ${githubToken(7)}\n` });
  fork.commit({ 'more.txt': `token = ${githubToken(8)}\n` });
  rmSync(`${store}-states`, { recursive: true });
}

describe('a mirror that was damaged is brought anew', () => {
  const dice = new Dice(20_261_122, 1);
  it.each<[string, (pack: string) => void]>([
    ['a byte of each pack flipped', (pack) => flipByte(pack, dice.below(1000) / 1000)],
    ['a byte of each blob flipped, which only the scan sees', flipBlobs],
  ])('%s', async (_, damage) => {
    const forge = await auditedForge();
    const store = newStore();
    await audit(forge, store);
    for (const pack of packsOfFamily(store)) damage(pack);
    pushToFamily(forge, store);
    const { code, stdout, stderr, transfers } = await audit(forge, store);
    expect(code, stdout + stderr).toBe(1);
    expect(stdout).toContain('2 scanned, 2 unchanged since their last scan, 0 not covered');
    expect(transfers.filter((path) => path.includes('web.git/git-upload-pack')).length).toBeGreaterThan(2);
    expect(await placesIn(store)).toEqual(PUSHED);
    const mirror = dirname(packsOfFamily(store)[0] ?? '');
    execFileSync('git', ['fsck', '--full'], { cwd: dirname(dirname(mirror)), stdio: 'pipe' });
  });

  it('a pack cut short, an index flipped', async () => {
    const forge = await auditedForge();
    const store = newStore();
    await audit(forge, store);
    const [first = '', second = ''] = packsOfFamily(store);
    truncateSync(first, 60);
    flipByte(second.replace(/pack$/, 'idx'), 0.9);
    pushToFamily(forge, store);
    const { code, stdout } = await audit(forge, store);
    expect(code, stdout).toBe(1);
    expect(await placesIn(store)).toEqual(PUSHED);
  });
});

describe('what somebody wrote into', () => {
  it('states are done without, requests that were counted are forgotten', async () => {
    const forge = await auditedForge();
    const store = newStore();
    await audit(forge, store);
    const states = readdirSync(`${store}-states`);
    expect(states.length).toBe(4);
    for (const name of states) flipByte(join(`${store}-states`, name), 0.5);
    writeFileSync(`${store}-requests`, '{"forge":');
    forge.web.commit({ 'more.txt': `token = ${githubToken(7)}\n` });
    const { code, stdout, stderr } = await audit(forge, store);
    expect(code, stdout + stderr).toBe(1);
    expect(stdout).toContain('1 scanned, 3 unchanged');
    expect(await placesIn(store)).toEqual([...PLACES, 'acme/web more.txt']);
  });

  it('a store is refused in words, before anything is fetched; a copy of it is as good', async () => {
    const forge = await auditedForge();
    const store = newStore();
    await audit(forge, store);
    const before = await findingsIn(store);
    const copy = join(temporaryFolder(), 'audit.db');
    copyFileSync(store, copy);
    writeFileSync(store, readFileSync(store).fill(0x2a, 0, 600));
    const { code, stderr, transfers } = await audit(forge, store);
    expect(code).toBe(2);
    expect(stderr).toContain('is damaged, or is no audit store');
    expect(transfers).toEqual([]);
    rmSync(store);
    copyFileSync(copy, store);
    expect(await findingsIn(store)).toEqual(before);
  });
});

describe('a full disk', () => {
  it('costs an audit what does not fit, and no more; with room it is brought', async () => {
    const big = heavy(900, 3_000_000);
    const forge = await auditedForge([heavy(901, 500_000), heavy(902, 500_000), heavy(903, 500_000), big]);
    const disk = smallDisk(1500);
    const store = newStore();
    const [full, enough] = await disk.runTwice(
      ['audit', '--url', forge.loopback.url, '--store', store, '--fetch-jobs', '1', '--mirrors', disk.folder],
      forge.env,
    );
    expect(full.code, full.stdout + full.stderr).toBe(3);
    const kind = disk.isShared ? 'disk' : 'killed';
    expect(full.stdout).toContain(`acme/heavy-900 could not be fetched (${kind})`);
    // Others make room for each other.
    expect(full.stdout).toContain('7 scanned, 0 unchanged since their last scan, 1 not covered');
    expect(enough.code, enough.stdout + enough.stderr).toBe(1);
    expect(enough.stdout).toContain('1 scanned, 7 unchanged');
    expect(await placesIn(store)).toHaveLength(PLACES.length + 4);
  });

  it('or a limit on files costs an audit what does not fit, and no more', async () => {
    const forge = await auditedForge([heavy(900, 3_000_000)]);
    const disk = smallDisk(1500, true);
    const options = [
      '--store',
      newStore(),
      '--mirrors',
      disk.folder,
      '--include',
      'acme/heavy-900',
      '--include',
      'acme/web',
    ];
    const [full, enough] = await disk.runTwice(['audit', ...forge.named, ...options], {
      ...forge.env,
      ...hurried(),
    });
    expect(full.code, full.stdout + full.stderr).toBe(3);
    expect(full.stdout).toContain('acme/heavy-900 could not be fetched (killed): git was ended');
    expect(full.stdout).toContain('1 scanned, 0 unchanged since their last scan, 1 not covered');
    expect(enough.code, enough.stdout + enough.stderr).toBe(1);
    expect(enough.stdout).toContain('1 scanned, 1 unchanged');
  });

  it('under the store ends an audit in words; with room it is taken up', async () => {
    const forge = await auditedForge(manyMore(8));
    const disk = smallDisk(360);
    const store = join(disk.folder, 'audit.db');
    const kept = join(temporaryFolder(), 'audit.db');
    const [full, enough] = await disk.runTwice(
      ['audit', '--url', forge.loopback.url, '--store', store, '--mirrors', join(dirname(kept), 'mirrors')],
      forge.env,
    );
    expect(full.code, full.stdout + full.stderr).toBe(2);
    expect(full.stderr).toMatch(/cannot grow: no space is left|cannot be opened or written/);
    expect(enough.code, enough.stdout + enough.stderr).toBe(1);
    expect(enough.stdout).toContain('12 repositories: 12 scanned');
    expect(enough.stdout).toContain(`${PLACES.length + 8} findings`);
  });

  it('a mirror budget of nothing is kept to, with families in use', async () => {
    const forge = await auditedForge(manyMore(1));
    const store = newStore();
    const { code, stdout } = await audit(forge, store, '--mirror-space', '0', '--fetch-jobs', '4');
    expect(code, stdout).toBe(1);
    expect(mirrored(store, '.pack')).toEqual([]);
    // Kept whatever they take, where that is said, and until it is not said any more.
    await audit(
      forge,
      newStore(),
      '--mirror-space',
      '0',
      '--keep-mirrors',
      '--mirrors',
      join(dirname(store), 'mirrors'),
    );
    expect(mirrored(store, '.pack').length).toBeGreaterThanOrEqual(4);
    await audit(forge, store, '--mirror-space', '0');
    expect(mirrored(store, '.pack')).toEqual([]);
    forge.fork.commit({ 'more.txt': `token = ${githubToken(8)}\n` });
    const next = await audit(forge, store, '--mirror-space', '0');
    expect(next.stdout).toContain('1 scanned, 4 unchanged');
    expect(await placesIn(store)).toHaveLength(PLACES.length + 2);
  });
});
