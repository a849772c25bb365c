/** Why a repository could not be brought, told apart by what is to be done about it. */
import { type GitAccess, withoutAccess } from './git-access.ts';
import { reasonIn, type TransferEnd } from './run-transfer.ts';

export interface TransferFailure {
  /**
   * `refused`: the address. `authentication`: the credentials. `certificate`: the server's, or the authority behind it. `not-found`: gone, or not visible to them. `rate-limited`: asked too
   * often. `network`: may work later. `disk`: no room. `busy`: another process works on it. `in-use`: our copy is damaged, and
   * somebody reads it. `killed`: git was ended from outside. `damaged`: the server sends what git cannot use.
   */
  readonly kind:
    | 'refused'
    | 'authentication'
    | 'certificate'
    | 'not-found'
    | 'rate-limited'
    | 'network'
    | 'stalled'
    | 'timed-out'
    | 'too-large'
    | 'disk'
    | 'busy'
    | 'in-use'
    | 'killed'
    | 'damaged'
    | 'interrupted';
  /** One sentence, no credentials in it. */
  readonly message: string;
  /** May the same succeed a little later? */
  readonly isPassing: boolean;
}

/** In this order: what is said of the disk or of credentials comes with a network error as well. */
const SIGNS: readonly (readonly [TransferFailure['kind'], RegExp])[] = [
  ['disk', /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i],
  // 25 is SIGXFSZ: a file may not grow any more.
  ['too-large', /File too large|EFBIG|died of signal 25\b/i],
  ['killed', /died of signal/i],
  [
    'authentication',
    /Authentication failed|could not read (?:Username|Password)|error: 40[13]|Permission denied|Host key verification failed|terminal prompts disabled/i,
  ],
  ['certificate', /certificate|server verification failed/i],
  ['rate-limited', /error: 429/],
  ['not-found', /not found|error: 4(?:04|10)|does not appear to be a git repository|does not exist/i],
  [
    'network',
    /Could(?: not|n't) (?:resolve|connect)|Failed to connect|Connection (?:refused|reset|timed out|closed)|early EOF|unexpected disconnect|RPC failed|transfer closed|hung up|bytes of (?:length header|body) |error: 5\d\d|SSL|TLS|Operation (?:too slow|timed out)|unable to access/i,
  ],
];

const PASSING: ReadonlySet<TransferFailure['kind']> = new Set(['rate-limited', 'network', 'killed']);

const NAME_AUTHORITY = 'name the file of its authority in GIT_SSL_CAINFO';

/** All that is said where the git that stores what comes is ended without a word: by a limit on files, or for want of memory. */
const ENDED_SILENTLY = 'fetch-pack: invalid index-pack output';
const WHY_ENDED = 'git was ended while it stored what came; is there a limit on files or memory?';

export function failureFrom(said: string, reason: string): TransferFailure {
  if (reason === ENDED_SILENTLY) return { kind: 'killed', message: WHY_ENDED, isPassing: true };
  const kind = SIGNS.find(([, sign]) => sign.test(said))?.[0] ?? 'damaged';
  const message = kind === 'certificate' ? `${reason}; ${NAME_AUTHORITY}` : reason;
  return { kind, message, isPassing: PASSING.has(kind) };
}

const ENDS: Readonly<
  Record<Exclude<TransferEnd, 'done' | 'failed'>, Pick<TransferFailure, 'message' | 'isPassing'>>
> = {
  killed: { message: 'git was ended by a signal', isPassing: true },
  stalled: { message: 'nothing came any more', isPassing: true },
  'timed-out': { message: 'took longer than is allowed', isPassing: false },
  'too-large': { message: 'is larger than is allowed', isPassing: false },
  interrupted: { message: 'was interrupted', isPassing: false },
};

/** @param said by git */
export function failureOf(
  { end, said }: { readonly end: Exclude<TransferEnd, 'done'>; readonly said: string },
  access: GitAccess,
): TransferFailure {
  if (end === 'failed') return failureFrom(said, withoutAccess(reasonIn(said), access));
  return { kind: end, ...ENDS[end] };
}
