/** What choosing a range starts from. */
import { resolveCommit } from '../git/resolve-object.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Origin } from './origin.ts';
import type { PipelineFacts } from './pipeline-facts.ts';

export interface RangeRequest {
  readonly repository: Repository;
  readonly origin: Origin;
  readonly facts: PipelineFacts;
  /** Whether somebody wrote the commit down: then it has to be there. */
  readonly isCommitAsked: boolean;
}

/** The first of these names that is a commit here; its whole name. */
export async function firstCommit(
  { place }: Repository,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const oid = await resolveCommit(place, name);
    if (oid !== undefined) return oid;
  }
  return undefined;
}
