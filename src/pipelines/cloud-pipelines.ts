/**
 * Bitbucket Pipelines, of Cloud. https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
 *
 * No variable names the commit before a push. On a pull request the destination has been merged into the checkout already, so HEAD is
 * a commit that nobody else has; commits are told with 12 digits (BCLOUD-19393).
 */
import { type Environment, NO_FACTS, type PipelineFacts, valueIn } from './pipeline-facts.ts';

/** https://support.atlassian.com/bitbucket-cloud/docs/code-insights/, "Authentication". */
const PROXY_PORT = 29418;

export function cloudPipelines(env: Environment): PipelineFacts | null {
  const number = valueIn(env, 'BITBUCKET_BUILD_NUMBER');
  if (number === null) return null;
  const repository = repositoryIn(env);
  return {
    ...NO_FACTS,
    system: 'Bitbucket Pipelines',
    pullRequest: valueIn(env, 'BITBUCKET_PR_ID'),
    commit: valueIn(env, 'BITBUCKET_COMMIT'),
    branch: valueIn(env, 'BITBUCKET_BRANCH'),
    tag: valueIn(env, 'BITBUCKET_TAG'),
    destinationBranch: valueIn(env, 'BITBUCKET_PR_DESTINATION_BRANCH'),
    destinationCommit: valueIn(env, 'BITBUCKET_PR_DESTINATION_COMMIT'),
    repository,
    buildUrl: repository === null ? null : `https://bitbucket.org/${repository}/pipelines/results/${number}`,
    proxy: `http://${isPipe(env) ? 'host.docker.internal' : 'localhost'}:${PROXY_PORT}`,
  };
}

function repositoryIn(env: Environment): string | null {
  const workspace = valueIn(env, 'BITBUCKET_WORKSPACE', 'BITBUCKET_REPO_OWNER');
  const slug = valueIn(env, 'BITBUCKET_REPO_SLUG');
  return workspace === null || slug === null
    ? valueIn(env, 'BITBUCKET_REPO_FULL_NAME')
    : `${workspace}/${slug}`;
}

/** A pipe runs in a container of its own, from which localhost is not the step's. Told by Atlassian in reviewdog/reviewdog#996. */
function isPipe(env: Environment): boolean {
  return valueIn(env, 'BITBUCKET_PIPE_STORAGE_DIR', 'BITBUCKET_PIPE_SHARED_STORAGE_DIR') !== null;
}
