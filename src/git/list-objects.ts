/** Which objects there are to read: everything that the selection reaches, with type and size, in the order of the packs. */
import { join } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { complaintOf, exitOf, type GitPlace, spawnGit } from './git-process.ts';
import { listRefs } from './list-refs.ts';
import { readLooseHeader } from './loose-objects.ts';
import type { ObjectType } from './object-reader.ts';
import { missingObject } from './object-sizes.ts';
import { OidTable } from './oid-table.ts';
import type { Repository } from './open-repository.ts';
import { inputOf, type Selection } from './selection.ts';

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
const MAX_STRUCTURE_BYTES = 256 * 1024 * 1024;

interface Reached {
  /** Null when the walk failed and every stored object is taken instead. */
  readonly oids: OidTable | null;
}

export async function listObjects(
  repository: Repository,
  selection: Selection,
  onProblem: (problem: Problem) => void,
  isLooseRead = false,
): Promise<ObjectList> {
  const reached = selection.unreachable ? { oids: null } : await reach(repository, selection, onProblem);
  const list = emptyList();
  const keep = keeperOf(list, reached.oids, onProblem);
  const isPart = !selection.isWhole && reached.oids !== null;
  const rest = isPart && isLooseRead ? describeLoose(repository, reached.oids, keep) : reached.oids;
  if (!isPart || (rest && rest.size > 0))
    await describeObjects(repository.place, isPart ? rest : null, keep, onProblem);
  reportAbsent(reached.oids, list, onProblem);
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

type Keep = (oid: string, type: ObjectType, size: number) => void;

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

/** Walks from the selected commits. A damaged history is walked ref by ref, and at worst not at all. */
async function reach(
  repository: Repository,
  selection: Selection,
  onProblem: (problem: Problem) => void,
): Promise<Reached> {
  const oids = new OidTable(repository.oidBytes);
  let lost = 0;
  const onMissing = (oid: string): void => {
    lost++;
    onProblem(missingObject(oid));
  };
  const complaint = await walk(repository.place, selection, oids, onMissing);
  if (complaint === undefined) {
    const isCutOff = lost > 0 && selection.isWhole && (await lacksTrees(repository, selection));
    return { oids: isCutOff ? null : oids };
  }
  onProblem({
    code: 'history-damaged',
    severity: 'error',
    message: `The history cannot be walked as a whole: ${complaint}`,
  });
  if (!selection.isWhole) return { oids };
  return { oids: await walkEachRef(repository, onProblem) };
}

/** What lies below a missing tree is not reached, though it may be stored: then every stored object is scanned. */
async function lacksTrees(repository: Repository, selection: Selection): Promise<boolean> {
  let lost = 0;
  const revisions = ['--filter=blob:none', ...selection.revisions];
  await walk(repository.place, { ...selection, revisions }, new OidTable(repository.oidBytes), () => lost++);
  return lost > 0;
}

/** @returns git's complaint when it could not finish */
async function walk(
  place: GitPlace,
  selection: Pick<Selection, 'revisions' | 'input'>,
  oids: OidTable,
  onMissing: (oid: string) => void,
): Promise<string | undefined> {
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...selection.revisions];
  const child = spawnGit(place, args);
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  child.stdin.end(inputOf(selection));
  child.stdout.on(
    'data',
    linesOf((line) => {
      if (line.startsWith('?')) onMissing(line.slice(1));
      else oids.addHex(line);
    }),
  );
  return (await exitOf(child)) === 0 ? undefined : complaintOf(complaint);
}

/** The good refs each add what they reach. What cannot be reached at all is only found with every stored object: null. */
async function walkEachRef(
  repository: Repository,
  onProblem: (problem: Problem) => void,
): Promise<OidTable | null> {
  const refs = await listRefs(repository.place);
  const oids = new OidTable(repository.oidBytes);
  let isDamaged = false;
  for (const { oid, name } of refs) {
    const complaint = await walk(repository.place, { revisions: [oid, '--'] }, oids, () => undefined);
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

/** Type and size of what lies in files of its own, without git. @returns the others */
function describeLoose({ objects, oidBytes }: Repository, oids: OidTable, keep: Keep): OidTable {
  const rest = new OidTable(oidBytes);
  for (let rank = 0; rank < oids.size; rank++) {
    const oid = oids.hexOf(rank);
    const header = readLooseHeader(join(objects, oid.slice(0, 2), oid.slice(2)));
    if (header) keep(oid, header.type, header.size);
    else rest.addHex(oid);
  }
  return rest;
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

function tooLarge(oid: string, type: ObjectType, size: number): Problem {
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

/** Cuts a stream of chunks into lines. */
function linesOf(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
