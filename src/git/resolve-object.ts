/** What a revision, as typed, names. */
import { type GitPlace, runGit } from './git-process.ts';

/** Does this name a commit? @returns its full name */
export function resolveCommit(place: GitPlace, revision: string): Promise<string | undefined> {
  return resolveObject(place, `${revision}^{commit}`);
}

/** Does this name an object? @returns its full name: of an annotated tag that of the tag itself */
export async function resolveObject(place: GitPlace, revision: string): Promise<string | undefined> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', revision];
  const { stdout, exitCode } = await runGit(place, asked);
  return exitCode === 0 ? stdout.toString('latin1').trim() : undefined;
}
