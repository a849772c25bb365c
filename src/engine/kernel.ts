/**
 * The inner loops, over one memory: as WebAssembly (engine/) or as the plain twin (plain/). All addresses are byte offsets in
 * that memory, all lengths bytes; nothing is read or written outside of the stretches that a call names.
 */
export interface Kernel {
  /** All of the memory. A new view after every growth: ask again after `reserve`. */
  readonly memory: Buffer;
  /** The first byte that belongs to the caller. */
  readonly arena: number;
  /** Makes the memory at least so many bytes long. False when there is no such room. */
  readonly reserve: (bytes: number) => boolean;

  /**
   * Makes a keyword known to findHits and carryHits. Numbers are given once each, from 0; a keyword is lower case, 4 to 255
   * bytes long. `anchor` is where in it the four bytes begin that are looked for first.
   * @returns 1, or 0 when there is no room for it
   */
  readonly addKeyword: (number: number, keyword: number, length: number, anchor: number) => number;

  /**
   * Writes the hits (hit.ts) of all keywords that begin in [from, to) and end in the text, without regard to ASCII case,
   * ascending by offset, then by keyword, each with the flag JUDGE.
   * @returns how many; -1 when there are more than `capacity`
   */
  readonly findHits: (
    text: number,
    textLength: number,
    from: number,
    to: number,
    out: number,
    capacity: number,
  ) => number;

  /**
   * The same as findHits over a whole text of which runs (applyDelta writes them) were copied from a base with known hits, but
   * looks only between the runs. A hit whose whole window was copied keeps what is known of it and has no flag JUDGE. Where a
   * window reaches beyond an end of the base, the run must end there and the text with it. Runs are at least twice as long as
   * the longest keyword.
   * @returns how many; -1 when there are more than `capacity`
   */
  readonly carryHits: (
    text: number,
    textLength: number,
    base: number,
    baseCount: number,
    baseLength: number,
    runs: number,
    runCount: number,
    out: number,
    capacity: number,
  ) => number;

  /**
   * Expands one zlib stream (RFC 1950, 1951), its checksum included.
   * @returns bytes written; -1 for a stream that is malformed or cut short, -2 for one that expands to more than `capacity`
   */
  readonly inflate: (source: number, sourceLength: number, target: number, capacity: number) => number;

  /** What a delta expands to, when it is for a base of that length; -1 otherwise, or when its head is malformed. */
  readonly deltaSize: (delta: number, deltaLength: number, baseLength: number) => number;

  /**
   * Applies a git delta. Writes at `runs` the copied runs that are no shorter than `shortestRun`, ascending, three 32-bit
   * numbers each: place in the result, place in the base, length; two that are neighbours in the base as well are one.
   * There is room for min(deltaLength, targetLength / shortestRun) + 1 of them, the caller sees to it.
   * @param targetLength what deltaSize said
   * @returns how many runs; -1 for a delta that is malformed or does not fit
   */
  readonly applyDelta: (
    base: number,
    baseLength: number,
    delta: number,
    deltaLength: number,
    target: number,
    targetLength: number,
    runs: number,
    shortestRun: number,
  ) => number;

  /**
   * Reads the assignment around a keyword: `db_password = "…"`. Writes six 32-bit numbers at `out`: where the name begins and
   * ends, where the value begins and ends, 1 when quotes delimit it, and the end of what was looked at: the answer depends on
   * no byte at or behind it (and on none more than ASSIGNMENT_REACH away). Offsets count in the text. The sixth is written in
   * either case, the others only when there is a value.
   * @returns 1 when a value is given, else 0
   */
  readonly readAssignment: (
    text: number,
    textLength: number,
    offset: number,
    keywordLength: number,
    out: number,
  ) => number;

  /**
   * Finds whole runs of base64, base64url or hexadecimal characters that stand as a value and share a byte with [from, to).
   * Writes two 32-bit numbers for each, where it begins and ends, ascending.
   * @returns how many; after `capacity` of them it stops, and the next call begins where the last one ended
   */
  readonly findEntropyRuns: (
    text: number,
    textLength: number,
    from: number,
    to: number,
    out: number,
    capacity: number,
  ) => number;
}
