/** How a finding is taken out: the commands for where it stands, from the index to a commit further down. */
import { isObjectName } from '../../core/object-name.ts';
import { shellWord } from '../text/shell-word.ts';
import type { DeveloperView, IndexState, Spot } from './developer-view.ts';
import { command, filesInWords, filesOf, type MessageLine, shortName, type Told, words } from './told.ts';

type BranchSpot = Extract<Spot, { kind: 'branch' }>;

/** Further kinds of places are as rare as their commands are long. */
const MAX_WAYS = 2;
const MAX_MARKED = 3;
const EDIT = 'have it read the value from the environment or a vault';
const FIRST_OF_ALL = ' (--root if it is the first)';
const NOTHING_LEFT = 'if it stops, nothing being left: git reset HEAD~1 && git rebase --continue';

/** @param told at least one, the worst first */
export function waysOut(told: readonly [Told, ...Told[]], view: DeveloperView): MessageLine[] {
  if (view.occasion === 'staged') return outOfIndex(told, view.index);
  const groups = [...groupsOf(told).values()];
  const ways = groups.slice(0, MAX_WAYS);
  const last = groups.length > ways.length ? 'then push again, to be told of the rest' : 'then push again';
  return [...ways.flatMap((group) => outOf(group)), words(last)];
}

function outOfIndex(told: readonly Told[], index: IndexState | undefined): MessageLine[] {
  const files = filesOf(told);
  if (index?.isTemporary === true)
    return [words(`edit ${filesInWords(told)}: ${EDIT}; then the same git commit again`)];
  const unstage = index?.hasHead === false ? 'git rm --cached --force' : 'git restore --staged';
  return [
    command(`${unstage} -- ${files}`, 'out of the index; on disk it stays as it is'),
    words(`edit ${filesInWords(told)}: ${EDIT}`),
    command(`git add -- ${files} && git commit`),
  ];
}

type Group = [Told, ...Told[]];

function groupsOf(told: readonly Told[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const one of told) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function keyOf({ spot, record }: Told): string {
  if (record.kind === 'tag-message') return `tag ${record.path}`;
  return spot ? `${spot.kind} ${spot.ref ?? ''}` : 'branch ';
}

function outOf(group: Group): MessageLine[] {
  const [{ record, spot }] = group;
  if (record.kind === 'tag-message') return outOfTag(record.path, record.commit);
  if (spot?.kind === 'notes') return outOfNotes(record.path, spot);
  if (spot?.kind === 'ref') return outOfRef(spot.ref);
  return outOfBranch(group);
}

function outOfTag(ref: string, target: string | null): MessageLine[] {
  const name = shellWord(ref.replace(/^refs\/tags\//, ''));
  return [
    command(
      `git tag --force --annotate -- ${name} ${shortName(target ?? 'HEAD')}`,
      'say it without the value',
    ),
  ];
}

/** The notes before it would be pushed as well, so one commit takes the place of all that the remote lacks. */
function outOfNotes(path: string, { ref, base }: Extract<Spot, { kind: 'notes' }>): MessageLine[] {
  const short = ref.replace(/^refs\/notes\//, '');
  const parent = base === null ? '' : `-p ${shortName(base)} `;
  // A note lies at the name of what it is about, which may be cut into folders.
  const noted = path.replaceAll('/', '');
  const object = isObjectName(noted) ? shortName(noted) : 'OBJECT';
  const tree = shellWord(`${ref}^{tree}`);
  return [
    command(`git notes --ref ${shellWord(short)} edit ${object}`, 'without the value'),
    command(
      `git update-ref ${shellWord(ref)} "$(git commit-tree ${parent}-m notes ${tree})"`,
      'without the notes before',
    ),
  ];
}

function outOfRef(ref: string): MessageLine[] {
  const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
  const remark = 'it points at what holds the value';
  return [
    tag === undefined
      ? command(`git update-ref -d ${shellWord(ref)}`, remark)
      : command(`git tag --delete -- ${shellWord(tag)}`, remark),
  ];
}

function outOfBranch(group: Group): MessageLine[] {
  const spots = group.map((told) => spotOf(told));
  const deepest = spots.reduce((a, b) => (b.depth > a.depth ? b : a));
  return deepest.depth === 0 ? outOfNewest(group, deepest) : outOfEarlier(group, deepest);
}

/** Where nothing is known of it, it is taken for an earlier one: that way also works for the newest. */
function spotOf({ spot, record }: Told): BranchSpot {
  if (spot?.kind === 'branch') return spot;
  const parent = `${shortName(record.commit ?? 'HEAD')}~1`;
  const unknown = { isAnnotated: false, home: null, hasMerges: false, isMerge: false, removedIn: null };
  return { kind: 'branch', ref: null, isCheckedOut: true, depth: 1, parent, ...unknown };
}

function outOfNewest(group: Group, spot: BranchSpot): MessageLine[] {
  const [files, isReworded] = [filesOf(inBlobs(group)), inBlobs(group).length < group.length];
  const amend = isReworded ? 'git commit --amend' : 'git commit --amend --no-edit';
  const remark = isReworded ? 'say it without the value' : '';
  return [
    ...thereFrom(spot),
    ...(files === '' ? [] : [words(`edit ${filesInWords(inBlobs(group))}: ${EDIT}`)]),
    command(files === '' ? amend : `git add -- ${files} && ${amend}`, remark),
    ...movedAlong(spot),
  ];
}

function thereFrom({ ref, isCheckedOut }: BranchSpot): MessageLine[] {
  if (isCheckedOut || ref === null) return [];
  return [command(`git switch ${isBranch(ref) ? '' : '--detach '}${shortRef(ref)}`)];
}

/** A branch goes along with its commits; a tag, or any other ref, stays with the old ones. */
function movedAlong({ ref, isAnnotated, home }: BranchSpot): MessageLine[] {
  if (ref === null || isBranch(ref)) return [];
  const move = ref.startsWith('refs/tags/')
    ? `git tag --force ${isAnnotated ? '--annotate ' : ''}-- ${shortRef(ref)}`
    : `git update-ref ${shellWord(ref)} HEAD`;
  return [command(home === null ? move : `${move} && git switch ${shortRef(home)}`)];
}

function outOfEarlier(group: Group, deepest: BranchSpot): MessageLine[] {
  const { parent, hasMerges, isCheckedOut, ref } = deepest;
  const branch = isCheckedOut || ref === null ? '' : shortRef(ref);
  const base = parent === null ? '--root' : abbreviated(parent);
  const unknown = commitsOf(group.filter(({ spot }) => spot === undefined));
  // Whoever has the commits knows which is the oldest.
  const oldest = unknown.length > 1 ? `"$(git merge-base --octopus ${unknown.join(' ')})~1"` : base;
  const from = [hasMerges ? '--rebase-merges' : '', oldest, branch];
  const rebase = `git rebase -i --autostash ${from.filter((part) => part !== '').join(' ')}`;
  const joined = joinedWith(group);
  const inFiles = joined === undefined ? outOfStops(group) : [words(NOTHING_LEFT)];
  const remark = (joined ?? marksOf(group)) + (unknown.length > 0 ? FIRST_OF_ALL : '');
  return [command(rebase, remark), ...inFiles, ...movedAlong(deepest)];
}

/** Where the rebase stops. At a stop a file of a later one may not be there yet, so what has been edited is staged and not what has a name. */
function outOfStops(group: Group): MessageLine[] {
  const told = inBlobs(group);
  if (told.length === 0) return [];
  const stops = new Set(told.map(({ record }) => record.commit));
  const isReworded = group.some(({ record }) => record.kind !== 'blob' && stops.has(record.commit));
  const [when, what] =
    stops.size > 1 ? ['each time it stops', '--update'] : ['where it stops', `-- ${filesOf(told)}`];
  const amend = isReworded ? 'git commit --amend' : 'git commit --amend --no-edit';
  return [
    words(`${when}, edit ${filesInWords(told)}: ${EDIT}`),
    command(
      `git add ${what} && ${amend} && git rebase --continue`,
      isReworded ? 'say it without the value' : '',
    ),
  ];
}

/** What a later commit took out again is gone when the two are one. */
function joinedWith([one, ...others]: Group): string | undefined {
  const { removedIn, hasMerges } = spotOf(one);
  if (others.length > 0 || removedIn === null || hasMerges) return undefined;
  const [commit, later] = [shortName(one.record.commit ?? ''), shortName(removedIn)];
  return `put the line of ${later} right below ${commit}, as "fixup"`;
}

function marksOf(group: Group): string {
  const marked = new Map<string, string>();
  for (const one of group) {
    const commit = shortName(one.record.commit ?? '');
    const { isMerge } = spotOf(one);
    if (one.record.kind === 'blob') marked.set(commit, isMerge ? 'put "break" below' : 'mark as "edit"');
    else if (!marked.has(commit)) marked.set(commit, 'mark as "reword"');
  }
  const shown = [...marked].slice(0, MAX_MARKED).map(([commit, what]) => `${what} ${commit}`);
  return shown.join(', ') + (marked.size > MAX_MARKED ? ' and so on' : '');
}

function inBlobs(group: readonly Told[]): Told[] {
  return group.filter(({ record }) => record.kind === 'blob');
}

function commitsOf(told: readonly Told[]): string[] {
  return [...new Set(told.map(({ record }) => shortName(record.commit ?? 'HEAD')))].slice(0, MAX_MARKED);
}

function isBranch(ref: string): boolean {
  return ref.startsWith('refs/heads/');
}

/** As `git switch` and `git tag` take it. */
function shortRef(ref: string): string {
  return shellWord(ref.replace(/^refs\/(?:heads|tags)\//, ''));
}

/** A name of an object; what stands for a parent (`1a2b~1`) is short already. */
function abbreviated(parent: string): string {
  return /^[0-9a-f]+$/.test(parent) ? shortName(parent) : parent;
}
