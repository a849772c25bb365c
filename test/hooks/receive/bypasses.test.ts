/** Whatever a push hides a secret behind, the hook finds it: real pushes to a bare repository. */
import { chmodSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { githubToken } from '../../support/secrets.ts';
import { PushServer } from './support.ts';

const server = new PushServer();
let seed = 0;
let secret = '';

/** Pushes what `make` commits on a branch of its own. */
async function refused(name: string, make: () => string[] | void): Promise<void> {
  seed++;
  secret = `token = "${githubToken(seed)}"\n`;
  server.branch(name);
  const refs = make() ?? [name];
  const { isTaken, output } = await server.push(refs);
  expect(output).toContain('bitsieve stopped your push');
  expect(output).not.toContain(githubToken(seed));
  expect(isTaken).toBe(false);
  expect(server.last.verdict).toBe('refused');
  expect(server.last.fingerprints.length).toBeGreaterThan(0);
}

describe('what a push hides a secret behind', () => {
  const { clone } = server;

  it('nothing at all', () => refused('plain', () => void clone.commit({ 'a.txt': secret })));

  it('a commit that takes it away again', () =>
    refused('removed', () => {
      clone.commit({ 'a.txt': secret });
      clone.commit({ 'a.txt': 'nothing\n' });
    }));

  it('a rename', () =>
    refused('renamed', () => {
      clone.commit({ 'a.txt': `${'some line\n'.repeat(50)}${secret}` });
      renameSync(join(clone.folder, 'a.txt'), join(clone.folder, 'b.bin'));
      clone.commit({});
    }));

  it('a mode', () =>
    refused('mode', () => {
      clone.write('run.sh', secret);
      chmodSync(join(clone.folder, 'run.sh'), 0o755);
      clone.commit({});
    }));

  it('a symbolic link, whose target it is', () =>
    refused('link', () => {
      symlinkSync(githubToken(seed), join(clone.folder, 'link'));
      clone.commit({});
    }));

  it('.gitattributes that call it binary, no text, and not to be diffed', () =>
    refused('attributes', () => {
      clone.commit({ '.gitattributes': '* binary -diff -text export-ignore\n' });
      clone.commit({ 'a.txt': secret });
    }));

  it('another encoding', () =>
    refused('encoded', () => {
      const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(secret, 'utf16le')]);
      clone.commit({ 'a.txt': bytes });
    }));

  it('a configuration, an ignore file, an allow comment and a baseline of its own', () =>
    refused('allowed', () => {
      clone.commit({
        '.scannerrc': '[[allow]]\npaths = [".*"]\n',
        '.gitleaks.toml': '[allowlist]\npaths = [".*"]\n',
        '.gitleaksignore': 'a.txt:github-pat:1\n',
        'a.txt': secret.replace('\n', ' # bitsieve:allow gitleaks:allow\n'),
      });
    }));

  it('a very long line', () =>
    refused('long', () => {
      clone.commit({
        'a.js': `var x="${'lorem ipsum '.repeat(100_000)}";${secret.trim()};${'y '.repeat(500_000)}`,
      });
    }));

  it('a message of a commit', () =>
    refused('message', () => void clone.commit({ 'a.txt': 'a\n' }, `fix\n\nwith ${secret}`)));

  it('a tag alone, and what it says', () =>
    refused('tagged', () => {
      clone.git('tag', '--annotate', 'v1', '--message', `release with ${secret}`);
      return ['refs/tags/v1'];
    }));

  it('the name of an author', () =>
    refused('author', () => {
      clone.git(
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        'x',
        `--author=${githubToken(seed)} <a@example.org>`,
      );
    }));

  it('a tag on a file', () =>
    refused('blob-tag', () => {
      clone.write('loose.txt', secret);
      clone.git('tag', 'file', clone.git('hash-object', '-w', 'loose.txt'));
      return ['refs/tags/file'];
    }));

  it('a note', () =>
    refused('note', () => {
      clone.git('notes', 'add', '--force', '--message', secret, 'HEAD');
      return ['refs/notes/commits'];
    }));

  it('many refs, of which one holds it', () =>
    refused('many', () => {
      clone.commit({ 'a.txt': 'clean\n' });
      const names = Array.from({ length: 200 }, (_, index) => `refs/heads/many/${index}`);
      const clean = clone.git('rev-parse', 'HEAD');
      clone.commit({ 'a.txt': secret });
      return names.map((name, index) => `${index === 150 ? 'HEAD' : clean}:${name}`);
    }));

  it('a merge, whose result holds what no side does', () =>
    refused('merge', () => {
      clone.commit({ 'a.txt': 'ours\n' });
      clone.git('checkout', '--quiet', '-B', 'side', 'HEAD~1');
      clone.commit({ 'b.txt': 'theirs\n' });
      clone.git('merge', '--quiet', '--no-commit', 'merge');
      clone.commit({ 'c.txt': secret }, 'merge');
      return ['side:refs/heads/merged'];
    }));

  it('a folder deep down', () =>
    refused('deep', () => {
      const path = Array.from({ length: 100 }, () => 'd').join('/');
      mkdirSync(join(clone.folder, path), { recursive: true });
      clone.commit({ [`${path}/a.txt`]: secret });
    }));
});

describe('a clean push', () => {
  beforeAll(() => server.branch('clean'));

  it('is taken, and nothing is said', async () => {
    server.clone.commit({ 'a.txt': 'nothing\n', 'b/c.txt': 'to see\n' });
    const { isTaken, output } = await server.push(['--quiet', 'clean']);
    expect(output).toBe('');
    expect(isTaken).toBe(true);
    expect(server.last).toMatchObject({ verdict: 'accepted', who: { name: 'pat', by: 'USER' }, refCount: 1 });
  });
});
