/** A finding as programs see it, and as the `json` report prints it: plain data, masked. Published: fields are added, never changed or taken away. */
import type { Confidence, Level, Severity } from '../core/severity.ts';
import type { Verification } from '../core/verification.ts';

/** Who made a commit, as written in it: git proves nothing here. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The commit that brought something in; nulls where there is none. */
export interface Introduction {
  /** Hexadecimal name of the commit. */
  readonly commit: string | null;
  readonly author: Person | null;
  /** Committer date, ISO 8601 with the offset written in the commit. */
  readonly date: string | null;
}

/** A further path at which the same contents, or the same secret of the same file, lay. */
export interface OtherPath extends Introduction {
  readonly path: string;
}

export interface DatedCommit {
  readonly commit: string;
  readonly date: string;
}

/** A stretch of a branch's history whose commits all hold the finding. */
export interface ExposureInterval {
  readonly branch: string;
  readonly cameIn: DatedCommit;
  /** The first commit after it that does not hold it; null while the newest one does. */
  readonly left: DatedCommit | null;
}

/** The other half of a key pair: a finding of its own. */
export interface LinkedFinding {
  readonly detector: string;
  readonly title: string;
  readonly secretId: string;
  readonly line: number;
}

/** One secret, or one piece of sensitive data, at one path. */
export interface Finding extends Introduction {
  /** From the top of the repository or the scanned folder; `stdin`, `commit-message`, or the tag's name. */
  readonly path: string;
  /** Lines and columns count from 1; columns are UTF-16 code units; `endColumn` is the one behind the last character. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Id of the detector: `bitsieve detectors explain ID`. */
  readonly detector: string;
  readonly title: string;
  readonly issuer: string;
  /** `family/kind`, e.g. `credential/ci`. */
  readonly label: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Why the confidence is what it is, when something other than the detector moved it. */
  readonly notes: readonly string[];
  /** The value as it may be shown: its first and last characters at most. */
  readonly masked: string;
  /** The value in clear: only with `showSecrets`. */
  readonly secret?: string;
  /** Keyed hash of the value alone: the same wherever, and by whatever, it is found. */
  readonly secretId: string;
  /** Keyed hash of detector and value: survives rebases, renames and shallow clones. */
  readonly fingerprint: string;
  /** How many different values it stands for: 1, or the size of a table that is one finding. */
  readonly count: number;
  /** How it was written, e.g. `["base64", "gzip"]`, outermost first. */
  readonly encoding: readonly string[];
  /** Members that lead to it through archives and documents, outermost first; line and column count in the last. */
  readonly inside: readonly string[];
  readonly linked: readonly LinkedFinding[];
  readonly kind: 'blob' | 'commit-message' | 'tag-message' | 'file' | 'stdin';
  /** Name of the blob; for a message, of the commit or tag. Null outside of git. */
  readonly blob: string | null;
  readonly otherPaths: readonly OtherPath[];
  /** Is it in the newest commit of a branch now? Null where that question has no meaning. */
  readonly atTip: boolean | null;
  /** Branches whose newest commit holds it, at most 20. */
  readonly tips: readonly string[];
  /** Where it can be read now. Null outside of git, for a part of a history, and where a history was too large to tell. */
  readonly reach: 'tip' | 'history' | 'unmerged' | 'unreachable' | null;
  /** From when till when branches held it: at most 10 branches, 10 intervals each. */
  readonly exposure: readonly ExposureInterval[];
  /** How many more intervals there are. */
  readonly furtherIntervals: number;
  /** How many versions of the file at this path hold it. */
  readonly versions: number;
  /** Bits of Shannon entropy per character of the value. */
  readonly entropy: number;
  /** What a stranger could do with it. Empty when not known. */
  readonly exposes: string;
  /** How to make it worthless. Empty when not known. */
  readonly revoke: string;
  readonly references: readonly string[];
  /** What its issuer said of it: of scans that ask. */
  readonly verification?: Verification;
}
