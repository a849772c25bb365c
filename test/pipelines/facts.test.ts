/** What builds know of themselves: variables as each system sets them, and addresses as people write them. */
import { describe, expect, it } from 'vitest';
import { readPipeline } from '../../src/pipelines/read-pipeline.ts';
import { repositoryNamed } from '../../src/pipelines/repository-address.ts';

describe('Bitbucket Pipelines', () => {
  /** As seen in cypress-io/cypress#15081. */
  const pullRequest = {
    BITBUCKET_BRANCH: 'another-branch',
    BITBUCKET_BUILD_NUMBER: '8',
    BITBUCKET_COMMIT: '8e855becb748',
    BITBUCKET_PR_DESTINATION_BRANCH: 'main',
    BITBUCKET_PR_DESTINATION_COMMIT: '1863c1de7067',
    BITBUCKET_PR_ID: '1',
    BITBUCKET_REPO_SLUG: 'pr-example',
    BITBUCKET_WORKSPACE: 'acme',
  };

  it('a pull request', () => {
    expect(readPipeline(pullRequest)).toEqual({
      system: 'Bitbucket Pipelines',
      pullRequest: '1',
      commit: '8e855becb748',
      branch: 'another-branch',
      tag: null,
      destinationBranch: 'main',
      destinationCommit: '1863c1de7067',
      repository: 'acme/pr-example',
      buildUrl: 'https://bitbucket.org/acme/pr-example/pipelines/results/8',
      proxy: 'http://localhost:29418',
    });
  });

  it('in a pipe the proxy is that of the machine', () => {
    const facts = readPipeline({ ...pullRequest, BITBUCKET_PIPE_STORAGE_DIR: '/storage' });
    expect(facts.proxy).toBe('http://host.docker.internal:29418');
  });

  it('a branch, a tag; a variable that is set to nothing is none', () => {
    const { BITBUCKET_PR_ID: _, ...branch } = pullRequest;
    expect(readPipeline({ ...branch, BITBUCKET_TAG: '' })).toMatchObject({ pullRequest: null, tag: null });
    const tag = { BITBUCKET_BUILD_NUMBER: '9', BITBUCKET_TAG: 'v1', BITBUCKET_REPO_FULL_NAME: 'acme/web' };
    expect(readPipeline(tag)).toMatchObject({ tag: 'v1', branch: null, repository: 'acme/web' });
  });
});

it('Jenkins: PR-7 is no branch', () => {
  const env = {
    JENKINS_URL: 'https://ci.example.org/',
    BRANCH_NAME: 'PR-7',
    CHANGE_ID: '7',
    CHANGE_BRANCH: 'feature/x',
    CHANGE_TARGET: 'main',
    GIT_COMMIT: 'a'.repeat(40),
    GIT_URL: 'https://bitbucket.example.com/scm/core/web.git',
    BUILD_URL: 'https://ci.example.org/job/web/8/',
  };
  const facts = readPipeline(env);
  expect(facts).toMatchObject({
    system: 'Jenkins',
    pullRequest: '7',
    branch: 'feature/x',
    destinationBranch: 'main',
  });
  const { CHANGE_ID: _, ...push } = { ...env, BRANCH_NAME: 'main' };
  expect(readPipeline(push)).toMatchObject({ pullRequest: null, branch: 'main' });
  const { BRANCH_NAME: __, ...freestyle } = { ...push, GIT_BRANCH: 'origin/fix' };
  expect(readPipeline(freestyle)).toMatchObject({ branch: 'fix' });
  expect(readPipeline({ ...push, TAG_NAME: 'v1', BRANCH_NAME: 'v1' })).toMatchObject({
    tag: 'v1',
    branch: null,
  });
});

it('Bamboo: variables have underscores in a script', () => {
  const env = {
    bamboo_buildKey: 'CORE-WEB-JOB1',
    bamboo_repository_pr_key: '7',
    bamboo_repository_pr_sourceBranch: 'feature',
    bamboo_repository_pr_targetBranch: 'main',
    bamboo_planRepository_revision: 'b'.repeat(40),
    bamboo_planRepository_repositoryUrl: 'ssh://git@bitbucket.example.com:7999/core/web.git',
    bamboo_resultsUrl: 'https://bamboo.example.com/browse/CORE-WEB-8',
  };
  expect(readPipeline(env)).toMatchObject({
    system: 'Bamboo',
    pullRequest: '7',
    branch: 'feature',
    destinationBranch: 'main',
    repository: env.bamboo_planRepository_repositoryUrl,
  });
});

it('no build at all', () => {
  expect(readPipeline({ CI: 'true', HOME: '/' })).toMatchObject({ system: null, pullRequest: null });
});

describe('a repository', () => {
  it.each([
    ['acme/web', 'acme', 'web', null],
    ['acme/web.git', 'acme', 'web', null],
    ['~ada/notes', '~ada', 'notes', null],
    ['https://bitbucket.org/acme/web', 'acme', 'web', 'cloud'],
    ['https://ada@bitbucket.org/acme/web.git', 'acme', 'web', 'cloud'],
    ['https://bitbucket.org/acme/web/pull-requests/7/diff', 'acme', 'web', 'cloud'],
    ['http://bitbucket.org/acme/web', 'acme', 'web', 'cloud'],
    ['git@bitbucket.org:acme/web.git', 'acme', 'web', 'cloud'],
    ['ssh://git@bitbucket.org/acme/web.git', 'acme', 'web', 'cloud'],
    ['ssh://git@altssh.bitbucket.org:443/acme/web.git', 'acme', 'web', 'cloud'],
    ['ssh://git@git.example.com:7999/core/web.git', 'core', 'web', null],
    ['ssh://git@git.example.com:7999/~ada/web.git', '~ada', 'web', null],
    ['https://git.example.com/scm/core/web.git', 'core', 'web', 'https://git.example.com/'],
    [
      'https://git.example.com/bitbucket/scm/CORE/web.git',
      'CORE',
      'web',
      'https://git.example.com/bitbucket',
    ],
    ['https://git.example.com/projects/CORE/repos/web/browse', 'CORE', 'web', 'https://git.example.com/'],
    [
      'https://git.example.com/users/ada/repos/web/pull-requests/7',
      '~ada',
      'web',
      'https://git.example.com/',
    ],
  ])('%s', (text, owner, slug, forge) => {
    const named = repositoryNamed(text);
    expect(named).toMatchObject({ owner, slug });
    expect(named?.forge instanceof URL ? named.forge.href : named?.forge).toBe(forge);
  });

  it.each([
    '',
    'web',
    'a/b/c',
    'acme/..',
    '../web',
    'https://git.example.com/',
    'https://git.example.com/scm/../web.git',
    'https://git.example.com/scm/core/..',
    'file:///srv/git/web.git',
    '/srv/git/web.git',
    'acme/we b',
    'acme/we\nb',
    'ext::sh -c x',
  ])('%j is none', (text) => {
    expect(repositoryNamed(text)).toBeNull();
  });
});
