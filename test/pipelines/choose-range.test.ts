/** Which commits a build answers for, in checkouts as builds make them, and what is fetched for it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '../../src/git/open-repository.ts';
import { chooseRange, type ChosenRange } from '../../src/pipelines/choose-range.ts';
import { originAddress, originOf } from '../../src/pipelines/origin.ts';
import { NO_FACTS, type PipelineFacts } from '../../src/pipelines/pipeline-facts.ts';
import type { TestRepository } from '../support/make-repository.ts';
import { FEATURE_COMMITS, makeUpstream } from './support/upstream.ts';

const upstream = makeUpstream();
const { main, feature } = upstream;

async function choose(
  checkout: TestRepository,
  facts: Partial<PipelineFacts>,
  more: { isAllowed?: boolean; isCommitAsked?: boolean } = {},
): Promise<ChosenRange> {
  const { isAllowed = true, isCommitAsked = false } = more;
  const repository = await openRepository(checkout.folder);
  const signal = new AbortController().signal;
  const origin = originOf(repository, await originAddress(repository), { access: null, isAllowed, signal });
  return chooseRange({ repository, origin, facts: { ...NO_FACTS, ...facts }, isCommitAsked });
}

const PULL_REQUEST = {
  pullRequest: '7',
  branch: 'feature',
  commit: feature.slice(0, 12),
  destinationBranch: 'main',
  destinationCommit: main.slice(0, 12),
};
const WHOLE = { head: feature, base: main, commits: FEATURE_COMMITS, notes: [], problems: [] };

describe('a pull request', () => {
  it('is what the destination does not have, whatever the checkout merged', async () => {
    const checkout = upstream.checkOut('--branch=feature');
    checkout.git('merge', '--quiet', '--no-edit', main);
    const name = 'pull request 7 into main';
    expect(await choose(checkout, PULL_REQUEST)).toEqual({ ...WHOLE, name, tip: feature });
  });

  it('in a clone of one branch: the destination is fetched; where that is forbidden, the whole history', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--single-branch');
    const kept = await choose(checkout, PULL_REQUEST, { isAllowed: false });
    expect(kept).toMatchObject({ head: feature, base: null, commits: 8 });
    expect(kept.notes).toEqual([expect.stringMatching(/^The whole history of .*--no-fetch was given/)]);
    expect(await choose(checkout, { ...PULL_REQUEST, destinationCommit: null })).toMatchObject(WHOLE);
  });

  it('whose commit is elsewhere: it is fetched with its branch, or HEAD is taken and that said', async () => {
    const checkout = upstream.checkOut('--single-branch');
    expect(await choose(checkout, PULL_REQUEST)).toMatchObject(WHOLE);
    const other = await choose(checkout, { ...PULL_REQUEST, commit: '0123456789ab' });
    expect(other).toMatchObject({ head: main, commits: 0 });
    expect(other.notes).toEqual(['Commit 0123456789ab is not in this checkout: HEAD is scanned instead.']);
  });

  it('that somebody names: by branch or commit, and what is not there is not replaced', async () => {
    const checkout = upstream.checkOut('--single-branch');
    const asked = { isCommitAsked: true };
    const facts = { pullRequest: '7', destinationBranch: 'main', commit: 'feature' };
    expect(await choose(checkout, facts, asked)).toMatchObject(WHOLE);
    const missing = choose(checkout, { ...facts, commit: 'nowhere' }, asked);
    await expect(missing).rejects.toMatchObject({ code: 'revision' });
    const hostile = choose(checkout, { ...facts, commit: '--upload-pack=touch x' }, asked);
    await expect(hostile).rejects.toThrow('there is no commit');
  });
});

describe('a shallow clone', () => {
  it('that ends within the range is deepened; one that does not is left as it is', async () => {
    const short = upstream.checkOut('--branch=feature', '--depth=2');
    const { notes, ...range } = await choose(short, PULL_REQUEST);
    expect(range).toMatchObject({ head: feature, base: main, commits: FEATURE_COMMITS, problems: [] });
    expect(notes.join('\n')).toContain('was shallow');
    const deep = upstream.checkOut('--branch=feature', '--depth=5', '--no-single-branch');
    expect(await choose(deep, PULL_REQUEST)).toMatchObject(WHOLE);
    expect(existsSync(join(deep.folder, '.git/shallow'))).toBe(true);
  });

  it('that may not be deepened is a problem', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--depth=2', '--no-single-branch');
    const { problems, commits } = await choose(checkout, PULL_REQUEST, { isAllowed: false });
    expect(commits).toBe(2);
    expect(problems).toMatchObject([{ code: 'shallow-clone', severity: 'error' }]);
    expect(problems[0]?.message).toContain('clone: depth: full');
  });
});

describe('a build of no pull request', () => {
  it('of a branch: what the main branch does not have, whose name the server tells', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--single-branch', '--depth=3');
    const range = await choose(checkout, { branch: 'feature', commit: feature });
    expect(range).toMatchObject({
      name: 'branch feature',
      base: main,
      commits: FEATURE_COMMITS,
      problems: [],
    });
    expect(range.notes[0]).toContain('scanned is what main does not have');
  });

  it('of the main branch: its whole history, fetched', async () => {
    const checkout = upstream.checkOut('--depth=1');
    const range = await choose(checkout, { branch: 'main', commit: main });
    expect(range).toMatchObject({ base: null, commits: 5, problems: [] });
    expect(range.notes[0]).toContain('The whole history of branch main is scanned');
  });

  it('of nothing that is named: HEAD', async () => {
    const checkout = upstream.checkOut('--branch=feature');
    expect(await choose(checkout, {})).toMatchObject({ head: feature, base: main, commits: FEATURE_COMMITS });
  });
});
