/** What proves who we are to a forge. It never shows itself: text, JSON and inspect say what kind it is, and no more. */
import { inspect } from 'node:util';
import type { GitAccess } from '../../git/mirror/git-access.ts';
import type { Authorizer } from '../web/web.ts';

/**
 * `api-token`: of a person on Cloud. `access-token`: of a workspace, project or repository on Cloud. `oauth`: of a consumer on
 * Cloud. `http-token`: of a person, project or repository on a Data Center.
 */
export type CredentialKind = 'api-token' | 'access-token' | 'oauth' | 'http-token';

export interface Credential extends Authorizer {
  readonly kind: CredentialKind;
  /** For the environment of git alone. */
  gitLogin(): Promise<GitAccess>;
}

export interface TokenParts {
  readonly kind: Exclude<CredentialKind, 'oauth'>;
  readonly token: string;
  /** The e-mail of an API token's account, the user of an HTTP token; null where there is none. */
  readonly user: string | null;
}

/** What git calls the owner of a token. https://support.atlassian.com/bitbucket-cloud/docs/using-api-tokens/ */
const GIT_USERS = { 'api-token': 'x-bitbucket-api-token-auth', 'access-token': 'x-token-auth' } as const;
export const ACCESS_TOKEN_GIT_USER: string = GIT_USERS['access-token'];
const CONCEALED = '********';
/** Shorter ones would take half of every text with them, and are none that a forge made. */
const MIN_CONCEALED = 6;

/** A token that somebody made once, and that does not change. */
export class TokenCredential implements Credential {
  readonly kind: TokenParts['kind'];
  readonly isRenewable = false;
  readonly #token: string;
  readonly #user: string | null;

  constructor({ kind, token, user }: TokenParts) {
    this.kind = kind;
    this.#token = token;
    this.#user = user;
  }

  authorization(): Promise<string> {
    const user = this.kind === 'api-token' ? this.#user : null;
    return Promise.resolve(user === null ? `Bearer ${this.#token}` : basic(user, this.#token));
  }

  /** Tokens of projects and repositories on a Data Center work as Bearer only, so that is what a token without a user is. */
  gitLogin(): Promise<GitAccess> {
    const user = this.kind === 'http-token' ? this.#user : GIT_USERS[this.kind];
    const token = this.#token;
    return Promise.resolve(
      user === null ? { kind: 'bearer', token } : { kind: 'basic', user, password: token },
    );
  }

  conceal(text: string): string {
    return conceal(text, [this.#token, base64(`${this.#user ?? ''}:${this.#token}`)]);
  }

  toString(): string {
    return masked(this.kind);
  }

  toJSON(): string {
    return masked(this.kind);
  }

  [inspect.custom](): string {
    return masked(this.kind);
  }
}

/** The value of the header. */
export function basic(user: string, password: string): string {
  return `Basic ${base64(`${user}:${password}`)}`;
}

export function conceal(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= MIN_CONCEALED)
    .reduce((left, secret) => left.replaceAll(secret, CONCEALED), text);
}

export function masked(kind: CredentialKind): string {
  return `${kind} ${CONCEALED}`;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
