/** The refs of a repository and what they point at. */
import { type GitPlace, runGit } from './git-process.ts';

export interface Ref {
  /** Full name, latin1 bytes: refs/heads/main. */
  readonly name: string;
  readonly oid: string;
}

/** Every ref below refs/, and HEAD when it points at something. Broken refs are in the list too. */
export async function listRefs(place: GitPlace): Promise<Ref[]> {
  const all = await runGit(place, ['for-each-ref', '--format=%(objectname) %(refname)']);
  const head = await runGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  const refs = all.stdout.toString('latin1').split('\n').flatMap(refOf);
  const headOid = head.stdout.toString('latin1').trim();
  return head.exitCode === 0 && headOid !== '' ? [...refs, { name: 'HEAD', oid: headOid }] : refs;
}

function refOf(line: string): Ref[] {
  const space = line.indexOf(' ');
  return space > 0 ? [{ oid: line.slice(0, space), name: line.slice(space + 1) }] : [];
}

/** Branches, local and remote-tracking, by short name; not tags, notes, stashes or pull requests. */
export function branchesOf(refs: readonly Ref[]): Ref[] {
  return refs.flatMap(({ name, oid }) => {
    const match = /^refs\/(?:heads|remotes)\/(.+)$/.exec(name);
    return match?.[1] !== undefined && !name.endsWith('/HEAD') ? [{ name: match[1], oid }] : [];
  });
}
