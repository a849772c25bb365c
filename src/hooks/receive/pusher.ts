/** Who pushes, as far as the server says so, and what they said with the push. */
import { plainText } from '../../core/plain-text.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Pusher {
  /** Null when nothing names anybody. */
  readonly name: string | null;
  /** The variable that says so. */
  readonly by: string | null;
  /** Where the connection comes from, when that is known. */
  readonly from: string | null;
}

/** Set by servers for their hooks, most telling first; by SSH the account at the end is all there is. docs/pre-receive.md says which is whose. */
const NAMES = [
  'BB_USER_NAME',
  'GL_USERNAME',
  'GL_USER',
  'GITEA_PUSHER_NAME',
  'REMOTE_USER',
  'LOGNAME',
  'USER',
];
const MOST_NAME = 200;

export function pusherOf(env: Environment): Pusher {
  const by = NAMES.find((name) => env[name]) ?? null;
  const from = env['REMOTE_ADDR'] ?? env['SSH_CONNECTION']?.split(' ')[0];
  return {
    name: by === null ? null : plainText(env[by] ?? '', MOST_NAME),
    by,
    from: from === undefined ? null : plainText(from, MOST_NAME),
  };
}

/** No more push options are looked at. */
const MOST_OPTIONS = 1000;

/** `git push -o …`, as git hands it to hooks. https://git-scm.com/docs/git-push#Documentation/git-push.txt--oltoptiongt */
export function pushOptionsOf(env: Environment): string[] {
  const count = Math.min(MOST_OPTIONS, Number(env['GIT_PUSH_OPTION_COUNT'] ?? 0) || 0);
  return Array.from({ length: count }, (_, index) => env[`GIT_PUSH_OPTION_${index}`] ?? '');
}
