/** Which folder of src/ may import which, and the imports that break it. */
import { posix } from 'node:path';
import type { ProjectFile } from './project.ts';

/** Top down: imports only go down this list, and folders on one line never import each other. ARCHITECTURE.md says why. */
export const LAYERS: ReadonlyArray<readonly string[]> = [
  ['cli'],
  // The public interface: whoever uses the package sees what a command sees.
  ['index.ts'],
  ['api'],
  ['commands'],
  // Runs in a browser: nothing of the program imports it, the build puts it into the page.
  ['page'],
  ['config', 'audit', 'evidence', 'hooks', 'pipelines'],
  ['pipeline', 'exposure'],
  ['sources', 'bitbucket', 'detect', 'classify', 'allow', 'report', 'store', 'verify'],
  ['git', 'catalogue', 'containers'],
  ['engine'],
  ['core'],
];

/** In quotes, relative, and a program: an import, whatever its syntax, a worker thread's script among them. */
const RELATIVE = /(['"`])(\.{1,2}\/[^'"`\n]*\.[cm]?[jt]s)\1/g;

/** Every file that this one imports or starts, by its path. */
export function importsOf({ path, text }: ProjectFile): string[] {
  const found = Array.from(text.matchAll(RELATIVE), ([, , specifier = '']) =>
    posix.join(posix.dirname(path), specifier.replace(/\.c?js$/, '.ts')),
  );
  return [...new Set(found)];
}

/** Imports that name nothing that could be read here. */
function unreadableImports({ text }: ProjectFile): string[] {
  const dynamic = Array.from(text.matchAll(/\bimport\s*\(\s*(?!['"])[^)]*\)?/g), ([found]) => found);
  const withoutEnding = Array.from(
    text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(['"])(\.{1,2}(?:\/[^'"]*)?)\1/g),
    ([, , specifier = '']) => specifier,
  ).filter((specifier) => !/\.[cm]?[jt]s$/.test(specifier));
  return [...dynamic, ...withoutEnding];
}

/** @returns the layer's place in the list, counted from the top; undefined for a folder that the list does not name */
function layerOf(path: string): number | undefined {
  const [top, name = ''] = path.split('/');
  const layer = LAYERS.findIndex((names) => names.includes(name));
  return top === 'src' && layer >= 0 ? layer : undefined;
}

/** What is wrong with the imports of one file, in words. */
export function violationsOf(file: ProjectFile, known: ReadonlySet<string>): string[] {
  const own = layerOf(file.path);
  if (own === undefined) return [`${file.path}: the list of layers does not name its folder`];
  const unreadable = unreadableImports(file).map((found) => `${file.path}: cannot be followed: ${found}`);
  const wrong = importsOf(file).flatMap((target) => {
    const layer = layerOf(target);
    if (layer === undefined || !known.has(target)) return [`${file.path}: there is no ${target} in src/`];
    if (layer > own || folderOf(target) === folderOf(file.path)) return [];
    return [`${file.path}: imports ${layer === own ? 'sideways' : 'up'}: ${target}`];
  });
  return [...unreadable, ...wrong];
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}
