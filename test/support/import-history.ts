/** Whole histories in one call of git, and text to fill their files with. */
import { execFileSync } from 'node:child_process';
import type { TestRepository } from './make-repository.ts';

/** Versions of files, oldest first, as one linear history. */
export function importHistory(
  repository: TestRepository,
  versions: readonly Readonly<Record<string, Buffer>>[],
): void {
  const parts: Buffer[] = [];
  for (const [index, files] of versions.entries()) {
    const when = `${1_700_000_000 + index} +0000`;
    parts.push(Buffer.from(`commit refs/heads/main\ncommitter C <c@example.org> ${when}\ndata 1\nx\n`));
    for (const [path, content] of Object.entries(files)) {
      parts.push(
        Buffer.from(`M 100644 inline ${path}\ndata ${content.length}\n`),
        content,
        Buffer.from('\n'),
      );
    }
  }
  execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.folder, input: Buffer.concat(parts) });
}

/** So many bytes of lines of ordinary text, the same for the same seed; the last byte ends a line. */
export function filling(seed: number, length: number): string {
  const count = Math.ceil(length / 30);
  const lines = Array.from(
    { length: count },
    (_, line) => `line ${(line * 7919 + seed) % 1000} of some ordinary text here\n`,
  );
  return `${lines.join('').slice(0, length - 1)}\n`;
}
