/** What a request to a forge can end with besides an answer. Carries status, method and path, never headers, bodies or credentials. */

export type ForgeErrorKind =
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'gone'
  | 'rate-limited'
  | 'refused'
  | 'server'
  | 'network'
  | 'timeout'
  | 'bad-answer'
  | 'foreign-address'
  | 'cancelled';

export interface ForgeErrorDetails {
  readonly kind: ForgeErrorKind;
  /** null where there was no answer. */
  readonly status: number | null;
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  /** One line, no secret in it. */
  readonly reason: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** There is no `cause`: errors of clients below hold headers, and with them the credential. */
export class ForgeError extends Error {
  readonly kind: ForgeErrorKind;
  readonly status: number | null;
  readonly method: string;
  readonly path: string;
  readonly hint: string | undefined;

  constructor({ kind, status, method, path, reason, hint }: ForgeErrorDetails) {
    super(`${method} ${path}: ${reason}`);
    this.name = 'ForgeError';
    this.kind = kind;
    this.status = status;
    this.method = method;
    this.path = path;
    this.hint = hint;
  }

  /** The forge understood, and said no to this credential; asking again changes nothing. */
  get isRefusal(): boolean {
    return (
      this.kind === 'unauthorized' ||
      this.kind === 'forbidden' ||
      this.kind === 'not-found' ||
      this.kind === 'gone'
    );
  }
}
