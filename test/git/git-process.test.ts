/** A hostile repository's own configuration starts nothing and fetches nothing. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGit } from '../../src/git/git-process.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { scanHistoryHere } from '../support/scan-here.ts';

/** A partial clone that lacks a blob, and whose remote is a program that leaves a mark. */
function hostilePartialClone(): { repository: TestRepository; blob: string; mark: string } {
  const repository = makeRepository();
  repository.commit({ 'a.txt': 'lost\n' });
  const blob = repository.git('rev-parse', 'HEAD:a.txt');
  rmSync(join(repository.folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
  const mark = join(repository.folder, 'started');
  for (const [key, value] of [
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.url', `ext::touch ${mark}`],
    ['protocol.ext.allow', 'always'],
    ['protocol.allow', 'always'],
  ] as const)
    repository.git('config', key, value);
  return { repository, blob, mark };
}

describe('a partial clone whose remote is a program', () => {
  it('would start it, left to itself (or this test would see nothing)', () => {
    const { repository, mark } = hostilePartialClone();
    expect(() => repository.git('-c', 'protocol.allow=never', 'cat-file', '-p', 'HEAD:a.txt')).toThrow();
    expect(existsSync(mark)).toBe(true);
  });

  it('is scanned without starting it, and its lost blob is a problem', async () => {
    const { repository, blob, mark } = hostilePartialClone();
    const { problems } = await scanHistoryHere(repository.folder);
    expect(problems).toMatchObject([{ code: 'missing-object', severity: 'error', object: blob }]);
    expect(existsSync(mark)).toBe(false);
  });

  it('starts nothing either with a git that does not know GIT_NO_LAZY_FETCH', async () => {
    const { repository, mark } = hostilePartialClone();
    const place = { folder: repository.folder, inheritRepository: false };
    // An alias runs in a shell, where the variable can be taken away again.
    const asOldGit = '!unset GIT_NO_LAZY_FETCH; git cat-file -p HEAD:a.txt';
    const { exitCode } = await runGit(place, ['-c', `alias.old=${asOldGit}`, 'old']);
    expect(exitCode).not.toBe(0);
    expect(existsSync(mark)).toBe(false);
  });
});
