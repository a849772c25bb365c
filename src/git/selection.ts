/** Which part of the history is meant. */
import type { Ref } from './list-refs.ts';
import type { OidTable } from './oid-table.ts';

export interface Selection {
  /** Arguments for `git rev-list` that name commits, each checked: no option can hide among them. */
  readonly revisions: readonly string[];
  /** Its standard input, line by line: where `--stdin` is among them. Of many refs no command line could hold the names. */
  readonly input?: readonly string[];
  /** Refs that count as those of the repository. Left out: all that there are. */
  readonly refs?: readonly Ref[];
  /** Also what no ref reaches: every object in the store. */
  readonly unreachable: boolean;
  /** Is this everything that refs reach? */
  readonly isWhole: boolean;
  /** Of just these revisions, where git has begun it already. */
  readonly walk?: Walk;
}

/** What is reached, as git lists it. */
export interface Walk {
  /** Grows until it has ended. */
  readonly oids: OidTable;
  /** What is reached and not stored; grows likewise. */
  readonly missing: readonly string[];
  /** When it has ended: git's complaint, if it could not finish. */
  readonly complaint: Promise<string | undefined>;
  readonly stop: () => void;
}

export const WHOLE_HISTORY: Selection = { revisions: ['--all'], unreachable: false, isWhole: true };

/** What `git rev-list` is to read. */
export function inputOf({ input = [] }: Pick<Selection, 'input'>): string {
  return input.map((line) => `${line}\n`).join('');
}
