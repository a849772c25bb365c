/** The remote that a checkout came from, asked for what a shallow or single-branch clone left out. */
import { join } from 'node:path';
import { branchName } from '../bitbucket/text-from-outside.ts';
import { type GitAccess, accessEnvironment } from '../git/mirror/git-access.ts';
import { runGit } from '../git/git-process.ts';
import { askRefs } from '../git/mirror/remote-refs.ts';
import { runTransfer, type TransferLimits } from '../git/mirror/run-transfer.ts';
import { failureOf } from '../git/mirror/transfer-failure.ts';
import type { Repository } from '../git/open-repository.ts';

export interface Origin {
  /**
   * Brings branches to `refs/remotes/origin/`.
   *
   * @param isWhole with all that a shallow clone left out
   * @returns why it could not, in words; null when it is done
   */
  bring(this: void, branches: readonly string[], isWhole?: boolean): Promise<string | null>;
  /** The branch that others are merged into, as the server says; null where it does not, or cannot be asked. */
  mainBranch(this: void): Promise<string | null>;
}

export interface OriginOptions {
  /** What it may be asked with: null where the checkout has to have its own way in. */
  readonly access: { readonly login: GitAccess; readonly host: string } | null;
  /** False: nothing is asked. */
  readonly isAllowed: boolean;
  readonly signal: AbortSignal;
}

const LIMITS: TransferLimits = { stallMs: 60_000, totalMs: 900_000, maxBytes: Infinity };
const NONE = 'the checkout has no remote "origin"';
const NOT_ALLOWED = '--no-fetch was given';
const QUIET = ['--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--progress'];

/** As git would ask it; empty where there is none. May hold a user and a password. */
export async function originAddress({ place }: Repository): Promise<string> {
  const { stdout } = await runGit(place, ['remote', 'get-url', 'origin']);
  return stdout.toString('utf8').replace(/\n[^]*$/, '');
}

/** @param address of `originAddress` */
export function originOf({ gitDir, objects }: Repository, address: string, options: OriginOptions): Origin {
  const protocol = protocolOf(address);
  const refusal = address === '' ? NONE : options.isAllowed ? null : NOT_ALLOWED;
  const login: GitAccess = accessFor(address, options);
  const env = ownEnvironment(login.kind === 'none' ? {} : accessEnvironment(login, new URL(address).origin));
  const at = { folder: gitDir, protocol, env };
  return {
    bring: async (branches, isWhole = false) => {
      if (refusal !== null) return refusal;
      if (branches.some((branch) => branchName(branch) === null)) return 'that is no name of a branch';
      const refspecs = branches.map((branch) => `+refs/heads/${branch}:refs/remotes/origin/${branch}`);
      const { end, said } = await runTransfer({
        place: at,
        args: [
          '-c',
          'transfer.credentialsInUrl=allow',
          'fetch',
          ...QUIET,
          ...(isWhole ? ['--unshallow'] : []),
          'origin',
          ...refspecs,
        ],
        limits: LIMITS,
        packs: join(objects, 'pack'),
        signal: options.signal,
        onProgress: () => undefined,
      });
      return end === 'done' ? null : failureOf({ end, said }, login).message;
    },
    mainBranch: async () => {
      if (refusal !== null) return null;
      const { signal } = options;
      const answer = await askRefs({ place: at, url: 'origin', timeoutMs: LIMITS.stallMs, signal });
      return 'kind' in answer ? answer.mainBranch : null;
    },
  };
}

/** The checkout of a build is ours, whoever made it: in a container that is somebody else. */
function ownEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  return {
    ...env,
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: 'safe.directory',
    [`GIT_CONFIG_VALUE_${count}`]: '*',
  };
}

/** Encrypted, or to this machine, and to the host that the credential is for: else without it. */
function accessFor(address: string, { access }: OriginOptions): GitAccess {
  const none = { kind: 'none' } as const;
  if (!access || !URL.canParse(address)) return none;
  const { protocol, host, hostname } = new URL(address);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
  return isSafe && host === access.host ? access.login : none;
}

/** As git takes an address: `host:path` is SSH, what has no scheme a folder. Others, `ext::` say, are no protocol that is let through. */
function protocolOf(address: string): string {
  const [, scheme] = /^(https?|ssh|file):\/\//i.exec(address) ?? [];
  if (scheme !== undefined) return scheme.toLowerCase();
  if (address.includes('::') || address.includes('://')) return 'none';
  return /^[^/]+:/.test(address) ? 'ssh' : 'file';
}
