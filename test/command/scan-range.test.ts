import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeRepository, temporaryFolder } from '../support/make-repository.ts';
import { run, scan, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const repository = sharedRepository();
let first = '';
let second = '';

beforeAll(() => {
  first = repository.commit({ 'first.txt': githubToken(1), 'edited.txt': `${githubToken(5)}\n` });
  second = repository.commit({ 'second.txt': githubToken(2), 'edited.txt': `above\n${githubToken(5)}\n` });
  repository.git('checkout', '--quiet', '-b', 'feature', first);
  repository.commit({ 'feature.txt': githubToken(3) });
  repository.git('checkout', '--quiet', '-b', 'lost', first);
  repository.commit({ 'lost.txt': githubToken(4) });
  repository.git('checkout', '--quiet', 'main');
  repository.git('branch', '--quiet', '-D', 'lost');
});

describe('a part of the history', () => {
  it.each([
    ['the whole of it', [], ['edited.txt:1', 'feature.txt:1', 'first.txt:1', 'second.txt:1'], 'history'],
    ['--range A..B', ['--range', 'main..feature'], ['feature.txt:1'], 'range'],
    ['--range A.. is up to HEAD', ['--range', 'feature..'], ['second.txt:1'], 'range'],
    ['--range of nothing', ['--range', 'main..main'], [], 'range'],
    ['--branch', ['--branch', 'feature'], ['edited.txt:1', 'feature.txt:1', 'first.txt:1'], 'range'],
    [
      '--branch and --since-commit',
      ['--branch', 'feature', '--since-commit', 'main'],
      ['feature.txt:1'],
      'range',
    ],
    [
      '--unreachable',
      ['--unreachable'],
      ['edited.txt:1', 'feature.txt:1', 'first.txt:1', 'lost.txt:1', 'second.txt:1'],
      'history',
    ],
  ])('%s', async (_, args, expected, source) => {
    const { code, places, report } = await scan([repository.folder, ...args]);
    expect({ code, places }).toEqual({ code: expected.length > 0 ? 1 : 0, places: expected });
    expect(report.scan.source).toBe(source);
  });

  it('--since-commit: what came after it on every branch, and not what an edited file held before', async () => {
    const { places, report } = await scan([repository.folder, '--since-commit', first.slice(0, 10)]);
    expect(places).toEqual(['feature.txt:1', 'second.txt:1']);
    expect(report.scan.revisions).toBe(`${first.slice(0, 10)}..`);
    expect(report.findings.find(({ path }) => path === 'second.txt')?.commit).toBe(second);
  });

  it.each([
    ['--range', 'main..nowhere', 'there is no commit "nowhere"'],
    ['--branch', 'nowhere', 'there is no commit "nowhere"'],
    ['--since-commit', 'HEAD:first.txt', 'there is no commit "HEAD:first.txt"'],
    ['--range', 'main', '--range main is not a range'],
    ['--range', '--all..--output=x', 'there is no commit "--output=x"'],
  ])('%s %s is refused', async (flag, value, message) => {
    const { code, stdout, stderr } = await run(['scan', repository.folder, `${flag}=${value}`]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('names the depth of a shallow clone when a commit lies beyond it', async () => {
    const shallow = join(temporaryFolder(), 'shallow');
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, shallow);
    const { code, stderr } = await run(['scan', shallow, '--since-commit', first]);
    expect(code).toBe(2);
    expect(stderr).toContain('shallow clone');
  });

  it('two of them at once are refused', async () => {
    const { code, stderr } = await run(['scan', '--staged', '--range', 'main..feature', '--files']);
    expect(code).toBe(2);
    expect(stderr).toContain('--staged and --range and --files cannot go together');
  });
});

it('what the range does not change is not read: an older version over the limit', async () => {
  const large = makeRepository();
  large.commit({ 'a.txt': `${githubToken(1)}\n${'x'.repeat(5000)}` });
  large.commit({ 'a.txt': `${githubToken(1)}\n` });
  const args = [large.folder, '--range', 'HEAD~1..HEAD', '--max-file-size'];
  expect(await scan([...args, '100KB'])).toMatchObject({ code: 0, places: [] });
  // It cannot be told any more whether the secret is new: rather once too often than not at all.
  expect(await scan([...args, '4000'])).toMatchObject({ code: 1, places: ['a.txt:1'] });
});
