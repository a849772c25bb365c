/** What was pushed to a repository of a Data Center, and when: its log of changes of refs. */
import type { ForgeRepository, RefChange } from '../forge.ts';
import { readShape } from '../read-shape.ts';
import { isoTime } from '../text-from-outside.ts';
import type { DataCenterClient } from './client.ts';
import { refChangeShape } from './shapes.ts';

const NONE = /^0+$/;

/** https://developer.atlassian.com/server/bitbucket/rest/v902/api-group-repository/: for administrators of the repository (REPO_ADMIN). */
export async function* dataCenterRefChanges(
  client: DataCenterClient,
  { workspace, slug }: ForgeRepository,
): AsyncGenerator<RefChange> {
  const path = ['projects', workspace, 'repos', slug, 'ref-change-activities'];
  for await (const value of client.list('api', path)) {
    const { id, createdDate, refChange } = readShape(refChangeShape, value, 'a change of a ref');
    const at = isoTime(createdDate);
    // What cannot be dated dates nothing.
    if (at === null) continue;
    const { refId, fromHash, toHash } = refChange;
    yield { id, at, ref: refId, from: commitIn(fromHash), to: commitIn(toHash) };
  }
}

function commitIn(hash: string | null | undefined): string | null {
  return hash === null || hash === undefined || NONE.test(hash) ? null : hash;
}
