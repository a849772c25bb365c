/**
 * Scans a text that may be a version of one scanned before. A verdict depends on a window of bytes around its keyword; where
 * that whole window was copied, the verdict is carried over, accepted or not; everything else is judged on the bytes.
 */
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import { ASSIGNMENT_REACH } from './assignment.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet } from './detector-set.ts';
import { findEntropyRuns } from './entropy-runs.ts';
import { judgeAssignment } from './judge-assignment.ts';
import { judgeToken } from './judge-token.ts';
import {
  carryHits,
  type CopiedRuns,
  endOf,
  findHits,
  HIT_SCALE,
  type KeywordHits,
  runAt,
  worthwhileRuns,
} from './keyword-hits.ts';
import type { Text } from './text.ts';

/** What is remembered of a scanned text for the versions that are based on it. */
export interface ScannedVersion {
  /** Null for a text that nothing can be carried over from: it was decoded, or had more candidates than are kept. */
  readonly hits: KeywordHits | null;
  readonly isBinary: boolean;
  readonly length: number;
  /** Accepted candidates before overlaps were settled, by the hit that led to them. */
  readonly accepted: ReadonlyMap<number, readonly Candidate[]>;
  readonly candidates: readonly Candidate[];
  /** Were there more candidates than are kept? Then what lies behind them was not looked at. */
  readonly isCut: boolean;
  /** How many verdicts were carried over and not judged. */
  readonly carried: number;
}

export interface VersionBase {
  readonly scanned: ScannedVersion;
  readonly runs: CopiedRuns;
}

export function scanVersion(text: Text, set: DetectorSet, base?: VersionBase): ScannedVersion {
  const usable = base && isUsable(text, base.scanned) ? base : undefined;
  const scan = new VersionScan(text, set, usable);
  return scan.run();
}

/** What depends on the file as a whole is never carried over blindly. */
function isUsable(text: Text, base: ScannedVersion): boolean {
  return text.encoding === 'bytes' && base.hits !== null && text.isBinary === base.isBinary;
}

/** No hit of the prefilter: what it leads to is judged anew in every version. */
const OPENING = -1;

class VersionScan {
  readonly #text: Text;
  readonly #set: DetectorSet;
  readonly #base: ScannedVersion | undefined;
  readonly #runs: CopiedRuns;
  readonly #found = new Map<string, Candidate>();
  readonly #accepted = new Map<number, Candidate[]>();
  #carried = 0;

  constructor(text: Text, set: DetectorSet, base: VersionBase | undefined) {
    this.#text = text;
    this.#set = set;
    this.#base = base?.scanned;
    this.#runs = base ? worthwhileRuns(base.runs, set.longestKeyword) : [];
  }

  run(): ScannedVersion {
    const { bytes, isBinary, encoding } = this.#text;
    const baseHits = this.#base?.hits;
    const hits = baseHits ? carryHits(bytes, this.#set, baseHits, this.#runs) : findHits(bytes, this.#set);
    this.#settleOpening();
    for (const hit of hits) {
      if (this.#found.size >= MAX_CANDIDATES_PER_BLOB) break;
      this.#settle(hit);
    }
    if (this.#set.entropyRun >= 0 && !isBinary) findEntropyRuns(bytes, this.#set, (one) => this.#add(one));
    const isCut = this.#found.size >= MAX_CANDIDATES_PER_BLOB;
    return {
      hits: encoding === 'bytes' && !isCut ? hits : null,
      isCut,
      isBinary,
      length: bytes.length,
      accepted: this.#accepted,
      candidates: [...this.#found.values()],
      carried: this.#carried,
    };
  }

  #settle(hit: number): void {
    const keyword = this.#set.keywords[hit % HIT_SCALE];
    if (!keyword) return;
    const offset = Math.floor(hit / HIT_SCALE);
    const run = runAt(this.#runs, offset);
    const at = { offset: offset + keyword.lead, length: keyword.keyword.length };
    for (const index of keyword.detectors) {
      if (run >= 0 && this.#isWindowCopied(run, at, index)) this.#carry(hit, run, index);
      else this.#judge(hit, at, index);
    }
  }

  /** Keywords that are found by the separator before them have none at the very beginning. */
  #settleOpening(): void {
    const opening = this.#text.bytes.toString('latin1', 0, 4).toLowerCase();
    for (const { keyword, detectors } of this.#set.shortKeywords) {
      if (!opening.startsWith(keyword)) continue;
      for (const index of detectors) this.#judge(OPENING, { offset: 0, length: keyword.length }, index);
    }
  }

  /** Where a window is cut off by an end of the text, the base must end there as well. */
  #isWindowCopied(run: number, hit: { offset: number; length: number }, index: number): boolean {
    const { before, after } = reachOf(this.#set, index);
    const start = this.#runs[run] ?? 0;
    const end = endOf(this.#runs, run);
    const isAtStart = start === 0 && this.#runs[run + 1] === 0;
    const isAtEnd = end === this.#text.bytes.length && end - this.#shiftOf(run) === this.#base?.length;
    return (isAtStart || hit.offset - before >= start) && (isAtEnd || hit.offset + hit.length + after <= end);
  }

  #shiftOf(run: number): number {
    return (this.#runs[run] ?? 0) - (this.#runs[run + 1] ?? 0);
  }

  #carry(hit: number, run: number, index: number): void {
    this.#carried++;
    const shift = this.#shiftOf(run);
    for (const candidate of this.#base?.accepted.get(hit - shift * HIT_SCALE) ?? []) {
      if (candidate.detector !== index) continue;
      this.#accept(hit, { ...candidate, start: candidate.start + shift, end: candidate.end + shift });
    }
  }

  #judge(hit: number, at: { offset: number; length: number }, index: number): void {
    const matcher = this.#set.detectors[index]?.matcher;
    const { bytes, isBinary } = this.#text;
    // In a binary only detectors with a form of their own look: names mean nothing there.
    if (matcher === 'assignment' && isBinary) return;
    const judge = matcher === 'token' ? judgeToken : judgeAssignment;
    const candidate = judge(bytes, at, index, this.#set);
    if (candidate) this.#accept(hit, candidate);
  }

  #accept(hit: number, candidate: Candidate): void {
    const known = this.#accepted.get(hit);
    if (known) known.push(candidate);
    else this.#accepted.set(hit, [candidate]);
    this.#add(candidate);
  }

  /** Several keywords can lead to the same stretch. */
  #add(candidate: Candidate): void {
    this.#found.set(`${candidate.detector} ${candidate.start} ${candidate.end}`, candidate);
  }
}

/** How far around its keyword a detector may look. */
function reachOf(set: DetectorSet, index: number): { before: number; after: number } {
  const detector = set.detectors[index];
  if (detector?.matcher !== 'token') return { before: ASSIGNMENT_REACH, after: ASSIGNMENT_REACH };
  return { before: detector.reachBefore, after: detector.reachAfter };
}
