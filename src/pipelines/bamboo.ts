/** Bamboo, whose variables reach a script with underscores. https://confluence.atlassian.com/bamboo/bamboo-variables-289277087.html */
import { type Environment, NO_FACTS, type PipelineFacts, valueIn } from './pipeline-facts.ts';

export function bamboo(env: Environment): PipelineFacts | null {
  if (valueIn(env, 'bamboo_buildKey', 'bamboo_planKey') === null) return null;
  const pullRequest = valueIn(env, 'bamboo_repository_pr_key');
  return {
    ...NO_FACTS,
    system: 'Bamboo',
    pullRequest,
    commit: valueIn(env, 'bamboo_planRepository_revision', 'bamboo_repository_revision_number'),
    branch:
      valueIn(env, 'bamboo_repository_pr_sourceBranch') ??
      valueIn(env, 'bamboo_planRepository_branchName', 'bamboo_planRepository_branch'),
    destinationBranch: valueIn(env, 'bamboo_repository_pr_targetBranch'),
    repository: valueIn(env, 'bamboo_planRepository_repositoryUrl'),
    buildUrl: valueIn(env, 'bamboo_resultsUrl', 'bamboo_buildResultsUrl'),
  };
}
