/**
 * Scans a text that may be a version of one scanned before. A verdict depends on a window of bytes around its keyword; where
 * that whole window was copied, the verdict is carried over, accepted or not; everything else is judged on the bytes.
 */
import type { Candidate } from './candidate.ts';
import { type Accepted, type CopiedRuns, copiedOf } from './carry-over.ts';
import { type Nesting, scanEncoded } from './decode/scan-encoded.ts';
import type { DetectorSet } from './detector-set.ts';
import { findEntropyRuns } from './entropy-runs.ts';
import { type JudgedText, judgeAssignment } from './judge-assignment.ts';
import { judgeColumn } from './judge-column.ts';
import { judgeToken } from './judge-token.ts';
import { KeptCandidates } from './kept-candidates.ts';
import { eachHitOfMany, type HitBase, HitCursor, type HitList, hitsOf } from './keyword-hits.ts';
import type { Look } from './look.ts';
import { bytesOf, type PlacedText, withBlob } from './placed-text.ts';

/** What is remembered of a scanned text for the versions that are based on it. */
export interface ScannedVersion {
  /** Undefined for a text that nothing can be carried over from: it was decoded, or had more candidates than are kept. */
  readonly hits: HitList | undefined;
  readonly isBinary: boolean;
  readonly length: number;
  /** What was accepted, by ascending offset of the hits that led to it. */
  readonly accepted: readonly Accepted[];
  readonly candidates: readonly Candidate[];
  /** Were there more candidates than are kept? Then what lies behind them was not looked at. */
  readonly isCut: boolean;
  /** Was something encoded left out, because it expands to more than is decoded? */
  readonly isUndecoded: boolean;
  /** How many hits kept their verdict from the base. */
  readonly carried: number;
}

export interface VersionBase {
  readonly scanned: ScannedVersion;
  readonly runs: CopiedRuns;
}

/** The hits of what is returned take room in the arena, until `forget`. */
export function scanVersion(text: PlacedText, set: DetectorSet, base?: VersionBase): ScannedVersion {
  const usable = base && isUsable(text, base.scanned) ? base : undefined;
  return new VersionScan(text, set, { base: usable, nesting: { depth: set.decodeDepth } }).run();
}

/** What a decoded text holds. */
function scanDecoded(bytes: Buffer, set: DetectorSet, nesting: Nesting): readonly Candidate[] {
  return withBlob(set.space, bytes, (text) => {
    const scanned = new VersionScan(text, set, { base: undefined, nesting }).run();
    forget(scanned, set);
    return scanned.candidates;
  });
}

/** Gives back the room that a scanned text takes. */
export function forget({ hits }: ScannedVersion, { space }: DetectorSet): void {
  if (hits) space.arena.give(hits.at);
}

/** What depends on the file as a whole is never carried over blindly. */
function isUsable(text: PlacedText, base: ScannedVersion): boolean {
  return !text.isDecoded && base.hits !== undefined && text.isBinary === base.isBinary;
}

/** Bytes of the keywords that the kernel does not find at the very beginning. */
const SHORT_KEYWORD = 3;
const NO_BYTES = Buffer.alloc(0);

class VersionScan {
  readonly #text: PlacedText;
  readonly #set: DetectorSet;
  readonly #base: VersionBase | undefined;
  readonly #nesting: Nesting;
  readonly #found: KeptCandidates;
  readonly #accepted: Accepted[] = [];
  readonly #look: Look = { before: 0, after: 0 };
  #bytes: Buffer = NO_BYTES;
  /** What judges are given: made once for all hits. */
  #seen: JudgedText;
  #judged = 0;

  constructor(
    text: PlacedText,
    set: DetectorSet,
    { base, nesting }: { base: VersionBase | undefined; nesting: Nesting },
  ) {
    this.#text = text;
    this.#set = set;
    this.#found = new KeptCandidates(set.detectors);
    this.#base = base;
    this.#nesting = nesting;
    this.#seen = { text, bytes: NO_BYTES, look: this.#look };
  }

  run(): ScannedVersion {
    const { space, entropyRun } = this.#set;
    const hits = hitsOf(space, this.#text, this.#hitBase());
    // Only now: memory that grows moves.
    this.#readBytes();
    this.#settleOpening();
    if (hits) {
      if (this.#base) this.#carry(this.#base);
      this.#judgeAll(hits);
    } else this.#judgeMany();
    // A decoded text has no runs of its own: it was one.
    if (entropyRun >= 0 && !this.#text.isBinary && !this.#nesting.allowance)
      findEntropyRuns(this.#text, this.#set, (candidate) => this.#found.add(candidate));
    const isUndecoded = !this.#decode(hits !== undefined);
    return this.#result(hits, { isCut: this.#found.isFull, isUndecoded });
  }

  #hitBase(): HitBase | undefined {
    const hits = this.#base?.scanned.hits;
    return this.#base && hits && { hits, textLength: this.#base.scanned.length, runs: this.#base.runs };
  }

  /** @returns false when something was left out */
  #decode(isCarried: boolean): boolean {
    const { space } = this.#set;
    return scanEncoded(space, {
      text: this.#text,
      runs: isCarried && this.#base ? this.#base.runs : { at: 0, count: 0 },
      nesting: this.#nesting,
      barren: this.#set.barren,
      scan: (bytes, nesting) => scanDecoded(bytes, this.#set, nesting),
      found: (candidate, { from, to }) => {
        if (this.#found.isFull) return;
        const { start: offset } = candidate;
        this.#accepted.push({ offset, before: offset - from, after: to - offset, candidate });
        this.#found.add(candidate);
      },
    });
  }

  #result(hits: HitList | undefined, left: Pick<ScannedVersion, 'isCut' | 'isUndecoded'>): ScannedVersion {
    const isKept = hits !== undefined && !this.#text.isDecoded && !this.#found.isDense && !left.isUndecoded;
    if (hits && !isKept) this.#set.space.arena.give(hits.at);
    return {
      hits: isKept ? hits : undefined,
      ...left,
      isBinary: this.#text.isBinary,
      length: this.#text.length,
      accepted:
        this.#accepted.length < 2 ? this.#accepted : this.#accepted.toSorted((a, b) => a.offset - b.offset),
      candidates: this.#found.all(),
      carried: this.#base && hits ? hits.count - this.#judged : 0,
    };
  }

  #carry({ scanned, runs }: VersionBase): void {
    const { memory } = this.#set.space.kernel;
    for (const accepted of copiedOf(scanned, runs, { memory, length: this.#text.length })) {
      this.#accepted.push(accepted);
      this.#found.add(accepted.candidate);
    }
  }

  /** Keywords that are found by the separator before them have none at the very beginning. */
  #settleOpening(): void {
    const opening = this.#bytes.toString('latin1', 0, SHORT_KEYWORD).toLowerCase();
    for (const index of this.#set.shortKeywords.get(opening)?.detectors ?? []) {
      const candidate = this.#judge({ offset: 0, length: SHORT_KEYWORD }, index);
      if (candidate) this.#found.add(candidate);
    }
  }

  #judgeAll(hits: HitList): void {
    const cursor = new HitCursor(this.#set.space.kernel.memory, hits);
    while (!this.#found.isFull && cursor.next()) this.#settle(cursor);
  }

  #judgeMany(): void {
    eachHitOfMany(this.#set.space, this.#text, (hits) => {
      this.#readBytes();
      this.#judgeAll(hits);
      return !this.#found.isFull;
    });
  }

  #settle(cursor: HitCursor): void {
    this.#judged++;
    const { offset } = cursor;
    const keyword = this.#set.keyword(cursor.keyword);
    if (!keyword) return;
    const look = this.#look;
    look.before = 0;
    look.after = keyword.text.length;
    const first = this.#accepted.length;
    const at = { offset: offset + keyword.lead, length: keyword.keyword.length };
    for (const index of keyword.detectors) {
      const candidate = this.#judge(at, index);
      if (!candidate) continue;
      this.#accepted.push({ offset, before: 0, after: 0, candidate });
      this.#found.add(candidate);
    }
    const [before, after] = [look.before + keyword.lead, look.after + keyword.lead];
    cursor.settle(before, after);
    for (let index = first; index < this.#accepted.length; index++) {
      const accepted = this.#accepted[index];
      if (accepted) this.#accepted[index] = { ...accepted, before, after };
    }
  }

  /** What the judgement looks at goes into #look, counted from the keyword. */
  #judge(at: { offset: number; length: number }, index: number): Candidate | undefined {
    const detector = this.#set.whole(index);
    if (detector?.matcher === 'token') {
      // First the column: the first of its cells may stand near enough to be taken for all there is.
      const hasColumn = detector.cell !== undefined && !this.#text.isBinary;
      const below = hasColumn ? judgeColumn(this.#seen, at, index, this.#set) : undefined;
      return below ?? judgeToken(this.#seen, at, index, this.#set);
    }
    // In a binary only detectors with a form of their own look: names mean nothing there.
    if (this.#text.isBinary) return undefined;
    return judgeAssignment(this.#seen, at, index, this.#set);
  }

  /** Stale after the memory grew. */
  #readBytes(): void {
    this.#bytes = bytesOf(this.#set.space, this.#text);
    this.#seen = { ...this.#seen, bytes: this.#bytes };
  }
}
