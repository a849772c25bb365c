/** A server of one repository with the hook in it, and a clone to push from. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
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

const PLAIN = `"${process.execPath}" "${PROGRAM}" hook`;

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

  /** Installs the hook with these options. @param before shell, run first @param program that is called with the word */
  hook(options = '', before = '', program: string = PLAIN): void {
    const path = join(this.bare.folder, 'hooks/pre-receive');
    mkdirSync(join(this.bare.folder, 'hooks'), { recursive: true });
    const script = `${before}\nexec ${program} pre-receive --log "${this.log}" --deadline 60s ${options}\n`;
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

export interface Hanging {
  /** Where the programs leave their traces. */
  readonly folder: string;
  /** With it in front. */
  readonly path: string;
  /** Shell that puts it in front. */
  readonly before: string;
  /** The id of its last process. */
  readonly pid: () => number;
  /** Resolves when it hangs. */
  readonly begun: () => Promise<void>;
}

/** A git that never answers to one kind of question. @param first shell that it runs then, in which `$folder` is named */
export function hanging(question: string, first = ':'): Hanging {
  const folder = sharedFolder();
  const real = execFileSync('/bin/sh', ['-c', 'command -v git']).toString().trim();
  const hang = `folder="${folder}"; ${first}; echo $$ > "$folder/.pid"; mv "$folder/.pid" "$folder/pid"; exec sleep 600`;
  const script = `#!/bin/sh\ncase "$*" in *"${question}"*) ${hang} ;; esac\nexec "${real}" "$@"\n`;
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/git'), script, { mode: 0o755 });
  const pid = join(folder, 'pid');
  return {
    folder,
    path: `${folder}/bin:${PROGRAM_ENV['PATH']}`,
    before: `export PATH="${folder}/bin:$PATH"`,
    pid: () => Number(readFileSync(pid, 'utf8')),
    begun: () => until(folder, () => existsSync(pid)),
  };
}

function until(folder: string, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => look());
    const look = (): void => {
      if (!isSo()) return;
      watcher.close();
      resolve();
    };
    look();
  });
}

export function isRunning(pid: number): boolean {
  try {
    // A process that has ended and that nobody has asked after is none.
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
