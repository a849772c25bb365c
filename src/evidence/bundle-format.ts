/** What a bundle of evidence is made of: its files in their order, and what each of their lines is known by. */
import type { ToolIdentity } from '../core/scan-result.ts';
import type { Level } from '../core/severity.ts';
import type { Run } from '../store/audit/audit-store.ts';

/** Changes when a bundle of before could not be read, or written, as it was. */
export const FORMAT_VERSION = 1;

/** A record is shorter by far; of a longer one nobody can say what reading it takes. */
export const MAX_LINE_BYTES: number = 32 * 1024 * 1024;

/** Files of lines, in the order in which they lie in the bundle: each is sorted by these members, and no two lines have all of them alike. */
export const LINE_FILES = {
  'repositories.jsonl': ['forge', 'repositoryId'],
  'runs.jsonl': ['number'],
  'detectors.jsonl': ['id'],
  'findings.jsonl': ['forge', 'repositoryId', 'fingerprint', 'id'],
  'refs.jsonl': ['forge', 'repositoryId', 'name'],
  'inventory.jsonl': ['forge', 'repositoryId', 'label'],
  'pull-requests.jsonl': ['forge', 'repositoryId', 'id'],
  'pushes.jsonl': ['forge', 'repositoryId', 'id'],
  'scopes.jsonl': ['forge', 'scope', 'scopeId'],
  'readers.jsonl': ['forge', 'scope', 'scopeId', 'subject', 'id', 'level', 'name', 'email'],
  'problems.jsonl': ['code', 'severity', 'message', 'object', 'path'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type LineFile = keyof typeof LINE_FILES;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table above
export const LINE_FILE_NAMES: readonly LineFile[] = Object.keys(LINE_FILES) as LineFile[];

export const README = 'README.txt';
export const MANIFEST = 'manifest.json';
export const SUMS = 'SHA256SUMS';
/** All files, in their order. */
export const FILE_NAMES: readonly string[] = [README, ...LINE_FILE_NAMES, MANIFEST, SUMS];

/** A file, as the manifest names it. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: number;
  /** Null for what is not made of lines. */
  readonly lines: number | null;
  /** Hexadecimal digits. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'bitsieve-evidence';
  readonly formatVersion: number;
  /** Who wrote the bundle; who scanned is said by `run`. */
  readonly writtenBy: Pick<ToolIdentity, 'name' | 'version'>;
  /** At its end all of this was known. */
  readonly run: Run;
  /** Stands for the key of the hashes: two bundles with the same one can be held against each other. Null: not known. */
  readonly keyId: string | null;
  readonly asked: {
    readonly projects: readonly string[];
    readonly repositories: readonly string[];
    /** ISO 8601, UTC; what could be fetched between the two. Null: everything that is stored. */
    readonly window: { readonly from: string; readonly to: string } | null;
  };
  /** What the dates are worth, in sentences. */
  readonly clock: readonly string[];
  /** False: the audit could not cover something, see problems.jsonl. */
  readonly complete: boolean;
  /** Findings by their level. */
  readonly findings: Readonly<Record<Level, number>>;
  /** In the order of the bundle; without manifest and sums. */
  readonly files: readonly NamedFile[];
}

/** A record of a file of lines. */
export type EvidenceLine = Readonly<Record<string, unknown>>;

/** Less than 0 when the first comes before the second; texts by their UTF-16 units, what is missing as an empty one. */
export function compareLines(file: LineFile, one: EvidenceLine, other: EvidenceLine): number {
  for (const name of LINE_FILES[file]) {
    const [a, b] = [comparable(one[name]), comparable(other[name])];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

function comparable(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : '';
}

/** The text of SHA256SUMS, as `sha256sum -c` reads it. */
export function sumsText(files: readonly Pick<NamedFile, 'name' | 'sha256'>[]): string {
  return files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
}
