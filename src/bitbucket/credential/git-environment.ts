/** A credential for git by its environment alone: nothing in arguments, addresses or configuration files. */
import { basic, type Credential } from './credential.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What to add to git's environment, so that it logs in at one host and nowhere else.
 * https://git-scm.com/docs/git-config#Documentation/git-config.txt-GITCONFIGCOUNT (git 2.31 and newer).
 *
 * @param host the origin that repositories are fetched from; no other gets the header
 * @param env the environment it will be added to: settings that are there already stay
 */
export async function gitEnvironment(
  credential: Credential | null,
  host: URL,
  env: Environment,
): Promise<Record<string, string>> {
  const settings: Array<readonly [string, string]> = [
    // An empty one takes out all that are configured: none of them is asked for this host, nor told of it.
    ['credential.helper', ''],
    // A redirect could lead to another host, and older versions of curl would take the header there.
    ['http.followRedirects', 'false'],
  ];
  if (credential) {
    const login = await credential.gitLogin();
    const header = 'bearer' in login ? `Bearer ${login.bearer}` : basic(login.user, login.password);
    settings.push([`http.${host.origin}/.extraHeader`, `Authorization: ${header}`]);
  }
  return { ...configuration(settings, env), ...QUIET };
}

/** Behind what somebody else put there. */
function configuration(
  settings: ReadonlyArray<readonly [string, string]>,
  env: Environment,
): Record<string, string> {
  const there = Number(env['GIT_CONFIG_COUNT'] ?? 0);
  const first = Number.isInteger(there) && there > 0 ? there : 0;
  const entries = settings.flatMap(([key, value], i) => [
    [`GIT_CONFIG_KEY_${first + i}`, key],
    [`GIT_CONFIG_VALUE_${first + i}`, value],
  ]);
  return { ...Object.fromEntries(entries), GIT_CONFIG_COUNT: String(first + settings.length) };
}

/** Nobody is asked for a password, and what git may be told to trace holds no header and no setting. */
const QUIET = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_TRACE_REDACT: '1',
  GIT_TRACE_CURL: '0',
  GIT_CURL_VERBOSE: '0',
  GIT_TRACE2_CONFIG_PARAMS: '',
  GIT_TRACE2_ENV_VARS: '',
};
