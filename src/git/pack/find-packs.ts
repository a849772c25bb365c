/** The packs of a repository, its alternates' included. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type GitPlace, runGit } from '../git-process.ts';

/** As deep as git itself follows alternates of alternates. */
const MAX_ALTERNATES = 5;

/** @returns paths of .idx files that have a .pack beside them */
export async function findPacks(place: GitPlace): Promise<string[]> {
  const { stdout, exitCode } = await runGit(place, ['rev-parse', '--git-path', 'objects']);
  if (exitCode !== 0) return [];
  const own = stdout.toString('utf8').replace(/\n$/, '');
  const folders = new Set<string>();
  collectFolders(isAbsolute(own) ? own : join(place.folder, own), folders, 0);
  return [...folders].flatMap(packsIn);
}

function collectFolders(folder: string, folders: Set<string>, depth: number): void {
  if (depth > MAX_ALTERNATES || !existsSync(folder)) return;
  const real = realpathSync(folder);
  if (folders.has(real)) return;
  folders.add(real);
  const list = join(real, 'info', 'alternates');
  if (!existsSync(list)) return;
  for (const line of readFileSync(list, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    collectFolders(isAbsolute(line) ? line : join(real, line), folders, depth + 1);
  }
}

function packsIn(folder: string): string[] {
  const packs = join(folder, 'pack');
  if (!existsSync(packs)) return [];
  const names = new Set(readdirSync(packs));
  return [...names]
    .filter((name) => name.endsWith('.idx') && names.has(name.replace(/\.idx$/, '.pack')))
    .toSorted()
    .map((name) => join(packs, name));
}
