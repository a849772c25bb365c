/** The bounds that keep hostile input from costing more than it is worth. Bytes unless the name says otherwise. */

/** A blob or file larger than this is a problem, not scanned. `--max-file-size` changes it. */
export const DEFAULT_MAX_BLOB_BYTES: number = 128 * 1024 * 1024;
/** Candidates kept of one blob; more is a dense or hostile file, and a person reads none of them. */
export const MAX_CANDIDATES_PER_BLOB = 10_000;
/** A configuration, baseline or ignore file larger than this is refused. */
export const MAX_CONFIG_BYTES: number = 64 * 1024 * 1024;
