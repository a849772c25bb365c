/** How much there is of the eight kinds of things that the seller of December 2025 listed, in all and in each repository. */
import type { SmallAmount } from '../exposure-answer.ts';

/** In the order of that list. */
export const INVENTORY_KINDS = [
  'source-code',
  'ci-cd-pipelines',
  'api-and-access-tokens',
  'confidential-documents',
  'configuration-files',
  'terraform-files',
  'sql-files',
  'hard-coded-credentials',
] as const;

export type InventoryKind = (typeof INVENTORY_KINDS)[number];

/** Files of a kind, told by their names, of any age. */
export interface FileAmount {
  /** Distinct contents of each repository: of two repositories both count. */
  readonly contents: number;
  /** Their bytes together, as they are checked out. */
  readonly bytes: number;
  readonly repositories: number;
  /** Of these, repositories where the newest commit of a branch holds one. */
  readonly atTip: number;
  /** ISO 8601, UTC: committer date of the oldest commit that holds one; null where nothing is dated. */
  readonly since: string | null;
}

/** Files over several repositories, which may be forks of each other. */
export interface AllFiles extends FileAmount {
  /** Of each family of forks the largest number: at least so many contents are distinct. */
  readonly contentsWithoutForks: number;
  readonly bytesWithoutForks: number;
}

/** What was found in texts. */
export interface FoundAmount extends SmallAmount {
  readonly repositories: number;
  /** Values that the newest commit of a branch shows. */
  readonly atTip: number;
  /** ISO 8601, UTC: the oldest introduction; null where nothing is dated. */
  readonly since: string | null;
}

export interface KindRow {
  readonly kind: InventoryKind;
  readonly title: string;
  /** Is there anything of it? */
  readonly isThere: boolean;
  /** Null for a kind that is not told by names of files. */
  readonly files: AllFiles | null;
  /** Null for a kind that nothing in a text tells. */
  readonly found: FoundAmount | null;
}

export interface RepositoryKinds {
  readonly repository: string;
  readonly visibility: 'public' | 'internal' | 'private';
  /** As the forge says; null where it does not. */
  readonly sizeBytes: number | null;
  /** False: it was never scanned, so there may be anything in it. */
  readonly isKnown: boolean;
  /** Those of which there is anything. */
  readonly kinds: readonly {
    readonly kind: InventoryKind;
    readonly files: FileAmount | null;
    readonly found: FoundAmount | null;
  }[];
}

export interface InventoryAnswer {
  /** Eight, in the order of the list. */
  readonly kinds: readonly KindRow[];
  /** Files of kinds that were not on that list, by label. */
  readonly others: readonly (AllFiles & { readonly label: string; readonly title: string })[];
  /** Sizes as the forge says them, and of how many repositories it does. */
  readonly sizes: { readonly bytes: number; readonly repositories: number };
  /** Repositories of which no inventory is known. */
  readonly notKnown: number;
  /** With a window: the run whose inventory of files is the first after its end, so that nothing of it is missing. */
  readonly filesOfRun: number;
  /** Those with the most bytes of files of these kinds first. */
  readonly repositories: readonly RepositoryKinds[];
}
