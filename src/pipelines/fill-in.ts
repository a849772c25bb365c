/** A shallow clone may end within the range: the rest is fetched, or it is said that it is missing. */
import type { Problem } from '../core/problem.ts';
import { catFileReader } from '../git/cat-file-reader.ts';
import { runGit } from '../git/git-process.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Origin } from './origin.ts';

interface FillRequest {
  readonly repository: Repository;
  readonly origin: Origin;
  readonly head: string;
  readonly base: string | null;
  readonly destination: string | null;
}

interface FilledIn {
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
}

const NOTHING: FilledIn = { notes: [], problems: [] };

export async function fillIn(request: FillRequest): Promise<FilledIn> {
  const { repository, origin, destination } = request;
  if (!repository.isShallow || (await cutOff(request)) === 0) return NOTHING;
  // All at once: how deep is deep enough is not known before it is there.
  const reason = await origin.bring(destination === null ? [] : [destination], true);
  const left = await cutOff(request);
  if (left === 0)
    return { notes: ['The clone was shallow: what was missing has been fetched.'], problems: [] };
  const message = `The clone is shallow and ends within what was to be scanned: what lies behind ${left === 1 ? 'one commit' : `${left} commits`} is missing, and could not be fetched (${reason ?? 'it did not come'}). In bitbucket-pipelines.yml write "clone: depth: full"; elsewhere clone without a depth`;
  return { notes: [], problems: [{ code: 'shallow-clone', severity: 'error', message }] };
}

/** How many commits of the range name parents that git was told to forget. */
async function cutOff({ repository, head, base }: FillRequest): Promise<number> {
  const { place } = repository;
  const revisions = base === null ? [head] : [head, `^${base}`];
  const { stdout } = await runGit(place, ['rev-list', '--max-parents=0', ...revisions, '--']);
  const oids = stdout.toString('latin1').split('\n').filter(Boolean);
  let count = 0;
  await catFileReader(place).read(
    oids,
    ({ bytes }) => {
      if (/^parent /m.test(headerOf(bytes))) count++;
    },
    () => undefined,
  );
  return count;
}

/** A message may hold any line. */
function headerOf(commit: Buffer): string {
  const end = commit.indexOf('\n\n');
  return commit.subarray(0, end < 0 ? commit.length : end).toString('latin1');
}
