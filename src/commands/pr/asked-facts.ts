/** What a build knows, and what flags say instead. */
import type { PipelineFacts } from '../../pipelines/pipeline-facts.ts';
import type { PrOptions } from './pr-options.ts';

export function askedFacts(facts: PipelineFacts, options: PrOptions): PipelineFacts {
  const { pullRequest, source, destination, buildUrl } = options;
  return {
    ...facts,
    ...(pullRequest && { pullRequest }),
    ...(source && { commit: source, branch: branchIn(source) ?? facts.branch }),
    // The commit that was told is of another branch then.
    ...(destination && { destinationBranch: destination, destinationCommit: null }),
    ...(buildUrl && { buildUrl }),
  };
}

/** A commit is written in hexadecimal; what else names one here is its branch. */
function branchIn(source: string): string | null {
  return /^[0-9a-f]{7,64}$/i.test(source) ? null : source.replace(/^origin\//, '');
}
