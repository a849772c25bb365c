/** Which objects a selection leads to, by name: git walks. */
import type { Problem } from '../core/problem.ts';
import { complaintOf, exitOf, type GitPlace, spawnGit } from './git-process.ts';
import { linesOf } from './lines-of.ts';
import { listRefs } from './list-refs.ts';
import { missingObject } from './object-sizes.ts';
import { OidTable } from './oid-table.ts';
import type { Repository } from './open-repository.ts';
import { inputOf, type Selection, type Walk } from './selection.ts';

/**
 * Walks from the selected commits. A damaged history is walked ref by ref, and at worst not at all.
 * @returns null when the walk failed and every stored object is taken instead
 */
export async function reach(
  repository: Repository,
  selection: Selection,
  onProblem: (problem: Problem) => void,
): Promise<OidTable | null> {
  const { oids, missing, complaint } = await ended(repository, selection);
  for (const oid of missing) onProblem(missingObject(oid));
  if (complaint === undefined) {
    const isCutOff = missing.length > 0 && selection.isWhole && (await lacksTrees(repository, selection));
    return isCutOff ? null : oids;
  }
  onProblem({
    code: 'history-damaged',
    severity: 'error',
    message: `The history cannot be walked as a whole: ${complaint}`,
  });
  return selection.isWhole ? walkEachRef(repository, onProblem) : oids;
}

/** One that was begun elsewhere knows nothing of what ends a scan. */
async function ended({ place, oidBytes }: Repository, selection: Selection): Promise<Walked> {
  const walk = selection.walk ?? beginWalk(place, selection, new OidTable(oidBytes));
  place.signal?.addEventListener('abort', walk.stop, { once: true });
  const complaint = await walk.complaint;
  place.signal?.removeEventListener('abort', walk.stop);
  return { ...walk, complaint };
}

interface Walked extends Pick<Walk, 'oids' | 'missing'> {
  readonly complaint: string | undefined;
}

/** What lies below a missing tree is not reached, though it may be stored: then every stored object is scanned. */
async function lacksTrees({ place, oidBytes }: Repository, selection: Selection): Promise<boolean> {
  const revisions = ['--filter=blob:none', ...selection.revisions];
  const { missing, complaint } = beginWalk(place, { ...selection, revisions }, new OidTable(oidBytes));
  await complaint;
  return missing.length > 0;
}

/**
 * git lists what is reached, while there is other work to do. Whoever waits for it hears of a failure; until then nobody needs to.
 * @param oids gets the names
 */
export function beginWalk(
  place: GitPlace,
  selection: Pick<Selection, 'revisions' | 'input'>,
  oids: OidTable,
): Walk {
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...selection.revisions];
  const child = spawnGit(place, args);
  const missing: string[] = [];
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  child.stdin.end(inputOf(selection));
  child.stdout.on(
    'data',
    linesOf((line) => {
      if (line.startsWith('?')) missing.push(line.slice(1));
      else oids.addHex(line);
    }),
  );
  const complaint = exitOf(child).then((code) => (code === 0 ? undefined : complaintOf(said)));
  complaint.catch(() => undefined);
  return { oids, missing, complaint, stop: () => void child.kill() };
}

/** The good refs each add what they reach. What cannot be reached at all is only found with every stored object: null. */
async function walkEachRef(
  { place, oidBytes }: Repository,
  onProblem: (problem: Problem) => void,
): Promise<OidTable | null> {
  const refs = await listRefs(place);
  const oids = new OidTable(oidBytes);
  let isDamaged = false;
  for (const { oid, name } of refs) {
    const complaint = await beginWalk(place, { revisions: [oid, '--'] }, oids).complaint;
    if (complaint === undefined) continue;
    isDamaged = true;
    onProblem({
      code: 'history-damaged',
      severity: 'error',
      message: `${name} cannot be walked: ${complaint}`,
      object: oid,
    });
  }
  return isDamaged || refs.length === 0 ? null : oids;
}
