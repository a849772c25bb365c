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
   * Makes `count` keywords known to findHits and carryHits, numbered from `first`. Numbers are given once each, from 0; a keyword
   * is lower case, 4 to 255 bytes long. At `texts` they stand one after the other, at `shapes` two bytes for each: its length, and
   * where in it the four bytes begin that are looked for first.
   * @returns for how many of them there was room
   */
  readonly addKeywords: (first: number, count: number, shapes: number, texts: number) => number;

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
   * Reads the assignment around a keyword, which lies in the text: `db_password = "…"`. Writes six 32-bit numbers at `out`:
   * where the name begins and ends, where the value begins and ends, 1 when quotes delimit it, and `looked`, the end of what
   * was looked at. Offsets count in the text. The sixth is written in either case, the others only when there is a value.
   *
   * The answer (and `looked`) is the same whatever stands at `looked` or behind it, and also when the text ends there. Whether
   * the text ends at its last byte counts as one more byte, the one at textLength: `looked` is textLength + 1 when that was
   * asked, and the answer then holds only for a text that ends at the same place. The keyword itself always counts as looked
   * at: offset + keywordLength <= looked <= min(textLength + 1, offset + keywordLength + ASSIGNMENT_REACH).
   *
   * Backwards no more is looked at than ASSIGNMENT_REACH_BEFORE = 64 bytes in front of the keyword: the answer is the same, but
   * for its offsets, whatever stands before offset - 64, and also when the text begins there. With fewer than 64 bytes in
   * front of the keyword, it may depend on where the text begins. A name that is found begins behind offset - 64.
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
   * Finds whole runs of base64, base64url or hexadecimal characters, 32 to 256 of them, that stand as a value (in quotes, or
   * behind `=` or `:`) and share a byte with [from, to). Writes two 32-bit numbers for each, where it begins and ends,
   * ascending. What is found does not depend on where a call begins. Whether a run is reported depends on its own bytes,
   * ENTROPY_REACH_BEFORE = 2 before it and ENTROPY_REACH_AFTER = 7 behind it, and on whether the text begins or ends within
   * these: a byte that changes further away makes no run come or go.
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

  /**
   * Finds blocks of base64 or hexadecimal characters that decode to text, or to a gzip or zlib stream. A block is a run of 24 or
   * more of A-Z a-z 0-9 + / _ -, with the runs on the lines that follow at once (indented by up to 40 blanks), as long as each of
   * them is that long; one that is shorter is the last. It is reported when one of its long runs, decoded from its first
   * character, begins with twelve bytes of text (NUL counts, if three others stand there), a byte order mark and such, or the head
   * of a stream. Writes four 32-bit numbers for each: where the block begins, where that run begins, where the block ends, and
   * the form: 0 to 3 is base64 behind so many characters, 16 and 18 hexadecimal behind none and two (`0x`).
   *
   * Of a text of which runs (as applyDelta writes them) were copied, only those blocks are sure to be reported that lie within
   * ENCODED_REACH = 72 bytes of what was not copied, or of where two runs meet. Whether a block is reported, and how, depends on
   * its own bytes and ENCODED_REACH on either side, and on whether the text begins or ends there.
   * @param from where the search begins, 0 or the end of the last block
   * @returns how many, ascending; after `capacity` of them it stops
   */
  readonly findEncodedBlocks: (
    text: number,
    textLength: number,
    runs: number,
    runCount: number,
    from: number,
    out: number,
    capacity: number,
  ) => number;

  /**
   * Finds stretches with characters that stand for others: `%41`; `\x41`, `\u0041`, `\/\/`; `&#65;`, `&#x41;`, `&quot;`, `&apos;`;
   * `=3D`, and a line of 71 or more that `=` ends; a string that goes on in the next line (`"a" +`, newline, `"b"`), and what a
   * backslash continues. Only ASCII that can be seen counts. Escapes that are no more than 128 bytes apart, and with no other newline
   * between, are one stretch. Writes three 32-bit numbers for each: where its first escape begins, one more than where its last one
   * does, and the kinds in it, a bit each in the order above: 1, 2, 4, 8, 16.
   *
   * Of a text of which runs were copied, those are reported that depend on what was not copied, or on where two runs meet. A
   * stretch, and the line around it, depends on BEHIND_LINE = 52 bytes from the next newline on, on BEFORE_LINE = 72 before the last
   * one, and in either direction on no more than ESCAPE_REACH = 320 bytes. `from` and what is returned are as in findEncodedBlocks.
   */
  readonly findEscapes: (
    text: number,
    textLength: number,
    runs: number,
    runCount: number,
    from: number,
    out: number,
    capacity: number,
  ) => number;

  /** How many newlines a text holds. */
  readonly countNewlines: (text: number, textLength: number) => number;

  /** Where the first NUL of a text stands; -1 when it has none. */
  readonly findNul: (text: number, textLength: number) => number;

  /** Room for a table of so many objects. Tables begin at multiples of eight. */
  readonly objectTableBytes: (count: number) => number;

  /**
   * Makes the table that says which rank an object has: its place among `count` names, which lie one after the other at
   * `names`, and have to stay there. Of a name that stands twice the first place counts.
   * @param oidBytes 20 or 32
   * @param seed whatever the authors of the objects cannot know
   */
  readonly makeObjectTable: (
    table: number,
    names: number,
    count: number,
    oidBytes: number,
    seed: number,
  ) => void;

  /**
   * Makes an empty table of file names in `bytes` bytes, 1,024 or more. What is in it, src/engine/name-table.ts reads.
   * @param seed whatever the authors of the names cannot know
   */
  readonly makeNameTable: (table: number, bytes: number, seed: number) => void;

  /** Makes at `target` a table of `bytes` bytes, no fewer than the old one has, with the same names and numbers. */
  readonly growNameTable: (table: number, target: number, bytes: number) => void;

  /**
   * Reads a tree. Writes for each entry one 32-bit number at `children` and one at `numbers`, where there is room for
   * length / (oidBytes + 3) of them each, the caller sees to it. A child is a rank; -1 for a submodule; -2 - n for an object
   * that the table does not know, whose name begins at byte n of the tree. A number is that of the name: names are numbered
   * in the order in which a table first saw them.
   * @returns how many entries; -1 - n for a tree that is malformed behind n entries; NAMES_FULL when the table of names has
   * to grow before this tree is read again
   */
  readonly readTree: (
    tree: number,
    length: number,
    objects: number,
    names: number,
    children: number,
    numbers: number,
  ) => number;
}

/** What readTree says when there is no room for a name. */
export const NAMES_FULL = -0x80000000;

/** How far from a block findEncodedBlocks decides where it begins and ends: a line break, its indent, the shortest run before it. */
export const ENCODED_REACH = 72;

/** How far around its first and its last escape findEscapes looks, and what it finds is decoded. */
export const ESCAPE_REACH = 320;

/** How much before the newline before them, and from the one behind them on, decides whether these are escapes themselves. */
export const BEFORE_LINE = 72;
export const BEHIND_LINE = 52;
