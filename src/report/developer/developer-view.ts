/** What the message for a developer has to know besides the result: who is told, when, and where in his repository things stand. */

/** `staged`: before a commit. `push`: before a push. `receive`: on the server, which tells whoever pushes. */
export type Occasion = 'staged' | 'push' | 'receive';

/** Where the commit that brought something in stands in what is pushed. */
export type Spot =
  | {
      readonly kind: 'branch';
      /** `refs/heads/main`, or a tag or another ref that leads to commits; null where nobody knows. */
      readonly ref: string | null;
      /** Is it the branch that is checked out? */
      readonly isCheckedOut: boolean;
      /** Does the ref name an annotated tag? */
      readonly isAnnotated: boolean;
      /** The branch that is checked out; null: none. */
      readonly home: string | null;
      /** Commits on top of it; 0: it is the newest one. */
      readonly depth: number;
      /** What git takes for its first parent; null: it has none. */
      readonly parent: string | null;
      /** Is there a merge from it upwards, itself included? */
      readonly hasMerges: boolean;
      readonly isMerge: boolean;
      /** The later commit that takes it out again. */
      readonly removedIn: string | null;
    }
  /** Of a ref that is no branch; `base`: what the remote has there. */
  | { readonly kind: 'notes'; readonly ref: string; readonly base: string | null }
  | { readonly kind: 'ref'; readonly ref: string };

/** What a spot is asked for. */
export interface SpotQuestion {
  readonly commit: string | null;
  readonly path: string;
  /** The object that holds it. */
  readonly blob: string | null;
}

export interface IndexState {
  /** False on an unborn branch. */
  readonly hasHead: boolean;
  /** `git commit -a` and `git commit PATH` make an index for this commit alone: nothing of it is staged afterwards. */
  readonly isTemporary: boolean;
}

export interface DeveloperView {
  readonly occasion: Occasion;
  /** Was it stopped, or is it only said? */
  readonly isStopped: boolean;
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** Names of the checks that a finding of this detector has passed. */
  readonly checksOf?: (detector: string) => readonly string[];
  /** Of `staged`. */
  readonly index?: IndexState;
  /** Of `push` and `receive`: undefined where it is not known. */
  readonly spotOf?: (asked: SpotQuestion) => Spot | undefined;
  /** The folder below the top, with a slash at its end, in which the developer types: `GIT_PREFIX`. */
  readonly prefix?: string;
  /** The command that shows everything; left out: there is none. */
  readonly more?: string;
  /** Can whoever is told allow it by a comment or an ignore file? */
  readonly canAllow: boolean;
  /** Said last, a line each: how to go on all the same, whom to ask. */
  readonly closing?: readonly string[];
}
