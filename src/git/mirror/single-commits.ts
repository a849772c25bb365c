/** Commits that are wanted by their ids, because no ref of the server leads to them (any more): latest ones of pull requests. */
import { type GitPlace, runGit } from '../git-process.ts';
import type { FamilyFolder } from './family-folder.ts';

export interface SingleCommit {
  /** What to find it by below `refs/bitsieve/`: `pull-requests/7/from`. No server gives names there. */
  readonly name: string;
  /** Whole. */
  readonly oid: string;
}

export interface CommitsBrought {
  readonly kind: 'brought';
}

/** `reached`: from a ref. `present`: stored, and no ref leads there. `missing`: not stored, or none that the name is plain for. */
export type Standing =
  | { readonly kind: 'reached' | 'present'; readonly oid: string }
  | { readonly kind: 'missing' };

/** Ours, among the refs of a mirror. */
export const SINGLE_COMMITS = 'refs/bitsieve/';

/** @param commits hexadecimal, at times abbreviated. @throws {ScannerError} `git-missing` */
export async function standingsOf(
  folder: string,
  commits: readonly string[],
): Promise<Map<string, Standing>> {
  const place = { folder, inheritRepository: false };
  const stored = await storedOf(place, commits);
  const unreached = await unreachedOf(place, [...stored.values()]);
  const standings = new Map<string, Standing>();
  for (const commit of commits) {
    const oid = stored.get(commit);
    if (oid === undefined) standings.set(commit, { kind: 'missing' });
    else standings.set(commit, { kind: unreached.has(oid) ? 'present' : 'reached', oid });
  }
  return standings;
}

/** A branch that is named like an abbreviated commit stands for another one: such an answer is none. */
async function storedOf(place: GitPlace, commits: readonly string[]): Promise<Map<string, string>> {
  const format = '--batch-check=%(objectname) %(objecttype)';
  const { stdout } = await runGit(place, ['cat-file', format], linesOf(commits));
  const answers = stdout.toString('latin1').split('\n');
  return new Map(
    commits.flatMap((commit, index): [string, string][] => {
      const [oid = '', type] = answers[index]?.split(' ') ?? [];
      return type === 'commit' && oid.startsWith(commit) ? [[commit, oid]] : [];
    }),
  );
}

/** Where git cannot say, none is taken for reached: a ref too many costs nothing. */
async function unreachedOf(place: GitPlace, oids: readonly string[]): Promise<Set<string>> {
  if (oids.length === 0) return new Set();
  const { stdout, exitCode } = await runGit(place, ['rev-list', '--stdin', '--not', '--all'], linesOf(oids));
  return new Set(exitCode === 0 ? stdout.toString('latin1').split('\n') : oids);
}

function linesOf(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** Names those that are stored already, by whichever fork. @returns the others */
export async function nameCommits(
  { objects }: FamilyFolder,
  fork: string,
  commits: readonly SingleCommit[],
): Promise<SingleCommit[]> {
  const place = { folder: objects, inheritRepository: false };
  const stored = await storedOf(
    place,
    commits.map(({ oid }) => oid),
  );
  const here = commits.filter(({ oid }) => stored.has(oid));
  const updates = here.map(({ name, oid }) => `update ${refOf(fork, name)} ${oid}`);
  const { exitCode, stderr } = await runGit(place, ['update-ref', '--stdin'], linesOf(updates));
  if (exitCode !== 0) throw new Error(stderr);
  return commits.filter(({ oid }) => !stored.has(oid));
}

export function refspecsFor(fork: string, commits: readonly SingleCommit[]): string[] {
  return commits.map(({ name, oid }) => `+${oid}:${refOf(fork, name)}`);
}

function refOf(fork: string, name: string): string {
  return `refs/forks/${fork}/${SINGLE_COMMITS.slice('refs/'.length)}${name}`;
}

/** Whole ids only: what a server says may be anything. */
const NOT_THERE = /not our ref ([0-9a-f]{40}|[0-9a-f]{64})\b/;

/** @returns the commit that the server says it does not have, or does not give because nothing leads to it */
export function notThere({ message }: { readonly message: string }): string | undefined {
  return NOT_THERE.exec(message)?.[1];
}

/** Does the server give nothing but what its refs name, whatever is asked for? */
export function isForbidden({ message }: { readonly message: string }): boolean {
  return /does not allow request for unadvertised object/.test(message);
}
