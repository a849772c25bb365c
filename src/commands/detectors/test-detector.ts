/** `bitsieve detectors test ID`: what one detector finds in a text, and why it does not find the rest. */
import { readFile } from 'node:fs/promises';
import type { Detector } from '../../catalogue/detector.ts';
import { DEFAULT_MAX_BLOB_BYTES } from '../../core/limits.ts';
import { mask } from '../../core/mask.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { buildDetectorSet, type DetectorSet } from '../../detect/detector-set.ts';
import { resolveOverlaps } from '../../detect/resolve-overlaps.ts';
import type { Hit } from '../../detect/scan-text.ts';
import { placesIn } from '../../detect/places-in.ts';
import { answersOf, type Asked, traceBlob, traceKeywords } from '../../detect/trace.ts';
import { readStdin } from '../../sources/stdin.ts';

export interface Tried {
  readonly line: number;
  readonly column: number;
  /** Masked, unless secrets are to be shown; empty where nothing has the form. */
  readonly shown: string;
}

export interface FoundStretch extends Tried {
  /** What each check said. */
  readonly checks: ReturnType<typeof answersOf>;
  readonly encoding: readonly string[];
  readonly inside: readonly string[];
  /** An allow comment stands on its line. */
  readonly allowed: boolean;
  /** The detector that a scan would report in its place, because both share bytes. */
  readonly insteadOf: string | null;
}

export interface RefusedStretch extends Tried {
  readonly keyword: string;
  /** The check that said no; null where the form does not fit. */
  readonly check: string | null;
  readonly reason: string;
}

export interface DetectorTest {
  readonly detector: string;
  readonly found: readonly FoundStretch[];
  readonly refused: readonly RefusedStretch[];
}

/** @throws {ScannerError} `not-found` or `usage` */
export async function readInput(path: string | undefined): Promise<Buffer> {
  if (path === undefined || path === '-') {
    const { bytes, isOverLimit, failure } = await readStdin(
      process.stdin,
      DEFAULT_MAX_BLOB_BYTES,
      new AbortController().signal,
    );
    if (isOverLimit)
      throw new ScannerError('usage', `standard input is larger than ${DEFAULT_MAX_BLOB_BYTES} bytes`);
    if (failure !== null) throw new ScannerError('not-found', `standard input cannot be read (${failure})`);
    return bytes;
  }
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ScannerError('not-found', `${path} does not exist or cannot be read`, { cause });
  }
}

/** @param others all detectors of a scan: one of them may take a candidate away */
export function testDetector(
  bytes: Buffer,
  detector: Detector,
  { others, showSecrets }: { others: readonly Detector[]; showSecrets: boolean },
): DetectorTest {
  const show = (value: string): string => {
    const text = Buffer.from(value, 'latin1').toString('utf8');
    return showSecrets ? text : mask(text);
  };
  const set = buildDetectorSet([detector]);
  const { hits, asked } = traceBlob(bytes, set);
  const rivals = rivalsOf(bytes, detector, others);
  const found = resolveOverlaps(hits, set.detectors).map((hit) => ({
    line: hit.line,
    column: hit.column,
    shown: show(hit.raw),
    checks: checksOf(hit, asked, detector),
    encoding: hit.encoding ?? [],
    inside: (hit.inside ?? []).map((name) => Buffer.from(name, 'latin1').toString('utf8')),
    allowed: hit.allowed,
    insteadOf: rivals(hit),
  }));
  return { detector: detector.id, found, refused: refusedIn(bytes, set, show) };
}

function checksOf({ raw }: Hit, asked: readonly Asked[], detector: Detector): ReturnType<typeof answersOf> {
  const own = asked.find(({ accepted, input }) => accepted && input.token === raw);
  return own ? answersOf(detector, own.input) : [];
}

/** The detector that wins the same bytes in a whole scan. */
function rivalsOf(bytes: Buffer, { id }: Detector, others: readonly Detector[]): (hit: Hit) => string | null {
  const set = buildDetectorSet(others);
  const winners = resolveOverlaps(traceBlob(bytes, set).hits, others);
  return (hit) => {
    const winner = winners.find(
      (other) =>
        other.start < hit.end &&
        hit.start < other.end &&
        (other.inside ?? []).join('\0') === (hit.inside ?? []).join('\0'),
    );
    const name = winner && others[winner.detector]?.id;
    return name === undefined || name === id ? null : name;
  };
}

function refusedIn(bytes: Buffer, set: DetectorSet, show: (value: string) => string): RefusedStretch[] {
  const traced = traceKeywords(bytes, set).filter(({ asked }) => asked?.accepted !== true);
  const places = placesIn(
    bytes,
    set,
    traced.map(({ offset }) => offset),
  );
  return traced.map(({ keyword, asked }, index) => {
    const { line, column } = places[index] ?? { line: 0, column: 0 };
    return { line, column, keyword, ...refusalOf(asked, set.whole(0), show) };
  });
}

const NO_FORM = { shown: '', check: null, reason: 'what stands here does not have the form' };

function refusalOf(
  asked: Asked | undefined,
  detector: Detector | undefined,
  show: (value: string) => string,
): Pick<RefusedStretch, 'shown' | 'check' | 'reason'> {
  if (!asked || !detector) return NO_FORM;
  const shown = show(asked.input.token);
  const refusal = answersOf(detector, asked.input).find(({ accepts }) => !accepts);
  if (!refusal) return { ...NO_FORM, shown };
  const { name, asks, found } = refusal;
  return { shown, check: name, reason: found === '' ? asks : `${asks} (${found})` };
}
