/** Which objects are there: git is asked. */
import { type GitPlace, runGit } from './git-process.ts';

/** Those of the named objects that are there, in the same order; null where git could not say. */
export async function storedNames(
  { place }: { readonly place: GitPlace },
  names: readonly string[],
): Promise<string[] | null> {
  if (names.length === 0) return [];
  const asked = `${names.join('\n')}\n`;
  const { stdout, exitCode } = await runGit(place, ['cat-file', '--batch-check', '--buffer'], asked);
  if (exitCode !== 0) return null;
  const lines = stdout.toString('latin1').split('\n');
  return lines.flatMap((line) =>
    line === '' || line.endsWith(' missing') ? [] : (line.split(' ')[0] ?? []),
  );
}
