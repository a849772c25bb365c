/** Why a finding is one: the candidate is looked for again in its bytes, and every check is asked once more. */
import type { Detector } from '../../catalogue/detector.ts';
import type { Finding } from '../../core/finding.ts';
import type { CheckInput } from '../../detect/check.ts';
import type { DetectorSet } from '../../detect/detector-set.ts';
import type { CheckAnswer } from '../../detect/explain-check.ts';
import { reasonToPrefer } from '../../detect/resolve-overlaps.ts';
import type { Hit } from '../../detect/scan-text.ts';
import { answersOf, type Asked, traceBlob } from '../../detect/trace.ts';

export interface WonOverlap {
  readonly detector: string;
  readonly line: number;
  readonly column: number;
  /** Why it was not believed. */
  readonly because: string;
}

export interface Why {
  /** Those of the detector's keywords that stand in it or right beside it. */
  readonly keywords: readonly string[];
  readonly checks: readonly CheckAnswer[];
  readonly overlaps: readonly WonOverlap[];
}

/** Undefined when the bytes do not hold it (any more). */
export function whyFound(finding: Finding, bytes: Buffer, set: DetectorSet): Why | undefined {
  const index = set.detectors.findIndex(({ id }) => id === finding.detector);
  const detector = set.whole(index);
  const { hits, asked } = traceBlob(bytes, set);
  const own = hits.find((hit) => hit.detector === index && isAt(hit, finding));
  if (!own || !detector) return undefined;
  const answered = asked.find((one) => isAbout(one, own));
  return {
    keywords: answered ? keywordsIn(answered.input, detector) : [],
    checks: answered ? answersOf(detector, answered.input) : [],
    overlaps: hits
      .filter((hit) => hit !== own && sharesBytes(hit, own))
      .map((hit) => ({
        detector: set.detectors[hit.detector]?.id ?? '',
        line: hit.line,
        column: hit.column,
        because: reasonToPrefer(own, hit, set.detectors) ?? '',
      })),
  };
}

function isAt(hit: Hit, { line, column, endLine, endColumn, inside }: Finding): boolean {
  const names = (hit.inside ?? []).map((name) => Buffer.from(name, 'latin1').toString('utf8'));
  return (
    hit.line === line &&
    hit.column === column &&
    hit.endLine === endLine &&
    hit.endColumn === endColumn &&
    names.join('\0') === inside.join('\0')
  );
}

function isAbout({ detector, accepted, input }: Asked, hit: Hit): boolean {
  return accepted && detector === hit.detector && input.token === hit.raw;
}

function sharesBytes(a: Hit, b: Hit): boolean {
  return a.start < b.end && b.start < a.end && (a.inside ?? []).join('\0') === (b.inside ?? []).join('\0');
}

function keywordsIn({ token, before, after }: CheckInput, { keywords }: Detector): string[] {
  const text = `${before}${token}${after}`.toLowerCase();
  return keywords.filter((keyword) => text.includes(keyword));
}
