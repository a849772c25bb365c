/** Runs the built program as a child process, in an environment where nothing of the developer's own can change what it does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { TestRepository } from './make-repository.ts';

export const PROGRAM: string = resolve('bin/bitsieve.js');
/** What hooks call: it starts the same program, from an image where there is one. */
export const LAUNCHER: string = resolve('bin/bitsieve-hook');

export interface Ran {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** In a process group of its own, as a shell starts it: then a signal can be sent to the program and its children at once. */
  readonly hasOwnGroup?: boolean;
}

/** One home for each test file: the key file of the fingerprints is made there by the first run. */
const home = mkdtempSync(join(tmpdir(), 'bitsieve-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

export const PROGRAM_ENV: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'] ?? '',
  HOME: home,
  XDG_CONFIG_HOME: join(home, 'config'),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

/** An empty folder that goes away with the test file. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bitsieve-shared-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty repository that goes away with the test file, for tests that change nothing in it. */
export function sharedRepository(...initArgs: string[]): TestRepository {
  const repository = new TestRepository(sharedFolder());
  repository.git('init', '--quiet', '--initial-branch=main', ...initArgs);
  return repository;
}

/** Starts the program; its output is not read here. */
export function start(args: readonly string[], { cwd, env, hasOwnGroup }: RunOptions = {}): ChildProcess {
  if (!existsSync('dist/cli.js')) throw new Error('there is no dist/: run "npm run build" first');
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: cwd ?? home,
    env: { ...PROGRAM_ENV, ...env },
    stdio: 'pipe',
    detached: hasOwnGroup === true,
  });
}

/** Waits for the program's end. Call it at once: output that nobody reads is kept, but an end that nobody sees is lost. */
export function endOf(child: ChildProcess): Promise<Ran> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      done({
        code: code ?? -1,
        signal,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}

/** Runs the program to its end. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = start(args, options);
  const ended = endOf(child);
  // A program that does not read its input closes it.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input);
  return ended;
}

/** What the tests look at of a finding in the `json` report. */
interface ReportedFinding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly detector: string;
  readonly severity: string;
  readonly confidence: string;
  readonly masked: string;
  readonly secret?: string;
  readonly secretId: string;
  readonly fingerprint: string;
  readonly kind: string;
  readonly commit: string | null;
  readonly atTip: boolean | null;
}

interface JsonReport {
  readonly scan: {
    readonly source: string;
    readonly target: string;
    readonly revisions: string | null;
    readonly complete: boolean;
    readonly workers: number;
    readonly bytes: number;
    readonly blobs: number;
    readonly commits: number;
    readonly config: string | null;
    readonly leftOut: Readonly<Record<'inline' | 'allowlist' | 'baseline' | 'lowConfidence', number>>;
  };
  readonly findings: readonly ReportedFinding[];
  readonly problems: ReadonlyArray<{ code: string; severity: string; message: string; path?: string }>;
}

export interface Scan extends Ran {
  readonly report: JsonReport;
  /** `path:line` of each finding, sorted. */
  readonly places: readonly string[];
}

/** `bitsieve scan … -f json`, parsed. Fails where no report was written. */
export async function scan(args: readonly string[], options: RunOptions = {}): Promise<Scan> {
  const ran = await run(['scan', ...args, '--report-format', 'json'], options);
  return { ...ran, ...reportOf(ran) };
}

export function reportOf(ran: Ran): Pick<Scan, 'report' | 'places'> {
  if (ran.stdout === '') throw new Error(`no report, exit code ${ran.code}: ${ran.stderr}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  const report = JSON.parse(ran.stdout) as JsonReport;
  return { report, places: report.findings.map(({ path, line }) => `${path}:${line}`).toSorted() };
}
