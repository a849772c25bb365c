/** Does somebody have to wait outside of the program for its answer? */
import { VERDICT_FD } from '../hooks/receive/verdict-pipe.ts';

/**
 * Only a push that may be let through unscanned, by a policy or a bypass, needs it: to be ended is refusal enough for any other, and a
 * second start takes time. What is taken for such a push in error is only slower.
 */
export function hasToWait(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (argv[0] !== 'hook' || argv[1] !== 'pre-receive' || env[VERDICT_FD] !== undefined) return false;
  const isBypassed = Number(env['GIT_PUSH_OPTION_COUNT'] ?? 0) > 0;
  return argv.some((arg) => /(?:^|=)allow$/.test(arg) || (isBypassed && arg.includes('push-option')));
}
