/** Whole histories in one process: what `git fast-import` makes of a list of commits. */
import { execFileSync } from 'node:child_process';

export interface ImportedCommit {
  /** Indices of commits before it. */
  readonly parents: readonly number[];
  /** The whole tree: contents by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Seconds since 1970. */
  readonly date: number;
}

/** Every commit on its own ref, which is removed again: what the refs of the caller do not reach is unreachable. */
export function fastImport(
  folder: string,
  commits: readonly ImportedCommit[],
  refs: Readonly<Record<string, number>>,
): void {
  const stream = commits.map((commit, index) => commitText(commit, index + 1));
  for (const [name, index] of Object.entries(refs)) stream.push(`reset ${name}\nfrom :${index + 1}\n\n`);
  for (const index of commits.keys())
    stream.push(`reset refs/import/${index + 1}\nfrom ${'0'.repeat(40)}\n\n`);
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: folder, input: stream.join('') });
}

function commitText({ parents, files, date }: ImportedCommit, mark: number): string {
  const [first, ...others] = parents.map((parent) => `:${parent + 1}\n`);
  const message = `commit ${mark}`;
  return [
    `commit refs/import/${mark}\nmark :${mark}\ncommitter Cy <cy@example.org> ${date} +0130\n`,
    `data ${message.length}\n${message}\n`,
    first === undefined ? '' : `from ${first}`,
    ...others.map((other) => `merge ${other}`),
    'deleteall\n',
    ...Object.entries(files).map(
      ([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    ),
    '\n',
  ].join('');
}
