/** Jenkins, by its multibranch variables. https://www.jenkins.io/doc/book/pipeline/multibranch/ and the git plugin's `GIT_COMMIT`, `GIT_URL`. */
import { type Environment, NO_FACTS, type PipelineFacts, valueIn } from './pipeline-facts.ts';

export function jenkins(env: Environment): PipelineFacts | null {
  if (valueIn(env, 'JENKINS_URL', 'JENKINS_HOME') === null) return null;
  const pullRequest = valueIn(env, 'CHANGE_ID');
  return {
    ...NO_FACTS,
    system: 'Jenkins',
    pullRequest,
    commit: valueIn(env, 'GIT_COMMIT'),
    // Of a pull request BRANCH_NAME is PR-7, which is no branch.
    branch: pullRequest === null ? branchIn(env) : valueIn(env, 'CHANGE_BRANCH'),
    tag: valueIn(env, 'TAG_NAME'),
    destinationBranch: valueIn(env, 'CHANGE_TARGET'),
    repository: valueIn(env, 'GIT_URL', 'GIT_URL_1'),
    buildUrl: valueIn(env, 'BUILD_URL'),
  };
}

/** The git plugin puts the name of the remote before it. */
function branchIn(env: Environment): string | null {
  if (valueIn(env, 'TAG_NAME') !== null) return null;
  return (valueIn(env, 'BRANCH_NAME') ?? valueIn(env, 'GIT_BRANCH'))?.replace(/^origin\//, '') ?? null;
}
