/** What kinds of files there are: the answer to "what did they get", before anybody looked for secrets in it. */
import type { Level } from './severity.ts';

/** One kind of file. Told by names alone, so nothing in it depends on what the files hold. */
export interface InventoryLine {
  /** `artefact/kind`, as in patterns/labels.toml. */
  readonly label: string;
  readonly title: string;
  readonly level: Level;
  /** Distinct contents (blobs; outside of a history: files) that had such a name, of any age. */
  readonly contents: number;
  /** Their bytes together. What was too large to be scanned counts as nothing. */
  readonly bytes: number;
  /** Committer date of the oldest commit that holds one, ISO 8601 in UTC. Null outside of a history. */
  readonly since: string | null;
  /** Does the newest commit of a branch hold one? Null outside of a history. */
  readonly atTip: boolean | null;
}
