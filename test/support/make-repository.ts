/** Real git repositories for tests, made in a temporary folder and removed afterwards. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Nothing of the developer's own configuration may change what a test sees. */
const ENV = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Cy Committer',
  GIT_COMMITTER_EMAIL: 'cy@example.org',
  // What a test makes need not outlive a power cut.
  GIT_TEST_FSYNC: '0',
};

export class TestRepository {
  readonly folder: string;
  #clock = 1_700_000_000;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs git here and returns what it printed, without the last newline. Each call is a minute later than the one before. */
  git(...args: string[]): string {
    return this.gitFed('', ...args);
  }

  /** The same, with something to read. */
  gitFed(input: string, ...args: string[]): string {
    this.#clock += 60;
    const date = `${this.#clock} +0100`;
    return execFileSync('git', args, {
      cwd: this.folder,
      env: { ...ENV, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      input,
      stdio: [input === '' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    })
      .toString('utf8')
      .replace(/\n$/, '');
  }

  write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
  }

  /** Writes the files, commits everything and returns the commit's name. */
  commit(files: Record<string, string | Buffer>, message = 'change'): string {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }
}

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bitsieve-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty repository with the branch `main`, unborn. */
export function makeRepository(...initArgs: string[]): TestRepository {
  const repository = new TestRepository(temporaryFolder());
  repository.git('init', '--quiet', '--initial-branch=main', ...initArgs);
  return repository;
}
