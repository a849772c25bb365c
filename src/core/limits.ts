/** The bounds that keep hostile input from costing more than it is worth. Bytes unless the name says otherwise. */

/** A blob or file larger than this is a problem, not scanned. `--max-file-size` changes it. */
export const DEFAULT_MAX_BLOB_BYTES: number = 128 * 1024 * 1024;
/** Candidates kept of one blob; more is a dense or hostile file, and a person reads none of them. */
export const MAX_CANDIDATES_PER_BLOB = 10_000;
/** Containers in containers that are opened. `--max-archive-depth` changes it. */
export const DEFAULT_MAX_ARCHIVE_DEPTH = 3;
/** Encodings one inside the other that are decoded. `--max-decode-depth` changes it. */
export const DEFAULT_DECODE_DEPTH = 5;
/** Values kept of one blob by detectors that count: a count is never higher, but for those of a column. */
export const MAX_COUNTED_PER_BLOB = 100_000;
/** Different values that are told apart in one column of a table: its count is never higher. */
export const MAX_COUNTED_CELLS = 1_000_000;
/** A file of `--state` larger than this is not read. */
export const MAX_STATE_BYTES: number = 1024 * 1024 * 1024;
/** A baseline or ignore file larger than this is refused. */
export const MAX_CONFIG_BYTES: number = 64 * 1024 * 1024;
/** A TOML file larger than this is refused: parsing ten times as much takes a minute, and nobody wrote it. */
export const MAX_TOML_BYTES: number = 4 * 1024 * 1024;
/** A list in a configuration file (paths, values, stop words, entries) with more than this is refused: each costs time in a scan. */
export const MAX_LIST_ENTRIES = 10_000;
