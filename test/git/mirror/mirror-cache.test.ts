/** Mirrors show what their servers show, share what forks share, and survive what servers, disks and other processes do. */
import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownHolder, textOf } from '../../../src/git/mirror/holder.ts';
import type { Mirror } from '../../../src/git/mirror/mirror.ts';
import { facts } from '../../support/both-readers.ts';
import { type Fault, serveGit } from '../../support/git-http-server.ts';
import { makeRepository, TestRepository, temporaryFolder } from '../../support/make-repository.ts';
import { mirrored, newCache, refsOf } from '../../support/brought.ts';
import { bundledProgram } from '../../support/bundled-program.ts';
import { cacheIn, LIMITS, requestFor } from '../../support/mirrors.ts';
import { githubToken } from '../../support/secrets.ts';
import { programsWith } from '../../support/running-programs.ts';
import { scanHistoryHere } from '../../support/scan-here.ts';

function grown(commits = 3, bytes = 1000): TestRepository {
  const repository = makeRepository();
  for (let nth = 0; nth < commits; nth++) repository.commit({ [`file-${nth}.txt`]: noise(bytes, nth) });
  return repository;
}

/** Text that does not compress. */
function noise(bytes: number, seed: number): string {
  let state = seed + 1;
  const next = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8).toString(36).slice(-1);
  };
  return Array.from({ length: bytes }, next).join('');
}

const at = (mirror: Mirror): TestRepository => new TestRepository(mirror.folder);
const urlOf = ({ folder }: TestRepository): string => `file://${folder}`;

/** The folder of the family's objects. */
function objectsOf(mirror: Mirror): string {
  return join(mirror.folder, '..', '..', 'objects.git', 'objects');
}

function packsOf(mirror: Mirror): string[] {
  return readdirSync(join(objectsOf(mirror), 'pack')).filter((name) => name.endsWith('.pack'));
}

describe('a mirror', () => {
  it('shows every ref of its server, and nothing else', async () => {
    const origin = grown();
    origin.git('tag', '-a', 'v1', '-m', 'one');
    origin.git('branch', 'other/side');
    origin.git('update-ref', 'refs/pull-requests/7/from', 'HEAD~1');
    const { cache } = newCache();
    const mirror = mirrored(await cache.bring(requestFor(urlOf(origin))));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    expect(mirror.receivedBytes).toBeGreaterThan(0);
    expect(at(mirror).git('fsck', '--full')).toBe('');
  });

  it('follows force pushes, deleted branches and branches in place of folders', async () => {
    const origin = grown();
    origin.git('branch', 'topic');
    origin.git('branch', 'gone');
    const { cache } = newCache();
    mirrored(await cache.bring(requestFor(urlOf(origin)))).release();
    origin.git('branch', '-D', 'topic', 'gone');
    origin.git('branch', 'topic/deeper');
    origin.git('reset', '--quiet', '--hard', 'HEAD~2');
    origin.commit({ 'new.txt': 'rewritten\n' });
    const mirror = mirrored(await cache.bring(requestFor(urlOf(origin))));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    const again = mirrored(await cache.bring(requestFor(urlOf(origin))));
    expect(again.receivedBytes).toBe(0);
  });

  it('does not grow by a pack for every update for ever', async () => {
    const origin = grown(1);
    const { cache } = newCache();
    let most = 0;
    for (let nth = 0; nth < 55; nth++) {
      origin.git('commit', '--quiet', '--allow-empty', '--message', `${nth}`);
      const mirror = mirrored(await cache.bring(requestFor(urlOf(origin))));
      mirror.release();
      most = Math.max(most, packsOf(mirror).length);
      if (nth < 54) continue;
      expect(packsOf(mirror).length).toBeLessThan(15);
      expect(refsOf(at(mirror))).toBe(refsOf(origin));
      expect(at(mirror).git('fsck', '--full')).toBe('');
    }
    expect(most).toBe(50);
  });

  it('of an empty repository is empty, until something is pushed', async () => {
    const origin = makeRepository();
    const { cache } = newCache();
    const empty = mirrored(await cache.bring(requestFor(urlOf(origin), { mainBranch: null })));
    expect(at(empty).git('for-each-ref')).toBe('');
    origin.commit({ 'a.txt': 'first\n' });
    const mirror = mirrored(await cache.bring(requestFor(urlOf(origin), { mainBranch: null })));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
  });

  it('is scanned like what it mirrors', async () => {
    const origin = grown();
    origin.commit({ 'key.txt': `token = "${githubToken(41)}"\n` });
    const mirror = mirrored(await newCache().cache.bring(requestFor(urlOf(origin))));
    const [here, there] = await Promise.all([scanHistoryHere(origin.folder), scanHistoryHere(mirror.folder)]);
    expect(there.findings).toHaveLength(1);
    expect(there.counts.reader).toBe('engine');
    expect(facts(there)).toEqual(facts(here));
  });

  it('runs no hook and takes no setting of its server', async () => {
    const origin = grown();
    const mark = join(temporaryFolder(), 'ran');
    const hooks = join(origin.folder, '.git/hooks');
    mkdirSync(hooks, { recursive: true });
    for (const name of ['post-checkout', 'reference-transaction', 'post-rewrite'])
      writeFileSync(join(hooks, name), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
    origin.commit({ '.gitmodules': '[submodule "x"]\n\tpath = x\n\turl = ext::touch /tmp/x\n' });
    rmSync(mark, { force: true });
    mirrored(await newCache().cache.bring(requestFor(urlOf(origin))));
    expect(existsSync(mark)).toBe(false);
  });
});

describe('a family', () => {
  it('of 30 forks keeps each object once, and shows each fork alone', async () => {
    const origin = grown(5, 20_000);
    const folder = temporaryFolder();
    const { cache } = newCache();
    const bytes: number[] = [];
    for (let nth = 0; nth < 30; nth++) {
      origin.git('clone', '--quiet', '--bare', origin.folder, join(folder, `fork-${nth}`));
      const fork = new TestRepository(join(folder, `fork-${nth}`));
      const tree = fork.git('rev-parse', 'HEAD^{tree}');
      const commit = fork.git('commit-tree', '-p', 'HEAD', '-m', `fork ${nth}`, tree);
      fork.git('update-ref', `refs/heads/own-${nth}`, commit);
      const mirror = mirrored(await cache.bring(requestFor(urlOf(fork), { family: 'all' })));
      expect(refsOf(at(mirror))).toBe(refsOf(fork));
      bytes.push(mirror.receivedBytes);
      if (nth === 29) expect(at(mirror).git('count-objects', '-v')).toContain('in-pack: 0');
    }
    const [first = 0, ...rest] = bytes;
    expect(first).toBeGreaterThan(50_000);
    expect(Math.max(...rest)).toBeLessThan(3000);
  });

  it('updates only the fork that was asked for', async () => {
    const origin = grown();
    const fork = new TestRepository(join(temporaryFolder(), 'fork'));
    origin.git('clone', '--quiet', origin.folder, fork.folder);
    fork.commit({ 'own.txt': 'own\n' });
    const { cache } = newCache();
    const first = mirrored(await cache.bring(requestFor(urlOf(origin), { family: 'all' })));
    const before = refsOf(at(first));
    origin.commit({ 'later.txt': 'later\n' });
    mirrored(await cache.bring(requestFor(urlOf(fork), { family: 'all' })));
    expect(refsOf(at(first))).toBe(before);
  });
});

describe('damage', () => {
  it.each<[string, (packs: string) => void]>([
    ['a pack that was cut short', (packs) => truncateSync(nameIn(packs, '.pack'), 100)],
    ['a pack that is gone', (packs) => rmSync(nameIn(packs, '.pack'))],
    ['an index that is cut short', (packs) => truncateSync(nameIn(packs, '.idx'), 40)],
    ['a pack with more behind it', (packs) => appendFileSync(nameIn(packs, '.pack'), 'more')],
    ['all packs gone', (packs) => readdirSync(packs).forEach((name) => rmSync(join(packs, name)))],
  ])('%s is noticed, and all is fetched anew', async (_, damage) => {
    const origin = grown();
    const { cache } = newCache();
    const first = mirrored(await cache.bring(requestFor(urlOf(origin))));
    first.release();
    damage(join(objectsOf(first), 'pack'));
    origin.commit({ 'more.txt': 'more\n' });
    const mirror = mirrored(await cache.bring(requestFor(urlOf(origin))));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    expect(at(mirror).git('fsck', '--full')).toBe('');
  });

  it('that only a reader sees is mended when they say so', async () => {
    const origin = grown(3, 5000);
    const { cache } = newCache();
    const first = mirrored(await cache.bring(requestFor(urlOf(origin))));
    const pack = nameIn(join(objectsOf(first), 'pack'), '.pack');
    const bytes = readFileSync(pack);
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0, middle, middle + 50);
    writeFileSync(pack, bytes, { flag: 'r+' });
    const request = requestFor(urlOf(origin), { isDistrusted: true });
    expect(await cache.bring(request)).toMatchObject({ kind: 'in-use' });
    first.release();
    const mirror = mirrored(await cache.bring(request));
    expect(at(mirror).git('fsck', '--full')).toBe('');
  });

  it('that a killed git leaves is cleared away', async () => {
    const origin = grown();
    const { cache } = newCache();
    const first = mirrored(await cache.bring(requestFor(urlOf(origin))));
    const objects = objectsOf(first);
    const heads = join(objects, '..', 'refs', 'forks');
    for (const name of ['pack/tmp_pack_abc', 'pack/pack-1.keep', '../packed-refs.lock'])
      writeFileSync(join(objects, name), 'x');
    const [fork = ''] = readdirSync(heads);
    writeFileSync(join(heads, fork, 'heads', 'main.lock'), '');
    origin.commit({ 'more.txt': 'more\n' });
    const mirror = mirrored(await cache.bring(requestFor(urlOf(origin))));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    expect(readdirSync(join(objects, 'pack')).filter((name) => /tmp_|keep/.test(name))).toEqual([]);
  });
});

describe('a sweep', () => {
  it('takes the leases and locks of the dead, and leaves those of the living', async () => {
    const origin = grown();
    const { cache, folder } = newCache();
    const living = mirrored(await cache.bring(requestFor(urlOf(origin))));
    const family = join(folder, readdirSync(folder)[0] ?? '');
    const dead = { ...ownHolder(), began: 'long ago', nonce: '0'.repeat(16) };
    for (const name of ['leases/0000000000000000', 'lock', 'lock.00000000aaaa'])
      writeFileSync(join(family, name), textOf(dead));
    cache.sweep();
    expect(readdirSync(join(family, 'leases'))).toHaveLength(1);
    expect(readdirSync(family).filter((name) => name.startsWith('lock'))).toEqual([]);
    living.release();
    expect(readdirSync(join(family, 'leases'))).toEqual([]);
  });
});

const program = bundledProgram('test/support/bring-program.ts');

describe('a bad server', () => {
  /** A server of one repository with a lot in it. */
  async function bad(fault: () => Fault | undefined): Promise<{ origin: TestRepository; url: string }> {
    const origin = grown(4, 400_000);
    const server = await serveGit({ root: join(origin.folder, '..'), fault });
    return { origin, url: `${server.origin}/${origin.folder.split('/').at(-1)}/.git` };
  }

  it('that dies half-way leaves nothing that is taken for whole', async () => {
    let fault: Fault | undefined = { kind: 'dies', afterBytes: 500_000 };
    const { origin, url } = await bad(() => fault);
    const { cache, folder } = newCache();
    expect(await cache.bring(requestFor(url))).toMatchObject({ kind: 'network', isPassing: true });
    expect(
      readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('views/')),
    ).toEqual([]);
    fault = undefined;
    const mirror = mirrored(await cache.bring(requestFor(url)));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    expect(at(mirror).git('fsck', '--full')).toBe('');
  });

  it('that dies at an update leaves the mirror as it was', async () => {
    let fault: Fault | undefined;
    const { origin, url } = await bad(() => fault);
    const { cache } = newCache();
    const mirror = mirrored(await cache.bring(requestFor(url)));
    const before = refsOf(at(mirror));
    origin.commit({ 'much.txt': noise(500_000, 77) });
    fault = { kind: 'dies', afterBytes: 100_000 };
    expect(await cache.bring(requestFor(url))).toMatchObject({ kind: 'network' });
    expect(refsOf(at(mirror))).toBe(before);
    fault = undefined;
    expect(refsOf(at(mirrored(await cache.bring(requestFor(url)))))).toBe(refsOf(origin));
  });

  it('that is still sending when the process is killed leaves nothing in the way', async () => {
    let fault: Fault | undefined = { kind: 'stalls', afterBytes: 600_000 };
    const { origin, url } = await bad(() => fault);
    const { cache, folder } = newCache();
    const child = spawn(process.execPath, [program, folder, url]);
    const ended = new Promise((done) => child.once('close', done));
    const isComing = (): boolean =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true }).some((name) => String(name).includes('tmp_pack_'));
    while (!isComing()) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGKILL');
    await ended;
    fault = undefined;
    const mirror = mirrored(await cache.bring(requestFor(url)));
    expect(refsOf(at(mirror))).toBe(refsOf(origin));
    expect(at(mirror).git('fsck', '--full')).toBe('');
  });

  it('that stalls is left, and no program with it', async () => {
    const { url } = await bad(() => ({ kind: 'stalls', afterBytes: 100_000 }));
    const { cache } = newCache({ limits: { ...LIMITS, stallMs: 1500 } });
    expect(await cache.bring(requestFor(url))).toMatchObject({ kind: 'stalled', isPassing: true });
    expect(programsWith(url)).toEqual([]);
  });

  it('that takes too long, or sends too much, or is not wanted any more, is left', async () => {
    const { url } = await bad(() => ({ kind: 'stalls', afterBytes: 900_000 }));
    const late = newCache({ limits: { ...LIMITS, totalMs: 1500 } });
    expect(await late.cache.bring(requestFor(url))).toMatchObject({ kind: 'timed-out' });
    const small = newCache({ limits: { ...LIMITS, maxBytes: 300_000 } });
    expect(await small.cache.bring(requestFor(url))).toMatchObject({ kind: 'too-large', isPassing: false });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const left = await newCache().cache.bring(requestFor(url, { signal: stop.signal }));
    expect(left).toMatchObject({ kind: 'interrupted' });
    expect(programsWith(url)).toEqual([]);
  });

  it('that sends elsewhere is not followed', async () => {
    const elsewhere = await serveGit({ root: temporaryFolder() });
    const { url } = await bad(() => ({ kind: 'redirects', to: elsewhere.origin }));
    const access = { kind: 'bearer', token: 'a-token-to-keep' } as const;
    expect(await newCache().cache.bring(requestFor(url, { access }))).toMatchObject({
      message: expect.any(String),
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it.each([
    [404, 'not-found', false],
    [403, 'authentication', false],
    [429, 'rate-limited', true],
    [503, 'network', true],
  ])('that answers %i is told apart', async (status, kind, isPassing) => {
    const { url } = await bad(() => ({ kind: 'answers', status, body: 'no' }));
    expect(await newCache().cache.bring(requestFor(url))).toMatchObject({ kind, isPassing });
  });
});

describe('ssh', () => {
  it('is asked for no password, and trusts no host that it does not know', async () => {
    const origin = grown();
    const bin = temporaryFolder();
    // What comes last is what the other side is to run.
    const script = `#!/bin/sh\necho "$@" >> ${bin}/asked\nfor last; do :; done\nexec sh -c "$last"\n`;
    writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 });
    const before = process.env['PATH'];
    process.env['PATH'] = `${bin}:${before}`;
    try {
      const url = `ssh://git@127.0.0.1:7999${origin.folder}/.git`;
      const mirror = mirrored(await newCache().cache.bring(requestFor(url)));
      expect(refsOf(at(mirror))).toBe(refsOf(origin));
    } finally {
      process.env['PATH'] = before;
    }
    const asked = readFileSync(join(bin, 'asked'), 'utf8');
    expect(asked).toMatch(/-oBatchMode=yes -oStrictHostKeyChecking=yes .*-p 7999 git@127\.0\.0\.1 /);
  });
});

describe('a cache', () => {
  it('takes away what was not used for longest, and never what is in use', async () => {
    const { cache, folder } = newCache();
    const brought: Mirror[] = [];
    for (let nth = 0; nth < 4; nth++) {
      brought.push(mirrored(await cache.bring(requestFor(urlOf(grown(2, 50_000 + nth))))));
      await new Promise((done) => setTimeout(done, 15));
    }
    const [first, second, third, fourth] = brought;
    second?.release();
    third?.release();
    fourth?.release();
    expect(cache.makeRoom(1 << 30)).toBe(0);
    const [size = 0] = brought.map((mirror) => mirror.receivedBytes);
    expect(cache.makeRoom(size * 3.5)).toBe(1);
    expect(brought.map((mirror) => existsSync(mirror.folder))).toEqual([true, false, true, true]);
    expect(cache.makeRoom(0)).toBe(2);
    expect(brought.map((mirror) => existsSync(mirror.folder))).toEqual([true, false, false, false]);
    first?.release();
    expect(cacheIn(folder).makeRoom(0)).toBe(1);
  });

  it('is shared: many who want the same family at once each get it', async () => {
    const origin = grown();
    const { folder } = newCache();
    const caches = Array.from({ length: 6 }, () => cacheIn(folder));
    const brought = await Promise.all(caches.map((cache) => cache.bring(requestFor(urlOf(origin)))));
    for (const one of brought) expect(refsOf(at(mirrored(one)))).toBe(refsOf(origin));
    expect(packsOf(mirrored(brought[0] ?? failing()))).toHaveLength(1);
  });
});

function failing(): never {
  throw new Error('nothing was brought');
}

function nameIn(folder: string, ending: string): string {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} in ${folder}`);
  execFileSync('chmod', ['u+w', join(folder, name)]);
  return join(folder, name);
}
