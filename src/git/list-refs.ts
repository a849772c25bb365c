/** The refs of a repository and what they point at. */
import { type GitPlace, runGit } from './git-process.ts';

export interface Ref {
  /** Full name, latin1 bytes: refs/heads/main. */
  readonly name: string;
  readonly oid: string;
  /** Full name of the ref that this one stands for: HEAD on a branch, `refs/remotes/origin/HEAD`. */
  readonly target?: string;
}

/** Every ref below refs/, and HEAD when it points at something. Broken refs are in the list too. */
export async function listRefs(place: GitPlace): Promise<Ref[]> {
  const [all, head] = await Promise.all([
    runGit(place, ['for-each-ref', '--format=%(objectname) %(refname) %(symref)']),
    runGit(place, ['rev-parse', 'HEAD', '--symbolic-full-name', 'HEAD']),
  ]);
  const refs = linesOf(all.stdout).flatMap(refOf);
  const [oid = '', target = ''] = linesOf(head.stdout);
  return head.exitCode === 0 && oid !== '' ? [...refs, ...refOf(`${oid} HEAD ${target}`)] : refs;
}

function linesOf(bytes: Buffer): string[] {
  return bytes.toString('latin1').split('\n');
}

/** A detached HEAD says that it stands for HEAD. */
function refOf(line: string): Ref[] {
  const [oid = '', name = '', target = ''] = line.split(' ');
  if (oid === '' || name === '') return [];
  return target === '' || target === name ? [{ oid, name }] : [{ oid, name, target }];
}

/** Branches, local and remote-tracking, by short name; not tags, notes, stashes or pull requests. */
export function branchesOf(refs: readonly Ref[]): Ref[] {
  return refs.flatMap(({ name, oid }) => {
    const match = /^refs\/(?:heads|remotes)\/(.+)$/.exec(name);
    return match?.[1] !== undefined && !name.endsWith('/HEAD') ? [{ name: match[1], oid }] : [];
  });
}
