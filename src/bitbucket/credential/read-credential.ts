/** Where credentials come from: the environment, a variable or file that `.scannerrc` names, or git's credential helper. Never arguments. */
import { ScannerError } from '../../core/scanner-error.ts';
import { ACCESS_TOKEN_GIT_USER, type TokenParts } from './credential.ts';
import { fillCredential } from './fill-credential.ts';
import { readTokenFile } from './token-file.ts';

/** The variables that are read without being named anywhere. */
export const CREDENTIAL_VARIABLES = {
  token: 'BITSIEVE_BITBUCKET_TOKEN',
  email: 'BITSIEVE_BITBUCKET_EMAIL',
  user: 'BITSIEVE_BITBUCKET_USER',
  oauthKey: 'BITSIEVE_BITBUCKET_OAUTH_KEY',
  oauthSecret: 'BITSIEVE_BITBUCKET_OAUTH_SECRET',
} as const;

/** What a `.scannerrc` may say: names, never values. */
export interface CredentialReference {
  /** `environment`: the variable named by `variable`. `file`: the first line of `path`. `git`: what `git credential fill` answers. */
  readonly from: 'environment' | 'file' | 'git';
  readonly variable?: string;
  readonly path?: string;
  /** Of the API token's account. No secret. */
  readonly email?: string;
  /** Of the HTTP token of a Data Center, or the one that the helper shall look for. No secret. */
  readonly user?: string;
}

export interface CredentialRequest {
  readonly forge: 'cloud' | 'data-center';
  /** Where repositories are fetched from: what a helper is asked for. */
  readonly host: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly reference: CredentialReference | null;
}

export type CredentialParts =
  | TokenParts
  | { readonly kind: 'oauth'; readonly key: string; readonly secret: string };

/** Header values, and what base64 of a user takes: no line end can smuggle a second header in. */
const TOKEN = /^[\x21-\x7e]{8,8192}$/;
/** Basic cannot tell where a name with a colon ends. */
const USER = /^[^\s:\p{Cc}]{1,255}$/u;
const EMAIL = /^[^\s:@\p{Cc}]{1,128}@[^\s:@\p{Cc}]{1,126}$/u;

/**
 * @returns null when there is none: the forge is asked as anonymous then
 * @throws {ScannerError} `credential`; messages name variables and never hold values
 */
export async function readCredential(request: CredentialRequest): Promise<CredentialParts | null> {
  const { reference } = request;
  if (reference?.from === 'git') return fromHelper(request, reference);
  if (reference?.from === 'file') return fromFile(request, reference);
  return fromEnvironment(request);
}

function fromFile(request: CredentialRequest, { path = '' }: CredentialReference): TokenParts {
  return tokenParts(request, readTokenFile(path), path);
}

function fromEnvironment(request: CredentialRequest): CredentialParts | null {
  const { reference } = request;
  const variable = reference?.variable ?? CREDENTIAL_VARIABLES.token;
  const token = request.env[variable];
  const consumer = consumerIn(request);
  if (consumer && reference === null) {
    if (token !== undefined) {
      throw wrong(
        `both ${variable} and ${CREDENTIAL_VARIABLES.oauthKey} are set`,
        'Unset one of them, so that it is clear who asks.',
      );
    }
    return consumer;
  }
  if (token === undefined && reference === null) return null;
  return tokenParts(request, token, variable);
}

function consumerIn({ env, forge }: CredentialRequest): CredentialParts | null {
  const { oauthKey, oauthSecret } = CREDENTIAL_VARIABLES;
  const key = env[oauthKey];
  const secret = env[oauthSecret];
  if (key === undefined && secret === undefined) return null;
  if (forge === 'data-center') {
    throw wrong(
      `${oauthKey} is for Bitbucket Cloud`,
      `A Data Center takes an HTTP access token: ${CREDENTIAL_VARIABLES.token}.`,
    );
  }
  for (const [name, value] of [
    [oauthKey, key],
    [oauthSecret, secret],
  ] as const) {
    if (value === undefined) throw wrong(`${name} is not set`, `Set both ${oauthKey} and ${oauthSecret}.`);
    if (!TOKEN.test(value)) throw unfit(name);
  }
  return { kind: 'oauth', key: key ?? '', secret: secret ?? '' };
}

function tokenParts(
  { forge, env, reference }: CredentialRequest,
  token: string | undefined,
  variable: string,
): TokenParts {
  const { user, email } = { ...named(env), ...reference };
  if (token === undefined) throw wrong(`${variable} is not set`, 'The configuration names it.');
  if (!TOKEN.test(token)) throw unfit(variable);
  if (forge === 'cloud') return cloudToken(token, email, variable);
  if (user !== undefined && !USER.test(user)) throw unfit(CREDENTIAL_VARIABLES.user);
  return { kind: 'http-token', token, user: user ?? null };
}

/** Who owns the token, as far as the environment says. */
function named(env: CredentialRequest['env']): Pick<CredentialReference, 'user' | 'email'> {
  const user = env[CREDENTIAL_VARIABLES.user];
  const email = env[CREDENTIAL_VARIABLES.email];
  return { ...(user !== undefined && { user }), ...(email !== undefined && { email }) };
}

function cloudToken(token: string, email: string | undefined, variable: string): TokenParts {
  if (token.startsWith('ATBB')) {
    throw wrong(
      `${variable} holds an app password`,
      'They ended in July 2026. Make an API token with scopes.',
    );
  }
  if (email === undefined) {
    if (!token.startsWith('ATATT')) return { kind: 'access-token', token, user: null };
    throw wrong(
      `${variable} holds an API token, and nothing says whose`,
      `Set ${CREDENTIAL_VARIABLES.email} to the e-mail address of its Atlassian account.`,
    );
  }
  if (!EMAIL.test(email)) throw wrong(`${CREDENTIAL_VARIABLES.email} is no e-mail address`, 'Correct it.');
  return { kind: 'api-token', token, user: email };
}

async function fromHelper(
  { forge, host, env }: CredentialRequest,
  reference: CredentialReference,
): Promise<TokenParts> {
  const { user, password: token } = await fillCredential(host, reference.user ?? null);
  const source = `what git's credential helper holds for ${host.host}`;
  if (!TOKEN.test(token)) throw unfit(source);
  const isToken = user === ACCESS_TOKEN_GIT_USER;
  if (forge === 'data-center') {
    return { kind: 'http-token', token, user: USER.test(user) && !isToken ? user : null };
  }
  if (isToken) return { kind: 'access-token', token, user: null };
  const { email } = { ...named(env), ...(user.includes('@') && { email: user }), ...reference };
  return cloudToken(token, email, source);
}

function unfit(name: string): ScannerError {
  return wrong(`${name} is empty, too short, or holds spaces or line ends`, 'Set it again.');
}

function wrong(message: string, hint: string): ScannerError {
  return new ScannerError('credential', message, { hint });
}
