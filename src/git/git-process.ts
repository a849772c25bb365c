/** Starts git so that a hostile repository's configuration can run nothing and fetch nothing. The only file that spawns it. */
import { type ChildProcessByStdio, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ScannerError } from '../core/scanner-error.ts';

/** Where git runs: the folder, and the environment that selects the repository. */
export interface GitPlace {
  readonly folder: string;
  /** Keep GIT_DIR, GIT_INDEX_FILE and the like, as a hook needs; otherwise the folder alone decides. */
  readonly inheritRepository: boolean;
  /** The repository, where a hook's folder and environment do not tell; it wins over both. */
  readonly gitDir?: string;
  /** In shared memory: the ids of the gits that run here, for whoever has to end them when this thread cannot. */
  readonly children?: Int32Array;
  /** Ends every git that is running here. Whoever waits sees it end with an exit code that is not 0. */
  readonly signal?: AbortSignal;
}

/** Settings that a repository's own config could use to run a program or reach the network; the command line wins over it. */
const HARMLESS = [
  'protocol.allow=never',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.sshCommand=false',
  'core.alternateRefsCommand=',
  'diff.external=',
  // Reading a repository that somebody else owns is what an audit does; what makes that dangerous is switched off above.
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

const SELECTORS = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
];

function environmentFor(place: GitPlace): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // A replaced object is still stored: what is stored is what is scanned.
    GIT_NO_REPLACE_OBJECTS: '1',
    // Nor may .git/info/grafts cut off a part of the history.
    GIT_GRAFT_FILE: '/dev/null',
    GIT_NO_LAZY_FETCH: '1',
    // Beats protocol.<name>.allow of the repository, which beats protocol.allow: older gits know nothing of the line above,
    // and the address of a partial clone's remote may be a program (ext::).
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_EXTERNAL_DIFF: '',
  };
  if (!place.inheritRepository) for (const name of SELECTORS) delete env[name];
  if (place.gitDir !== undefined) env['GIT_DIR'] = place.gitDir;
  return env;
}

export function spawnGit(place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn('git', [...HARMLESS, ...args], {
    cwd: place.folder,
    env: environmentFor(place),
    ...(place.signal && { signal: place.signal }),
  });
  // A git that ends early closes its input; whoever waits for its exit learns why.
  child.stdin.on('error', () => undefined);
  if (place.children) listChild(child, place.children);
  return child;
}

/** An id stays in the list until the end of its process was seen: until then the system gives it to no other. */
function listChild(child: ChildProcessWithoutNullStreams, children: Int32Array): void {
  const { pid } = child;
  const free = children.indexOf(0);
  if (pid === undefined || free < 0) return;
  Atomics.store(children, free, pid);
  child.once('exit', () => Atomics.store(children, free, 0));
}

/** Ends what is in such a list. */
export function endChildren(children: Int32Array): void {
  for (let place = 0; place < children.length; place++) {
    const pid = Atomics.exchange(children, place, 0);
    try {
      if (pid > 0) process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

/** Where git fetches into, and what it may use to get there. */
export interface TransferPlace {
  readonly folder: string;
  /** The only protocol that it may speak. */
  readonly protocol: string;
  /** Credentials; they are handed over in no other way. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Server and repository are hostile: no hook, helper, submodule or second host, nothing written but objects and refs. Objects are
 * not judged by fsck: one that it refuses would keep a repository from being scanned, and a bare mirror is never checked out.
 */
const TRANSFERRING = [
  'protocol.allow=never',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.askPass=',
  'core.alternateRefsCommand=',
  'credential.helper=',
  'http.followRedirects=false',
  'transfer.fsckObjects=false',
  'fetch.fsckObjects=false',
  'transfer.bundleURI=false',
  'transfer.credentialsInUrl=die',
  'fetch.recurseSubmodules=false',
  'fetch.writeCommitGraph=false',
  // Packs are what the engine reads fastest, however small.
  'fetch.unpackLimit=1',
  'gc.auto=0',
  'maintenance.auto=false',
  // Larger blobs are hashed as they come, not held in memory.
  'core.bigFileThreshold=64m',
].flatMap((setting) => ['-c', setting]);

/** All that a fetch is given of this process's environment: where programs, keys, certificates and proxies are. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|SystemRoot|XDG_CONFIG_HOME|SSH_AUTH_SOCK|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|CURL_CA_BUNDLE|GIT_SSL_CA(?:INFO|PATH)|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM))$/i;

const SSH = [
  'ssh',
  '-oBatchMode=yes',
  '-oStrictHostKeyChecking=yes',
  '-oConnectTimeout=30',
  '-oServerAliveInterval=15',
  '-oServerAliveCountMax=4',
  '-oClearAllForwardings=yes',
  '-oForwardAgent=no',
  '-oPermitLocalCommand=no',
].join(' ');

function transferEnvironment({ protocol, env }: TransferPlace): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  const proxy = process.env['http_proxy'] ?? process.env['HTTP_PROXY'];
  return {
    ...Object.fromEntries(own),
    // Of this one alone curl reads no capitals: a web server could set them for a CGI program. https://curl.se/docs/manpage.html
    ...(proxy !== undefined && { http_proxy: proxy }),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    GIT_SSH_COMMAND: SSH,
    GIT_SSH_VARIANT: 'ssh',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: protocol,
    // What one object may claim: a delta can promise more than there is memory.
    GIT_ALLOC_LIMIT: '2g',
    ...env,
  };
}

/** A git that may reach the network, in a process group of its own: `endGroup` ends its helpers with it. */
export function spawnTransfer(
  place: TransferPlace,
  args: readonly string[],
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn('git', [...TRANSFERRING, ...args], {
    cwd: place.folder,
    env: transferEnvironment(place),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

export function endGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

/** How a finished git ended. */
export interface GitOutcome {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs git to its end and keeps its output; for small answers. @throws {ScannerError} `git-missing` */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  input?: Buffer | string,
): Promise<GitOutcome> {
  const child = spawnGit(place, args);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.end(input);
  const exitCode = await exitOf(child);
  return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8'), exitCode };
}

/** Waits until the process has ended and its output is read. @throws {ScannerError} `git-missing` */
export function exitOf(child: ChildProcessWithoutNullStreams): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ABORT_ERR') return;
      const missing = cause.code === 'ENOENT';
      reject(
        new ScannerError(
          missing ? 'git-missing' : 'git-failed',
          missing ? 'git was not found' : cause.message,
          {
            hint: 'Install git 2.31 or newer and make sure that it is on the PATH.',
            cause,
          },
        ),
      );
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** The first line of what git complained about, fit for a message. */
export function complaintOf(stderr: string): string {
  const isSaid = (text: string): boolean => text.trim() !== '' && !text.startsWith('hint: ');
  const line = stderr.split('\n').find(isSaid) ?? 'git gave no reason';
  return (
    line
      .replace(/^(?:fatal|error): /, '')
      // Of an address, or a proxy's: names and passwords are nobody's business.
      .replace(/\/\/[^/@\s]*@/g, '//')
      .replace(/[^\x20-\x7e]/g, '?')
      .slice(0, 300)
  );
}
