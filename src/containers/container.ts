/** A container: a blob that holds texts which cannot be read in its own bytes, or would be read there without their names. */
import type { Budget } from './budget.ts';

/** Names are latin1 bytes, as hostile as anything: only ever shown, never a path on a disk. */
export interface Member {
  readonly name: string;
  /** Good until the next member is asked for. */
  readonly bytes: Buffer;
}

/** What keeps a member, a part of it, or the rest of a container from being read; each is a problem of that name. */
export type TroubleKind = 'limit' | 'damaged' | 'encrypted' | 'encoded' | 'unsupported';

/** What a format is given to work with. */
export interface OpeningMeans {
  /** Everything that is expanded is paid from it. */
  readonly budget: Budget;
  /** @param name the member that it is about; empty: the container */
  readonly onTrouble: (kind: TroubleKind, name: string) => void;
}

export interface Container {
  /** Does the blob look like one? A few comparisons: every blob of a history is asked. Names are never looked at. */
  readonly opens: (bytes: Buffer) => boolean;
  /**
   * Its members, one expanded at a time. Reading behind the end of the bytes may throw what Buffer throws: the rest is damaged then.
   */
  readonly members: (bytes: Buffer, means: OpeningMeans) => Iterable<Member>;
  /** Only a wrapping around one file: an archive in it is not one level deeper. */
  readonly isWrapping?: boolean;
  /** Not an archive at all: what it gives is its own text, no level deeper. */
  readonly isText?: boolean;
}
