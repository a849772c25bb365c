/** Which objects there are to read: everything that the selection reaches, with type and size, in the order of the packs. */
import type { Problem } from '../core/problem.ts';
import { complaintOf, exitOf, type GitPlace, spawnGit } from './git-process.ts';
import { linesOf } from './lines-of.ts';
import type { ObjectType } from './object-reader.ts';
import { missingObject } from './object-sizes.ts';
import { OidTable } from './oid-table.ts';
import type { Repository } from './open-repository.ts';
import { reach } from './reach.ts';
import type { Selection } from './selection.ts';

export interface ListedBlob {
  readonly oid: string;
  /** Bytes, expanded. */
  readonly size: number;
}

export interface ObjectList {
  readonly commits: readonly string[];
  readonly trees: readonly string[];
  readonly tags: readonly string[];
  /** In the order of the packs, so that neighbours are cheap to read one after the other. */
  readonly blobs: readonly ListedBlob[];
}

/** A commit, tree or tag larger than this is nobody's work, and would not fit into one string or buffer. */
export const MAX_STRUCTURE_BYTES = 256 * 1024 * 1024;

export type Keep = (oid: string, type: ObjectType, size: number) => void;

/** Finds objects without git. */
export interface Finder {
  /** @returns those that it does not find */
  readonly find: (oids: OidTable, keep: Keep) => OidTable;
}

/** @param finder of a part of a history: who is asked before git. Left out: nobody */
export async function listObjects(
  repository: Repository,
  selection: Selection,
  onProblem: (problem: Problem) => void,
  finder?: Finder,
): Promise<ObjectList> {
  const oids = selection.unreachable ? null : await reach(repository, selection, onProblem);
  const list = emptyList();
  const keep = keeperOf(list, oids, onProblem);
  const part = selection.isWhole ? null : oids;
  const rest = (part && finder?.find(part, keep)) ?? part;
  if (rest?.size !== 0) await describeObjects(repository.place, rest, keep, onProblem);
  reportAbsent(oids, list, onProblem);
  return list;
}

/** The named objects as a list; what is not there is a problem. */
export async function listNamed(
  repository: Pick<Repository, 'place' | 'oidBytes'>,
  names: readonly string[],
  onProblem: (problem: Problem) => void,
): Promise<ObjectList> {
  const list = emptyList();
  if (names.length === 0) return list;
  const oids = new OidTable(repository.oidBytes);
  for (const name of names) oids.addHex(name);
  await describeObjects(repository.place, oids, keeperOf(list, oids, onProblem), onProblem);
  reportAbsent(oids, list, onProblem);
  return list;
}

interface GrowingList extends ObjectList {
  readonly commits: string[];
  readonly trees: string[];
  readonly tags: string[];
  readonly blobs: ListedBlob[];
}

function emptyList(): GrowingList {
  return { commits: [], trees: [], tags: [], blobs: [] };
}

/** @param only null: everything is kept */
function keeperOf(list: GrowingList, only: OidTable | null, onProblem: (problem: Problem) => void): Keep {
  return (oid, type, size) => {
    if (only && only.findHex(oid) < 0) return;
    if (type !== 'blob' && size > MAX_STRUCTURE_BYTES) onProblem(tooLarge(oid, type, size));
    else if (type === 'blob') list.blobs.push({ oid, size });
    else if (type === 'tree') list.trees.push(oid);
    else if (type === 'commit') list.commits.push(oid);
    else list.tags.push(oid);
  };
}

/** Asks for type and size: of every stored object, or of those in the table. */
async function describeObjects(
  place: GitPlace,
  only: OidTable | null,
  keep: Keep,
  onProblem: (problem: Problem) => void,
): Promise<void> {
  const mode = only ? ['--buffer'] : ['--batch-all-objects', '--unordered'];
  const child = spawnGit(place, ['cat-file', '--batch-check', ...mode]);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  child.stdin.end(
    only ? Array.from({ length: only.size }, (_, rank) => `${only.hexOf(rank)}\n`).join('') : '',
  );
  child.stdout.on(
    'data',
    linesOf((line) => {
      const [oid = '', type = '', size = ''] = line.split(' ');
      if (isObjectType(type)) keep(oid, type, Number(size));
    }),
  );
  if ((await exitOf(child)) !== 0 && place.signal?.aborted !== true) {
    onProblem({
      code: 'history-damaged',
      severity: 'error',
      message: `The objects cannot all be listed: ${complaintOf(complaint)}`,
    });
  }
}

function isObjectType(type: string): type is ObjectType {
  return type === 'blob' || type === 'tree' || type === 'commit' || type === 'tag';
}

export function tooLarge(oid: string, type: ObjectType, size: number): Problem {
  const message = `The ${type} ${oid} has ${size} bytes, more than is read of one (${MAX_STRUCTURE_BYTES})`;
  return { code: 'blob-over-limit', severity: 'error', message, object: oid };
}

/** What was reached but is not stored. */
function reportAbsent(
  reached: OidTable | null,
  list: ObjectList,
  onProblem: (problem: Problem) => void,
): void {
  if (!reached) return;
  const count = list.blobs.length + list.trees.length + list.commits.length + list.tags.length;
  if (count === reached.size) return;
  const stored = new Set([...list.commits, ...list.trees, ...list.tags, ...list.blobs.map(({ oid }) => oid)]);
  for (let rank = 0; rank < reached.size; rank++) {
    const oid = reached.hexOf(rank);
    if (!stored.has(oid)) onProblem(missingObject(oid));
  }
}
