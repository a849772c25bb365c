/** A finding: a secret or a piece of sensitive data, checked, labelled and located. */
import type { Confidence, Level, Severity } from './severity.ts';
import type { SecretValue } from './secret-value.ts';
import type { Verification } from './verification.ts';

/** Where in the world of git (or outside) the bytes lay. */
export type PlaceKind = 'blob' | 'commit-message' | 'tag-message' | 'file' | 'stdin';

/** Who made a commit or tag, as written in it (may be forged: git proves nothing here). */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The commit that brought something in. */
export interface Introduction {
  /** Hexadecimal commit name. */
  readonly commit: string;
  readonly author: Person;
  /** Committer date, ISO 8601 with the offset written in the commit. */
  readonly date: string;
}

/**
 * Where a finding of a history can be read now. A commit *holds* a finding when one of the finding's places (a version of
 * its file at a path) lies in the commit's tree.
 *
 * - `unreachable`: no ref reaches a commit that holds it; only its name, or a new ref, still leads there.
 * - `unmerged`: refs reach it, but neither the default branch nor a tag does. It lies on another branch, a pull request, a
 *   stash or a note, and can be kept out. That comes before `tip`, because it says how far it got: whether it is in the
 *   newest commit of such a branch is said by `atTip` and `tips`.
 * - `tip`: else, and the newest commit of any branch, or HEAD, holds it: whoever checks that out has it.
 * - `history`: else. No branch shows it, every clone holds it.
 *
 * A message is never at a tip: no later commit takes it out of sight.
 */
export type Reach = 'tip' | 'history' | 'unmerged' | 'unreachable';

export interface DatedCommit {
  /** Hexadecimal commit name. */
  readonly commit: string;
  /** Committer date, ISO 8601 with the offset written in the commit. */
  readonly date: string;
}

/**
 * A stretch of a branch's history whose commits all hold a finding. The history of a branch is its newest commit, that
 * one's first parent and so on: what a merge brings in came to the branch with the merge.
 */
export interface ExposureInterval {
  readonly branch: string;
  /** The first commit of the stretch. */
  readonly cameIn: DatedCommit;
  /** The first commit after it that does not hold it; null while the newest one does. */
  readonly left: DatedCommit | null;
}

/** The other half of a key pair. */
export interface LinkedFinding {
  readonly detector: string;
  readonly title: string;
  readonly secretId: string;
  readonly line: number;
}

/** Line and column count from 1; columns are UTF-16 code units; `endColumn` is the column after the last character. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A further path at which the same blob content or the same secret of the same file lay. */
export interface OtherPath {
  readonly path: string;
  readonly introduced: Introduction | null;
}

export interface Finding extends Span {
  /** Detector id, as in the pattern file. */
  readonly detector: string;
  readonly title: string;
  readonly issuer: string;
  /** `family/kind`, as in patterns/labels.toml. */
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why the confidence is what it is, when something other than the detector moved it. */
  readonly notes: readonly string[];
  readonly value: SecretValue;
  /** Keyed hash of the value alone: the same secret has the same one wherever and by whatever it is found. */
  readonly secretId: string;
  /** Keyed hash of detector and value: stable across rebases, renames and shallow clones. */
  readonly fingerprint: string;
  /** How many different values it stands for: 1, or the size of a table that is reported as one finding. */
  readonly count: number;
  /** How the value was written, e.g. `["base64", "gzip"]`, outermost first; line and column are those of the written form. */
  readonly encoding: readonly string[];
  /** Members that lead to it through containers (archives, layers, documents), outermost first; line and column count in the last. */
  readonly inside: readonly string[];
  /** What makes a key pair with it: stands near it in the same text, and is a finding of its own. */
  readonly linked: readonly LinkedFinding[];
  readonly kind: PlaceKind;
  /** Path from the top of the repository, from the scanned folder, `stdin`, `commit-message` or the tag's name. */
  readonly path: string;
  /** Git blob name; for a message, the commit or tag object. Null outside git. */
  readonly blob: string | null;
  /** The commit that brought it in. Null outside git and for the index. */
  readonly introduced: Introduction | null;
  /** All further paths where a blob with this finding lay in the scanned history. */
  readonly otherPaths: readonly OtherPath[];
  /** Is it in the newest commit of a branch now? Null where that question has no meaning. */
  readonly atTip: boolean | null;
  /** Branches whose newest commit holds it, at most 20. */
  readonly tips: readonly string[];
  /** Null outside of git, for a part of a history, and where a history was too large to tell. */
  readonly reach: Reach | null;
  /**
   * From when till when branches held it: the default branch first, then those that hold it now, each branch old to new.
   * At most 10 branches, 10 intervals each: the first and the latest. Empty for messages, outside of git and for a part of
   * a history.
   */
  readonly exposure: readonly ExposureInterval[];
  /** How many more intervals there are. */
  readonly furtherIntervals: number;
  /** How many versions (distinct blobs) of the file at this path hold it. */
  readonly versions: number;
  /** Bits of Shannon entropy per character of the value. */
  readonly entropy: number;
  /** What a stranger could do with it. Empty when not known. */
  readonly exposes: string;
  /** How to make it worthless. Empty when not known. */
  readonly revoke: string;
  readonly references: readonly string[];
  /** What its issuer said of it. Left out: nobody asked, or the detector declares no way to. */
  readonly verification?: Verification;
}
