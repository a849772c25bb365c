/** An OAuth consumer of Bitbucket Cloud: its key and secret are turned into access tokens, each good for two hours. */
import { inspect } from 'node:util';
import * as v from 'valibot';
import type { GitAccess } from '../../git/mirror/git-access.ts';
import type { Clock } from '../clock.ts';
import { ForgeError } from '../forge-error.ts';
import type { WebAnswer } from '../web/ask-once.ts';
import type { Authorizer, WebRequest } from '../web/web.ts';
import { ACCESS_TOKEN_GIT_USER, basic, conceal, type Credential, masked } from './credential.ts';

export interface ConsumerParts {
  readonly key: string;
  readonly secret: string;
  readonly clock: Clock;
  /** https://bitbucket.org/site/oauth2/access_token */
  readonly tokenUrl: string;
  readonly ask: (request: WebRequest, authorizer: Authorizer) => Promise<WebAnswer>;
}

interface Token {
  readonly text: string;
  readonly goodUntilMs: number;
}

/** What is asked for takes a while, and clocks differ: a token that ends sooner than this is not begun with. */
const GRACE_MS = 600_000;
const MAX_LIFE_S = 86_400;

const tokenShape = v.object({
  access_token: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{8,8192}$/)),
  expires_in: v.optional(v.pipe(v.number(), v.minValue(1)), 7200),
});

export class OauthCredential implements Credential {
  readonly kind = 'oauth';
  readonly isRenewable = true;
  readonly #parts: ConsumerParts;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;
  /** Of tokens given out before: a late answer may still repeat one. */
  #former = '';

  constructor(parts: ConsumerParts) {
    this.#parts = parts;
  }

  async authorization(isStale: boolean): Promise<string> {
    return `Bearer ${await this.#current(isStale)}`;
  }

  async gitLogin(): Promise<GitAccess> {
    return { kind: 'basic', user: ACCESS_TOKEN_GIT_USER, password: await this.#current(false) };
  }

  conceal(text: string): string {
    const { key, secret } = this.#parts;
    const pair = Buffer.from(`${key}:${secret}`, 'utf8').toString('base64');
    return conceal(text, [pair, secret, this.#token?.text ?? '', this.#former]);
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

  /** Key and secret, as user and password. */
  #consumer(): Authorizer {
    const { key, secret } = this.#parts;
    return {
      authorization: () => Promise.resolve(basic(key, secret)),
      isRenewable: false,
      conceal: (text) => this.conceal(text),
    };
  }

  async #current(isStale: boolean): Promise<string> {
    const token = this.#token;
    const now = this.#parts.clock.now();
    if (token && !isStale && now < token.goodUntilMs) return token.text;
    // Ten that ask at once get the same new one.
    this.#pending ??= this.#grant().finally(() => {
      this.#pending = undefined;
    });
    const granted = await this.#pending;
    return granted.text;
  }

  async #grant(): Promise<Token> {
    const { tokenUrl, ask, clock } = this.#parts;
    const askedMs = clock.now();
    const request: WebRequest = {
      method: 'POST',
      url: tokenUrl,
      group: 'other',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      answersCredential: true,
    };
    const answer = await ask(request, this.#consumer());
    const parsed = v.safeParse(tokenShape, answer.value);
    if (!parsed.success) {
      throw new ForgeError({
        kind: 'bad-answer',
        status: answer.status,
        method: 'POST',
        path: new URL(tokenUrl).pathname,
        reason: 'answered without an access token',
      });
    }
    const { access_token: text, expires_in: seconds } = parsed.output;
    const lifeMs = Math.min(seconds, MAX_LIFE_S) * 1000;
    this.#former = this.#token?.text ?? '';
    // Of a token that lives no longer than the grace, the first half is used.
    this.#token = { text, goodUntilMs: askedMs + Math.max(lifeMs - GRACE_MS, lifeMs / 2) };
    return this.#token;
  }
}
