/** A server's hook at real pushes: by file and by HTTP, of all kinds, with what the server says may be known or gone past. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveGit } from '../../support/git-http-server.ts';
import { pesel } from '../../support/people.ts';
import { githubToken } from '../../support/secrets.ts';
import { run } from '../../support/run-program.ts';
import { PushServer } from './support.ts';

let seed = 1000;
const nextSecret = (): string => `token = "${githubToken(++seed)}"\n`;
const lines = (text: string): string => `${text}${'a line of the file\n'.repeat(40)}`;

describe('what the repository holds already', () => {
  const server = new PushServer();
  const { clone } = server;
  const secret = nextSecret();

  it('stops no push that edits its file, moves it, takes it away, or brings it back', async () => {
    server.hook('--new-only=true', 'exit 0');
    server.branch('known');
    clone.commit({ 'a.txt': lines(secret) });
    await server.push(['known']);
    server.hook();
    clone.commit({ 'a.txt': `${lines(secret)}more\n` });
    renameSync(join(clone.folder, 'a.txt'), join(clone.folder, 'b.txt'));
    clone.commit({ 'b.txt': `${lines(secret)}and more\n` });
    expect(await server.push(['known'])).toMatchObject({ isTaken: true });
    rmSync(join(clone.folder, 'b.txt'));
    clone.commit({});
    expect(await server.push(['known'])).toMatchObject({ isTaken: true });
    clone.commit({ 'b.txt': `${lines(secret)}back again\n` });
    expect(await server.push(['known'])).toMatchObject({ isTaken: true });
  });

  it('may be brought back byte by byte', async () => {
    server.branch('reverted');
    server.hook('', 'exit 0');
    clone.commit({ 'r.txt': nextSecret() });
    clone.commit({ 'r.txt': 'clean\n' });
    await server.push(['reverted']);
    server.hook();
    clone.git('revert', '--no-edit', 'HEAD');
    expect(await server.push(['reverted'])).toMatchObject({ isTaken: true });
  });

  it('is not what an allowed path let pass, once it is moved out of there, in a push of its own or the same', async () => {
    const config = join(dirname(server.log), 'allow.toml');
    writeFileSync(config, '[[allow]]\npaths = ["samples/**"]\n');
    server.hook(`--config "${config}"`);
    server.branch('samples');
    const allowed = nextSecret();
    clone.commit({ 'samples/a.txt': lines(allowed) });
    expect(await server.push(['samples'])).toMatchObject({ isTaken: true });
    clone.git('mv', 'samples/a.txt', 'a.txt');
    clone.commit({ 'a.txt': `${lines(allowed)}edited\n` });
    expect(await server.push(['samples'])).toMatchObject({ isTaken: false });
    server.branch('at-once');
    clone.commit({ 'samples/b.txt': lines(nextSecret()) });
    clone.git('mv', 'samples/b.txt', 'b.txt');
    clone.commit({});
    expect(await server.push(['at-once'])).toMatchObject({ isTaken: false });
    server.hook();
  });

  it('comes over to another branch by a rebase', async () => {
    server.branch('rebased');
    clone.commit({ 'a.txt': `${lines(secret)}rebased\n` });
    expect(await server.push(['rebased'])).toMatchObject({ isTaken: true });
  });

  it('stops one that copies it elsewhere, brings another one along, or wants it with --new-only=false', async () => {
    server.branch('copied');
    clone.commit({ 'elsewhere.txt': secret });
    expect(await server.push(['copied'])).toMatchObject({ isTaken: false });
    server.branch('both');
    clone.commit({ 'a.txt': `${lines(secret)}${nextSecret()}` });
    expect(await server.push(['both'])).toMatchObject({ isTaken: false });
    expect(server.last.fingerprints).toHaveLength(1);
    server.branch('again');
    clone.commit({ 'a.txt': `${lines(secret)}again\n` });
    server.hook('--new-only=false');
    expect(await server.push(['again'])).toMatchObject({ isTaken: false });
    server.hook();
  });

  it('is a table of people as large as it was, whoever stands first in it, and not one that grew', async () => {
    const rows = Array.from({ length: 6 }, (_, index) => `${index},Jan,${pesel(index)}\n`);
    const table = (from: number, to: number): string => `id,name,pesel\n${rows.slice(from, to).join('')}`;
    server.branch('table');
    clone.commit({ 'people.csv': table(1, 5) });
    server.hook('', 'exit 0');
    await server.push(['table']);
    server.hook();
    clone.commit({ 'people.csv': table(2, 6) });
    expect(await server.push(['table'])).toMatchObject({ isTaken: true });
    clone.commit({ 'people.csv': table(2, 6) + (rows[0] ?? '') });
    expect(await server.push(['table'])).toMatchObject({ isTaken: false });
    expect(server.last.fingerprints).toHaveLength(1);
  });

  it('is not what only the store holds, of a branch that was deleted: it is found though nothing is sent', async () => {
    server.branch('deleted');
    clone.commit({ 'gone.txt': nextSecret() });
    server.hook('', 'exit 0');
    await server.push(['deleted']);
    await server.push([':deleted']);
    server.hook();
    expect(await server.push(['deleted'])).toMatchObject({ isTaken: false });
  });

  it('is not what the same push brings, moved on within it', async () => {
    server.branch('moved');
    const fresh = nextSecret();
    clone.commit({ 'x.txt': lines(fresh) });
    renameSync(join(clone.folder, 'x.txt'), join(clone.folder, 'y.txt'));
    clone.commit({});
    expect(await server.push(['moved'])).toMatchObject({ isTaken: false });
  });
});

describe('a push', () => {
  const server = new PushServer();
  const { bare, clone } = server;

  it('of a branch and a tag, a deletion, and one that begins anew are taken when they are clean', async () => {
    server.branch('one');
    clone.commit({ 'a.txt': 'clean\n' });
    clone.git('tag', '--annotate', 'v1', '--message', 'first');
    expect(await server.push(['one', 'v1', 'main:two'])).toMatchObject({ isTaken: true });
    expect(server.last.refCount).toBe(3);
    clone.git('commit', '--quiet', '--amend', '--message', 'anew');
    expect(await server.push(['--force', 'one', ':two'])).toMatchObject({ isTaken: true });
    expect(await server.push([':one'])).toMatchObject({ isTaken: true });
    expect(server.last).toMatchObject({ verdict: 'accepted', refs: [{ ref: 'refs/heads/one' }] });
  });

  it.each([
    ['a pack', '1'],
    ['files of their own', '100000'],
  ])('is found out as %s, and deltas against what is there do not bring that up', async (_, limit) => {
    bare.git('config', 'receive.unpackLimit', limit);
    const old = nextSecret();
    server.hook('', 'exit 0');
    server.branch(`base${limit}`);
    clone.commit({ 'big.txt': lines(old).repeat(5) });
    await server.push([`base${limit}`]);
    server.hook();
    clone.commit({ 'big.txt': `${lines('').repeat(5)}nothing now\n` });
    expect(await server.push([`base${limit}`])).toMatchObject({ isTaken: true });
    clone.commit({ 'other.txt': nextSecret() });
    expect(await server.push(['--force', `base${limit}`])).toMatchObject({ isTaken: false });
    expect(server.last.fingerprints).toHaveLength(1);
  });

  it('over HTTP is refused, and told why', async () => {
    bare.git('config', 'http.receivepack', 'true');
    const { origin } = await serveGit({ root: dirname(bare.folder) });
    server.branch('http');
    clone.commit({ 'a.txt': nextSecret() });
    const { isTaken, output } = await server.push(['http'], `${origin}/${basename(bare.folder)}`);
    expect(output).toContain('remote: bitsieve stopped your push: 1 secret');
    expect(isTaken).toBe(false);
  });

  it('is found out where a script runs outside of the repository, without GIT_DIR', async () => {
    server.hook('', 'unset GIT_DIR\ncd /');
    server.branch('outside');
    clone.commit({ 'a.txt': nextSecret() });
    expect(await server.push(['outside'])).toMatchObject({ isTaken: false });
    expect(server.last.verdict).toBe('refused');
    server.hook();
  });

  it('brings in what a repository holds that objects are borrowed from', async () => {
    const lender = new PushServer();
    lender.hook('', 'exit 0');
    lender.branch('lent');
    lender.clone.commit({ 'a.txt': nextSecret() });
    await lender.push(['lent']);
    writeFileSync(join(bare.folder, 'objects/info/alternates'), `${join(lender.bare.folder, 'objects')}\n`);
    const { isTaken } = await lender.push(['lent'], bare.folder);
    rmSync(join(bare.folder, 'objects/info/alternates'));
    expect(isTaken).toBe(false);
  });

  it('names who pushes as Bitbucket says, and a dry run as one', async () => {
    server.hook('', 'export BB_USER_NAME=jane BB_PROJECT_KEY=ABC BB_REPO_SLUG=web BB_IS_DRY_RUN=true');
    server.branch('bitbucket');
    clone.commit({ 'a.txt': 'clean\n' });
    expect(await server.push(['bitbucket'])).toMatchObject({ isTaken: true });
    expect(server.last).toMatchObject({
      dryRun: true,
      project: 'ABC/web',
      who: { name: 'jane', by: 'BB_USER_NAME' },
    });
    server.hook();
  });

  it('is found out in a repository of SHA-256', async () => {
    const other = new PushServer('--object-format=sha256');
    other.branch('a');
    other.clone.commit({ 'a.txt': 'clean\n' });
    expect(await other.push(['a'])).toMatchObject({ isTaken: true });
    other.clone.commit({ 'b.txt': nextSecret() });
    expect(await other.push(['a'])).toMatchObject({ isTaken: false });
  });

  it('brings objects that no ref leads to: they are found as well', async () => {
    server.branch('besides');
    clone.commit({ 'a.txt': 'clean\n' });
    clone.write('unseen.txt', nextSecret());
    const blob = clone.git('hash-object', '-w', 'unseen.txt');
    const tip = clone.git('rev-parse', 'HEAD');
    const quarantine = join(bare.folder, 'objects/incoming');
    const pack = execFileSync('git', ['pack-objects', '--revs', '--stdout', '-q'], {
      cwd: clone.folder,
      input: `${tip}\n${blob}\n`,
    });
    const env = {
      GIT_DIR: bare.folder,
      GIT_QUARANTINE_PATH: quarantine,
      GIT_OBJECT_DIRECTORY: quarantine,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(bare.folder, 'objects'),
    };
    bare.git('init', '--quiet', '--bare', join(bare.folder, 'elsewhere'));
    execFileSync('mkdir', ['-p', join(quarantine, 'pack')]);
    execFileSync('git', ['index-pack', '--stdin'], {
      cwd: bare.folder,
      input: pack,
      env: { ...process.env, ...env },
    });
    const input = `${'0'.repeat(40)} ${tip} refs/heads/besides\n`;
    const ran = await run(['hook', 'pre-receive'], { cwd: bare.folder, env, input });
    expect(ran.stderr).toContain('bitsieve stopped your push: 1 secret');
    expect(ran.code).toBe(1);
  });
});

describe('a way past the hook', () => {
  const server = new PushServer();
  const { bare, clone } = server;
  const option = '--push-option=bitsieve.bypass=the tests of the vendor';

  it('is none unless the server says so', async () => {
    bare.git('config', 'receive.advertisePushOptions', 'true');
    server.branch('unasked');
    clone.commit({ 'a.txt': nextSecret() }, 'try\n\nBitsieve-Bypass: I want to');
    expect(await server.push([option, 'unasked'])).toMatchObject({ isTaken: false });
  });

  it('is a reason given with the push, and logged with the fingerprints and who it was', async () => {
    server.hook('--bypass push-option');
    const { isTaken, output } = await server.push([option, 'unasked']);
    expect(output).toContain('let through, and logged, because: the tests of the vendor');
    expect(isTaken).toBe(true);
    expect(server.last).toMatchObject({
      verdict: 'bypassed',
      cause: 'findings',
      reasons: ['the tests of the vendor'],
      who: { name: 'pat' },
    });
    expect(server.last.fingerprints).toHaveLength(1);
  });

  it('needs a reason, and a log that can be written', async () => {
    server.branch('reasonless');
    clone.commit({ 'a.txt': nextSecret() });
    expect(await server.push(['--push-option=bitsieve.bypass=', 'reasonless'])).toMatchObject({
      isTaken: false,
    });
    // One that nobody reads is not waited for.
    const pipe = join(dirname(server.log), 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const log of ['/dev/full', pipe]) {
      server.hook(`--bypass push-option --log ${log}`);
      const { isTaken, output } = await server.push([option, 'reasonless']);
      expect(output).toContain('the log of pushes cannot be written');
      expect(isTaken).toBe(false);
    }
  });

  it('is a trailer, which speaks for its own commit alone', async () => {
    server.hook('--bypass trailer');
    server.branch('trailer');
    const [first, second] = [nextSecret(), nextSecret()];
    clone.commit({ 'a.txt': first }, 'samples\n\nText of it.\n\nBitsieve-Bypass: a sample, long revoked');
    expect(await server.push(['trailer'])).toMatchObject({ isTaken: true });
    expect(server.last.reasons).toEqual(['a sample, long revoked']);
    server.branch('half');
    clone.commit({ 'b.txt': nextSecret() }, 'samples\n\nBitsieve-Bypass: revoked');
    clone.commit({ 'c.txt': second }, 'another');
    expect(await server.push(['half'])).toMatchObject({ isTaken: false });
  });

  it('leaves no secret in the log, whatever is written into names and reasons', async () => {
    const token = githubToken(++seed);
    server.hook('--bypass push-option');
    server.branch(`b-${token}`);
    clone.commit({ 'a.txt': `token = "${token}"\n` });
    const { isTaken } = await server.push([`--push-option=bitsieve.bypass=it is ${token}`, `b-${token}`]);
    expect(isTaken).toBe(true);
    expect(readFileSync(server.log, 'utf8')).not.toContain(token);
  });
});

describe('whoever pushes', () => {
  const server = new PushServer();
  const { clone } = server;

  it('is told the commands for where on the branch it stands', async () => {
    server.branch('told');
    const begun = clone.commit({ 'readme.txt': 'hello again\n' });
    clone.commit({ 'a.txt': nextSecret() });
    const newest = await server.push(['told']);
    expect(newest.output).toContain('git add -- a.txt && git commit --amend --no-edit');
    expect(newest.output).not.toContain('git rebase');
    clone.commit({ 'b.txt': 'clean\n' });
    const earlier = await server.push(['told']);
    expect(earlier.output).toContain(`git rebase -i --autostash ${begun.slice(0, 10)} `);
  });

  it('is told of which branch, where there are several', async () => {
    clone.git('branch', 'other', 'told');
    server.branch('main-like');
    clone.commit({ 'c.txt': 'clean\n' });
    const { output } = await server.push(['main-like', 'other']);
    expect(output).toMatch(/git rebase -i --autostash [0-9a-f]{10} other /);
  });
});
