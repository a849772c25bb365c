/** Which objects a push brings: what refs lead to from now on and did not before, and whatever else waits in the quarantine. */
import type { Problem } from '../../core/problem.ts';
import { type Finder, listNamed, listObjects, type ObjectList } from '../../git/list-objects.ts';
import { OidTable } from '../../git/oid-table.ts';
import { PackLookups } from '../../git/pack/pack-lookups.ts';
import { storedNames } from '../../git/stored-names.ts';
import { beginWalk } from '../../git/reach.ts';
import type { Selection } from '../../git/selection.ts';
import type { ReceivingRepository } from './receiving-repository.ts';

/** For more git is asked: it takes longer to start, and less for each. */
const MOST_LOOKED_UP = 1000;

type OnProblem = (problem: Problem) => void;

/**
 * What the tips lead to and no ref did, as git begins to list it. That is more than the quarantine holds: objects of a branch that was
 * deleted are still stored, and not sent again.
 *
 * @param known what refs led to before; left out: what they lead to now
 */
export function beginReachable(
  { place, oidBytes }: ReceivingRepository,
  { tips, known }: { tips: readonly string[]; known?: readonly string[] },
): Selection {
  const asked = known
    ? { input: [...tips, ...known.map((name) => `^${name}`)], revisions: ['--stdin'] }
    : { input: tips, revisions: ['--stdin', '--not', '--all'] };
  const walk = beginWalk(place, asked, new OidTable(oidBytes));
  return { ...asked, walk, unreachable: false, isWhole: false };
}

/** @param finder who is asked for their types and sizes before git; null: nobody */
export function newlyReachable(
  repository: ReceivingRepository,
  begun: Selection,
  onProblem: OnProblem,
  finder: Finder | null,
): Promise<ObjectList> {
  return listObjects(repository, begun, onProblem, finder ?? undefined);
}

/** What was sent though no ref will lead to it. What the repository had before is not new: packs bring bases along for deltas. */
export async function sentBesides(
  repository: ReceivingRepository,
  besides: readonly string[],
  onProblem: OnProblem,
): Promise<ObjectList> {
  return listNamed(repository, await notStored(repository, besides), onProblem);
}

/** Less what plainly lies in the repository's own folders. git knows of the others. */
function notSeen(
  { objects, oidBytes }: Pick<ReceivingRepository, 'objects' | 'oidBytes'>,
  names: readonly string[],
): readonly string[] {
  if (names.length === 0 || names.length > MOST_LOOKED_UP) return names;
  const packs = new PackLookups([objects], oidBytes);
  const left = names.filter((name) => !packs.has(name));
  packs.close();
  return left;
}

/** Without the quarantine in its environment git sees what was there before the push. */
async function notStored(
  { place, gitDir, objects, oidBytes }: ReceivingRepository,
  all: readonly string[],
): Promise<string[]> {
  const names = notSeen({ objects, oidBytes }, all);
  const before = { place: { ...place, folder: gitDir, gitDir, inheritRepository: false } };
  // What git does not say counts as new.
  const stored = new Set(await storedNames(before, names));
  return names.filter((name) => !stored.has(name));
}

export function namesIn({ commits, trees, tags, blobs }: ObjectList): string[] {
  return [...commits, ...trees, ...tags, ...blobs.map(({ oid }) => oid)];
}

export function bothLists(one: ObjectList, other: ObjectList): ObjectList {
  return {
    commits: [...one.commits, ...other.commits],
    trees: [...one.trees, ...other.trees],
    tags: [...one.tags, ...other.tags],
    blobs: [...one.blobs, ...other.blobs],
  };
}
