/** What a build need not answer for: the newest commit of the branch that it goes to. */
import { runGit } from '../git/git-process.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Origin } from './origin.ts';
import { firstCommit, type RangeRequest } from './range-request.ts';

export interface FoundBase {
  readonly name: string;
  readonly base: string | null;
  readonly notes: readonly string[];
}

type BaseRequest = RangeRequest & { readonly head: string };

export function findBase(request: BaseRequest): Promise<FoundBase> {
  return request.facts.pullRequest === null ? baseOfBranch(request) : baseOfPullRequest(request);
}

async function baseOfPullRequest({ repository, origin, facts, head }: BaseRequest): Promise<FoundBase> {
  const { pullRequest, destinationBranch, destinationCommit } = facts;
  const into = destinationBranch ?? destinationCommit;
  const what = `pull request ${pullRequest}`;
  if (into === null) return wholeOf(what, 'nothing says where it goes (--destination)');
  const name = `${what} into ${into}`;
  const branches = destinationBranch === null ? [] : [destinationBranch];
  const names = [...(destinationCommit === null ? [] : [destinationCommit]), ...branches.map(tracking)];
  const there = await firstCommit(repository, names);
  if (there !== undefined) return { name, base: there, notes: [] };
  const reason = await origin.bring(branches);
  // By name only where no remote can be asked: a local branch may be old.
  const brought = await firstCommit(repository, [...names, ...branches]);
  if (brought === undefined || brought === head)
    return wholeOf(name, `the destination could not be had: ${reason ?? 'it is not there'}`);
  return { name, base: brought, notes: [] };
}

async function baseOfBranch({ repository, origin, facts, head }: BaseRequest): Promise<FoundBase> {
  const { branch, destinationBranch } = facts;
  const name = nameOf(facts, head);
  const main = destinationBranch ?? (await mainBranch(repository, origin));
  if (main === null) return wholeOf(name, 'the main branch is not known (--destination)');
  if (main === branch) return wholeOf(name, 'no variable tells what was there before the push');
  const there = await firstCommit(repository, [tracking(main)]);
  const reason = there === undefined ? await origin.bring([main]) : null;
  const base = there ?? (await firstCommit(repository, [tracking(main)]));
  if (base === undefined) return wholeOf(name, `${main} could not be had: ${reason ?? 'it is not there'}`);
  const note = `No variable tells what was there before the push: scanned is what ${main} does not have.`;
  return { name, base, notes: [note] };
}

function nameOf({ branch, tag }: RangeRequest['facts'], head: string): string {
  if (tag !== null) return `tag ${tag}`;
  return branch === null ? `commit ${head.slice(0, 12)}` : `branch ${branch}`;
}

/** Too much rather than too little. */
function wholeOf(name: string, why: string): FoundBase {
  return { name, base: null, notes: [`The whole history of ${name} is scanned: ${why}.`] };
}

function tracking(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

/** A clone of one branch does not know: the server does. */
async function mainBranch(repository: Repository, origin: Origin): Promise<string | null> {
  const asked = ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'];
  const { stdout, exitCode } = await runGit(repository.place, asked);
  const known = stdout
    .toString('utf8')
    .trim()
    .replace(/^origin\//, '');
  if (exitCode === 0 && known !== '') return known;
  const told = await origin.mainBranch();
  if (told !== null) return told;
  for (const name of ['main', 'master'])
    if ((await firstCommit(repository, [tracking(name)])) !== undefined) return name;
  return null;
}
