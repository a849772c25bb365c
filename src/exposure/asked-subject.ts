/** Whose eyes a question is asked through: what would leak with this account, group or key. */
import { quote } from '../core/quote.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { PlaceReaders, ReaderIndex, ScopeReaders, Subject } from './reader-index.ts';

export interface AskedSubject {
  readonly kind: Subject['kind'] | 'anonymous' | 'authenticated';
  /** Id, name or e-mail address; empty for the last two. */
  readonly name: string;
}

/** `unknown`: what the token could not see decides it. */
export type MayRead = 'yes' | 'no' | 'unknown';

const NAMED = /^(user|group|key):(.+)$/s;

/** @throws {ScannerError} `usage` */
export function subjectIn(text: string): AskedSubject {
  if (text === 'anonymous' || text === 'authenticated') return { kind: text, name: '' };
  const [, kind, name = ''] = NAMED.exec(text) ?? [];
  if (kind === 'user' || kind === 'group' || kind === 'key') return { kind, name };
  throw new ScannerError('usage', `--as: ${quote(text)} is nobody that could be asked about`, {
    hint: 'Write user:NAME, group:NAME, key:NAME, anonymous or authenticated.',
  });
}

export function subjectWords({ kind, name }: AskedSubject): string {
  return name === '' ? kind : `${kind}:${name}`;
}

export class SubjectEyes {
  readonly #asked: AskedSubject;
  /** Those that bear the name. */
  readonly #numbers: ReadonlySet<number>;

  constructor({ subjects }: Pick<ReaderIndex, 'subjects'>, asked: AskedSubject) {
    this.#asked = asked;
    const named = subjects.map((subject, number) => (bears(subject, asked) ? number : -1));
    this.#numbers = new Set(named.filter((number) => number >= 0));
  }

  /** What is to be known of the name itself, in sentences. */
  sentences(): string[] {
    const { kind, name } = this.#asked;
    if (name === '' || this.#numbers.size === 1) return [];
    const words = subjectWords(this.#asked);
    if (this.#numbers.size > 1)
      return [`${this.#numbers.size} bear the name ${words}: what any of them may read counts.`];
    const rest = kind === 'key' ? 'anybody may read' : 'everybody who is logged in may read';
    return [`No grant that the token could see names ${words}: what stands here is what ${rest}.`];
  }

  mayRead(place: PlaceReaders): MayRead {
    if (place.some((scope) => this.#reads(scope))) return 'yes';
    return place.some((scope) => this.#isHidden(scope)) ? 'unknown' : 'no';
  }

  #reads({ anonymous, authenticated, named, groups }: ScopeReaders): boolean {
    const { kind } = this.#asked;
    if (anonymous) return true;
    // A key is nobody who is logged in.
    if (authenticated && kind !== 'anonymous' && kind !== 'key') return true;
    if (named.some((number) => this.#numbers.has(number))) return true;
    return groups.some(
      ({ subject, members }) =>
        this.#numbers.has(subject) || (members ?? []).some((number) => this.#numbers.has(number)),
    );
  }

  /** Visibility is always known. */
  #isHidden({ unseen, unseenKeys, groups }: ScopeReaders): boolean {
    const { kind } = this.#asked;
    if (kind === 'anonymous') return false;
    if (kind === 'key') return unseenKeys.length > 0;
    const mayBeMember = kind === 'user' && groups.some(({ members }) => members === null);
    return unseen.length > 0 || mayBeMember;
  }
}

function bears({ kind, id, name, email }: Subject, asked: AskedSubject): boolean {
  if (kind !== asked.kind) return false;
  const wanted = asked.name.toLowerCase();
  return [id, name, email].some((one) => one?.toLowerCase() === wanted);
}
