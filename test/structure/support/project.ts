/** The project's own files, as its structural tests read them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface ProjectFile {
  /** From the top of the project, with slashes. */
  readonly path: string;
  readonly text: string;
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every file below a folder with that ending, in a stable order. */
export function filesBelow(folder: string, ending: string): ProjectFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith(ending))
    .toSorted()
    .map((path) => ({ path, text: textOf(path) }));
}

/** What git holds, and what it would hold after the next `git add`. Without what is deleted but not committed yet. */
export function committedFiles(): ProjectFile[] {
  const list = (...args: string[]): string[] =>
    execFileSync('git', ['ls-files', '-z', ...args], { cwd: ROOT, encoding: 'utf8' })
      .split('\0')
      .filter((path) => path !== '');
  const deleted = new Set(list('--deleted'));
  return list('--cached', '--others', '--exclude-standard')
    .filter((path) => !deleted.has(path))
    .map((path) => ({ path, text: textOf(path) }));
}

/** The folders below a folder, at any depth, without the folder itself. */
export function foldersBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
    .toSorted();
}
