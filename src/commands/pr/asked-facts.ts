/** What a build knows, and what flags say instead. */
import type { PipelineFacts } from '../../pipelines/pipeline-facts.ts';
import type { PrOptions } from './pr-options.ts';

export function askedFacts(facts: PipelineFacts, options: PrOptions): PipelineFacts {
  const { pullRequest, source, destination, buildUrl } = options;
  return {
    ...facts,
    ...(pullRequest && { pullRequest }),
    ...(source && { commit: source }),
    // The commit that was told is of another branch then.
    ...(destination && { destinationBranch: destination, destinationCommit: null }),
    ...(buildUrl && { buildUrl }),
  };
}
