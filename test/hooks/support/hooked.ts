/** Repositories whose hooks run: git as a developer calls it, what it said, and the files that it left. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { TestRepository } from '../../support/make-repository.ts';
import { PROGRAM_ENV } from '../../support/run-program.ts';

/** How a git ended. */
interface Ended {
  readonly code: number;
  /** Of both streams. */
  readonly output: string;
}

const PERSON: NodeJS.ProcessEnv = {
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Cy Committer',
  GIT_COMMITTER_EMAIL: 'cy@example.org',
};

export function gitIn(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    env: { ...PROGRAM_ENV, ...PERSON, ...env },
    encoding: 'utf8',
  });
  return { code: status ?? -1, output: stdout + stderr };
}

/** Stages the files and commits them, hooks and all. */
export function commitIn(
  { folder }: Pick<TestRepository, 'folder'>,
  files: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = {},
): Ended {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const names = Object.keys(files);
  if (names.length > 0) gitIn(folder, ['add', '--', ...names], env);
  const ended = gitIn(folder, ['commit', '--quiet', '--allow-empty', '--message', 'change'], env);
  // What failed must not be tried again by the next one.
  if (ended.code !== 0)
    gitIn(folder, ['rm', '--quiet', '--cached', '--force', '--ignore-unmatch', '--', ...names, '.none'], env);
  return ended;
}

export function hookFile({ folder }: Pick<TestRepository, 'folder'>, name: string): string {
  return join(folder, '.git/hooks', name);
}

export function writeHook(
  repository: Pick<TestRepository, 'folder'>,
  name: string,
  content: string | Buffer,
  mode = 0o755,
): void {
  const path = hookFile(repository, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** Every file with its mode and a hash of its bytes, every link with its target, by path. */
export function filesBelow(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths.toSorted().map((path) => {
      const { mode } = lstatSync(path);
      const isLink = lstatSync(path).isSymbolicLink();
      const content = isLink
        ? `-> ${readlinkSync(path)}`
        : createHash('sha256').update(readFileSync(path)).digest('hex');
      return [relative(folder, path), `${(mode & 0o777).toString(8)} ${content}`];
    }),
  );
}
