/** A server of one repository with the hook in it, and a clone to push from. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM, PROGRAM_ENV, sharedFolder } from '../../support/run-program.ts';
import { TestRepository } from '../../support/make-repository.ts';

export interface Pushed {
  /** Whether git says that everything was taken. */
  readonly isTaken: boolean;
  /** All that git printed, with what the hook said behind "remote: ". */
  readonly output: string;
}

export interface LoggedLine {
  readonly verdict: string;
  readonly cause: string | null;
  readonly who: { readonly name: string | null; readonly by: string | null };
  readonly refs: ReadonlyArray<{ readonly ref: string | null }>;
  readonly refCount: number;
  readonly reasons: readonly string[];
  readonly fingerprints: readonly string[];
  readonly problems: readonly string[];
  readonly dryRun: boolean;
  readonly spooled: string | null;
}

export class PushServer {
  readonly bare: TestRepository;
  readonly clone: TestRepository;
  readonly #folder = sharedFolder();

  constructor(...initArgs: string[]) {
    this.bare = this.#init('server.git', ['--bare', ...initArgs]);
    this.clone = this.#init('clone', initArgs);
    this.clone.commit({ 'readme.txt': 'hello\n' }, 'begin');
    this.clone.git('push', '--quiet', this.bare.folder, 'main');
    this.hook();
  }

  /** Installs the hook with these options. @param before shell, run first */
  hook(options = '', before = ''): void {
    const path = join(this.bare.folder, 'hooks/pre-receive');
    mkdirSync(join(this.bare.folder, 'hooks'), { recursive: true });
    const script = `${before}\nexec "${process.execPath}" "${PROGRAM}" hook pre-receive --log "${this.log}" --deadline 60s ${options}\n`;
    writeFileSync(path, `#!/bin/sh\n${script}`);
    chmodSync(path, 0o755);
  }

  get log(): string {
    return join(this.#folder, 'pushes.jsonl');
  }

  get spool(): string {
    return join(this.#folder, 'spool');
  }

  /** The last line of the log. */
  get last(): LoggedLine {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
    return JSON.parse(readFileSync(this.log, 'utf8').trimEnd().split('\n').at(-1) ?? '') as LoggedLine;
  }

  /** `git push` from the clone, to the folder unless another address is given. */
  push(args: readonly string[], to: string = this.bare.folder): Promise<Pushed> {
    const env = { ...PROGRAM_ENV, GIT_TERMINAL_PROMPT: '0', USER: 'pat' };
    return new Promise((done) => {
      execFile(
        'git',
        ['push', ...optionsIn(args), to, ...refsIn(args)],
        { cwd: this.clone.folder, env },
        (error, stdout, stderr) => done({ isTaken: error === null, output: stdout + stderr }),
      );
    });
  }

  /** A branch of its own, from the first commit. */
  branch(name: string): void {
    const [first = ''] = this.clone.git('rev-list', '--max-parents=0', 'main').split('\n');
    this.clone.git('checkout', '--quiet', '--force', '-B', name, first);
    this.clone.git('clean', '--quiet', '--force', '-d', '-x');
  }

  #init(name: string, args: readonly string[]): TestRepository {
    const repository = new TestRepository(join(this.#folder, name));
    if (!existsSync(repository.folder)) mkdirSync(repository.folder);
    repository.git('init', '--quiet', '--initial-branch=main', ...args);
    return repository;
  }
}

function optionsIn(args: readonly string[]): string[] {
  return args.filter((arg) => arg.startsWith('-'));
}

function refsIn(args: readonly string[]): string[] {
  return args.filter((arg) => !arg.startsWith('-'));
}
