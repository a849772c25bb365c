/** Whatever is pushed, a server's hook answers by its deadline, as its policy says, and what it let through is scanned later. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { githubToken } from '../../support/secrets.ts';
import { run, sharedFolder } from '../../support/run-program.ts';
import { hanging, isRunning, PushServer } from './support.ts';

const server = new PushServer();
const { clone } = server;
let seed = 5000;
const nextSecret = (): string => `token = "${githubToken(++seed)}"\n`;

describe('at the deadline', () => {
  const stuck = hanging('rev-list');

  it('a push is refused, and told so; the git that did not answer is gone', async () => {
    server.hook('--deadline 3s', stuck.before);
    server.branch('late');
    clone.commit({ 'a.txt': nextSecret() });
    const { isTaken, output } = await server.push(['late']);
    expect(output).toContain('this push was not scanned to its end within 3 s');
    expect(output).toContain('push refused (--on-deadline block)');
    expect(isTaken).toBe(false);
    expect(server.last).toMatchObject({ verdict: 'refused', cause: 'deadline', spooled: null });
    expect(isRunning(stuck.pid())).toBe(false);
  });

  it('is let through where the server says so, kept in the spool, and found by whoever works that off', async () => {
    server.hook(`--deadline 3s --on-deadline allow --spool "${server.spool}"`, stuck.before);
    const { isTaken, output } = await server.push(['late']);
    expect(output).toContain('let through all the same (--on-deadline allow); it will be scanned later');
    expect(isTaken).toBe(true);
    expect(server.last).toMatchObject({ verdict: 'deferred', cause: 'deadline' });
    const [entry = ''] = readdirSync(server.spool);
    expect(entry).toBe(server.last.spooled);
    const kept = readFileSync(join(server.spool, entry), 'utf8');
    expect(kept).not.toContain(githubToken(seed));
    expect(kept).not.toContain('late');
    const found = await run(['hook', 'spool', server.spool, '--report-format', 'json']);
    expect(found.code).toBe(1);
    expect(JSON.parse(found.stdout)).toMatchObject({ findings: [{ path: 'a.txt' }] });
    expect(readdirSync(server.spool)).toEqual([]);
    expect(await run(['hook', 'spool', server.spool])).toMatchObject({ code: 0, stdout: '' });
  });

  it('is found though other entries of the spool are of a repository that is gone or broken, or none: these stay, and are told', async () => {
    const spool = sharedFolder();
    const entry = { format: 1, time: '', repository: join(spool, 'gone.git'), tips: [], known: [] };
    const late = { ...entry, repository: server.bare.folder, tips: [server.bare.git('rev-parse', 'late')] };
    const name = (nth: number): string => `000000000000${nth}-000000000000.json`;
    const broken = { ...late, repository: sharedFolder() };
    mkdirSync(join(broken.repository, 'objects'));
    for (const file of ['HEAD', 'config']) writeFileSync(join(broken.repository, file), '[');
    for (const [nth, text] of [entry, 'none', broken, late].entries())
      writeFileSync(join(spool, name(nth)), JSON.stringify(text));
    const { code, stdout, stderr } = await run(['hook', 'spool', spool, '--report-format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ findings: [{ path: 'a.txt' }] });
    expect(code).toBe(3);
    expect(readdirSync(spool)).toEqual([0, 1, 2].map(name));
    for (const nth of [0, 1, 2]) expect(stderr).toContain(`${name(nth)} stays in the spool`);
  });

  it('is refused all the same when it cannot be kept', async () => {
    const file = join(sharedFolder(), 'file');
    writeFileSync(file, '');
    server.hook(`--deadline 3s --on-deadline allow --spool "${file}"`, stuck.before);
    clone.commit({ 'b.txt': 'clean\n' });
    const { isTaken, output } = await server.push(['late']);
    expect(output).toContain('what was not scanned cannot be kept for later');
    expect(isTaken).toBe(false);
  });

  it('what was found until then refuses a push whatever the policy', async () => {
    server.hook('--deadline 12s --on-deadline allow', hanging('--full-history').before);
    server.branch('found');
    clone.commit({ 'a.txt': nextSecret() });
    const { isTaken, output } = await server.push(['found']);
    expect(output).toContain('bitsieve stopped your push: 1 secret');
    expect(output).toContain('No time was left to look up what was here before (--new-only).');
    expect(isTaken).toBe(false);
    expect(server.last).toMatchObject({ verdict: 'refused', cause: 'findings' });
  });
});

describe('what cannot be scanned', () => {
  it('refuses a push, unless the server lets it through, and says so', async () => {
    server.hook('--max-file-size 10KB');
    server.branch('large');
    clone.commit({ 'large.bin': Buffer.alloc(20_000, 'x') });
    const { isTaken, output } = await server.push(['large']);
    expect(output).toContain('scan incomplete');
    expect(output).toContain('push refused (--on-unscanned)');
    expect(isTaken).toBe(false);
    server.hook('--max-file-size 10KB --on-unscanned allow');
    const allowed = await server.push(['large']);
    expect(allowed.output).toContain('let through all the same (--on-unscanned allow)');
    expect(allowed.isTaken).toBe(true);
  });

  it('leaves the spool as well, for another scan comes no further, and that is told', async () => {
    const spool = sharedFolder();
    server.branch('kept');
    clone.commit({ 'large.bin': Buffer.alloc(30_000, 'x') });
    server.hook(`--max-file-size 10KB --on-unscanned allow --spool "${spool}"`);
    expect((await server.push(['kept'])).isTaken).toBe(true);
    const [entry = ''] = readdirSync(spool);
    const args = ['hook', 'spool', spool, '--max-file-size', '10KB'];
    const { code, stderr } = await run(args);
    expect(code).toBe(3);
    expect(stderr).toContain(`${entry} leaves the spool`);
    expect(readdirSync(spool)).toEqual([]);
  });

  it('is also what is packed deeper than a scan goes, where the server is strict', async () => {
    let packed: Buffer = Buffer.from(`token = ${githubToken(77)}\n`);
    for (let layer = 0; layer < 8; layer++) packed = gzipSync(packed);
    server.branch('deep');
    clone.commit({ 'deep.gz': packed });
    server.hook('--on-unscanned strict');
    const { isTaken, output } = await server.push(['deep']);
    expect(output).toContain('push refused (--on-unscanned)');
    expect(isTaken).toBe(false);
    expect(server.last).toMatchObject({
      verdict: 'refused',
      cause: 'unscanned',
      problems: ['archive-limit'],
    });
    server.hook();
    expect((await server.push(['deep'])).isTaken).toBe(true);
    expect(server.last).toMatchObject({ verdict: 'accepted', problems: ['archive-limit'] });
  });

  it('is a push that git does not describe as it does', async () => {
    const ran = await run(['hook', 'pre-receive'], { cwd: server.bare.folder, input: 'refs/heads/main\n' });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('standard input does not say');
  });

  it('is one of which nobody tells anything: git calls no hook then, so somebody else has read the lines', async () => {
    const ran = await run(['hook', 'pre-receive'], { cwd: server.bare.folder, input: '' });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('standard input says nothing of a push');
  });

  it('is one to a server whose options are wrong, which is logged where they say so', async () => {
    const log = join(sharedFolder(), 'log');
    const args = ['hook', 'pre-receive', '--deadline', 'soon', '--log', log];
    expect(await run(args, { cwd: server.bare.folder, input: '' })).toMatchObject({ code: 2 });
    const told = { verdict: 'refused', cause: 'error', problems: ['usage'], deadlineMs: null };
    expect(JSON.parse(readFileSync(log, 'utf8'))).toMatchObject(told);
  });

  it('is one to a server whose configuration is broken', async () => {
    server.hook('--config /nonexistent.toml');
    server.branch('unconfigured');
    clone.commit({ 'a.txt': 'clean\n' });
    const { isTaken, output } = await server.push(['unconfigured']);
    expect(output).toContain('there is no such file');
    expect(isTaken).toBe(false);
    const tip = clone.git('rev-parse', 'unconfigured');
    const told = { verdict: 'refused', cause: 'error', problems: ['config'], refs: [{ after: tip }] };
    expect(server.last).toMatchObject(told);
  });
});
