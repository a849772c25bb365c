/** A history whose blobs lie in packs that a test wrote itself: one commit a version, each with its file. */
import { join } from 'node:path';
import { makeRepository, type TestRepository } from './make-repository.ts';
import { commitBytes, type PackWriter, treeBytes } from './write-pack.ts';

/** Adds a commit for each blob, in that order: `file` holds it. @returns the last commit */
export function addCommits(writer: PackWriter, blobs: readonly string[], name = 'file'): string {
  let commit: string | undefined;
  for (const [time, oid] of blobs.entries()) {
    const tree = writer.whole('tree', treeBytes([{ name, oid }]));
    commit = writer.whole('commit', commitBytes(tree, commit === undefined ? [] : [commit], time));
  }
  return commit ?? '';
}

/** A repository of which `main` is that commit, with the packs as given. */
export function repositoryOf(
  packs: ReadonlyArray<{ readonly write: (objects: string) => unknown }>,
  tip: string,
  ...initArgs: string[]
): TestRepository {
  const repository = makeRepository(...initArgs);
  for (const pack of packs) pack.write(objectsOf(repository));
  repository.git('update-ref', 'refs/heads/main', tip);
  return repository;
}

export function objectsOf({ folder }: TestRepository): string {
  return join(folder, '.git', 'objects');
}
