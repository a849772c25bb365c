/** One blob -> its hits: prefilter, judge each keyword, settle overlaps, locate. Depends on nothing but the bytes and the detectors. */
import type { Span } from '../core/finding.ts';
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import { isAllowedInline } from './allow-comment.ts';
import { linesAround } from './lines-around.ts';
import type { Candidate } from './candidate.ts';
import type { DetectorSet, WaitedKeyword } from './detector-set.ts';
import { findEntropyRuns } from './entropy-runs.ts';
import { judgeAssignment } from './judge-assignment.ts';
import { judgeToken } from './judge-token.ts';
import { resolveOverlaps } from './resolve-overlaps.ts';
import { spansOf } from './spans.ts';
import { textOf } from './text.ts';

/** A candidate with its place and its raw text; still without path, commit and labels. */
export interface Hit extends Span {
  readonly detector: number;
  /** Byte offset in the scanned text. */
  readonly start: number;
  /** The secret, one char code per byte. */
  readonly raw: string;
  /** The line or lines it stands on, one char code per byte, cut to 1 KiB on either side. */
  readonly lines: string;
  /** An allow comment stands on its line. */
  readonly allowed: boolean;
}

export function scanText(blob: Buffer, set: DetectorSet): Hit[] {
  const { bytes, isBinary } = textOf(blob);
  const candidates = resolveOverlaps(findCandidates(bytes, isBinary, set), set.detectors);
  const spans = spansOf(bytes, candidates);
  return candidates.flatMap(({ detector, start, end }, index) => {
    const span = spans[index];
    if (!span) return [];
    const lines = linesAround(bytes, start, end);
    const raw = bytes.toString('latin1', start, end);
    return [{ ...span, detector, start, raw, lines, allowed: isAllowedInline(lines) }];
  });
}

/** In a binary only detectors with a form of their own look: names and entropy mean nothing there. */
function findCandidates(bytes: Buffer, isBinary: boolean, set: DetectorSet): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (candidate: Candidate | undefined): void => {
    if (candidate && found.size < MAX_CANDIDATES_PER_BLOB) {
      found.set(`${candidate.detector} ${candidate.start} ${candidate.end}`, candidate);
    }
  };
  const judge = (offset: number, { keyword, detectors }: WaitedKeyword): void => {
    const hit = { offset, length: keyword.length };
    for (const index of detectors) {
      const matcher = set.detectors[index]?.matcher;
      if (matcher === 'token') add(judgeToken(bytes, hit, index, set));
      else if (!isBinary) add(judgeAssignment(bytes, hit, index, set));
    }
  };
  const opening = bytes.toString('latin1', 0, 4).toLowerCase();
  for (const short of set.shortKeywords) if (opening.startsWith(short.keyword)) judge(0, short);
  set.prefilter.run(bytes, 0, bytes.length, (offset, number) => {
    const keyword = set.keywords[number];
    if (keyword) judge(offset + keyword.lead, keyword);
  });
  if (set.entropyRun >= 0 && !isBinary) findEntropyRuns(bytes, set, add);
  return [...found.values()];
}
