/** Whether this is a build, and whether it knows enough of itself for `bitsieve pr`. */
import type { PipelineFacts } from '../../pipelines/pipeline-facts.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';

export function checkBuild(facts: PipelineFacts): Diagnosis[] {
  const { system, pullRequest, branch, tag, commit, repository, proxy } = facts;
  if (system === null) return [];
  const what =
    pullRequest === null
      ? [branch === null ? '' : `branch ${branch}`, tag === null ? '' : `tag ${tag}`]
          .filter((text) => text !== '')
          .join(', ')
      : `pull request ${pullRequest}`;
  const known =
    commit === null || repository === null
      ? warning(
          'build',
          `${system}: it does not say its repository and commit`,
          'Name them: bitsieve pr --help.',
        )
      : ok('build', `${system}: ${what === '' ? commit : what} of ${repository}`);
  const insights =
    proxy === null ? [] : [ok('Code Insights', 'through the proxy beside the build, which needs no token')];
  return [known, ...insights];
}
