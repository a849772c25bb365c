/** The built-in detectors as the build stores them: heads in columns, which every start reads, and the rest a line each, read when asked. */
import { CONFIDENCES, SEVERITIES } from '../core/severity.ts';
import type { Detector, DetectorHead, StoredDetector } from './detector.ts';

const MATCHERS = ['token', 'assignment', 'entropy-run'] as const;
const DIGEST_CHARS = 32;
const NEWLINE = 10;

/** A value for each detector, in their order. Words are numbers: their places in a list. */
export interface StoredHeads {
  readonly ids: readonly string[];
  /** Each once. */
  readonly labels: readonly string[];
  readonly labelOf: readonly number[];
  readonly severities: readonly number[];
  readonly confidences: readonly number[];
  readonly matchers: readonly number[];
  /** One after the other. */
  readonly digests: string;
  /** By the place of the detector, for those that have any. */
  readonly pairs: Readonly<Record<number, DetectorHead['pairs']>>;
}

/** For the build. @returns the heads, and the lines in which the detectors stand whole */
export function storeDetectors(detectors: readonly Detector[]): { heads: StoredHeads; lines: string } {
  const labels = [...new Set(detectors.map(({ label }) => label))];
  const heads = {
    ids: detectors.map(({ id }) => id),
    labels,
    labelOf: detectors.map(({ label }) => labels.indexOf(label)),
    severities: detectors.map(({ severity }) => SEVERITIES.indexOf(severity)),
    confidences: detectors.map(({ confidence }) => CONFIDENCES.indexOf(confidence)),
    matchers: detectors.map(({ matcher }) => MATCHERS.indexOf(matcher)),
    digests: detectors.map(({ digest = '' }) => digest.padEnd(DIGEST_CHARS)).join(''),
    pairs: Object.fromEntries(detectors.flatMap(({ pairs }, place) => (pairs ? [[place, pairs]] : []))),
  };
  return { heads, lines: detectors.map((detector) => `${JSON.stringify(detector)}\n`).join('') };
}

/** @param read gives the lines; called when the first detector is asked for the rest of it */
export function openStored(heads: StoredHeads, read: () => Buffer): StoredDetector[] {
  const lines = new Lines(read);
  return heads.ids.map((id, place) => new Stored(id, place, heads, lines));
}

class Stored implements StoredDetector {
  readonly id: string;
  readonly place: number;
  readonly label: string;
  readonly severity: DetectorHead['severity'];
  readonly confidence: DetectorHead['confidence'];
  readonly matcher: DetectorHead['matcher'];
  declare readonly pairs?: NonNullable<DetectorHead['pairs']>;
  readonly #heads: StoredHeads;
  readonly #lines: Lines;
  #whole: Detector | undefined;

  constructor(id: string, place: number, heads: StoredHeads, lines: Lines) {
    this.id = id;
    this.place = place;
    this.label = heads.labels[heads.labelOf[place] ?? -1] ?? '';
    this.severity = SEVERITIES[heads.severities[place] ?? -1] ?? 'critical';
    this.confidence = CONFIDENCES[heads.confidences[place] ?? -1] ?? 'high';
    this.matcher = MATCHERS[heads.matchers[place] ?? -1] ?? 'token';
    const pairs = heads.pairs[place];
    if (pairs) this.pairs = pairs;
    this.#heads = heads;
    this.#lines = lines;
  }

  get digest(): string {
    const at = this.place * DIGEST_CHARS;
    return this.#heads.digests.slice(at, at + DIGEST_CHARS);
  }

  whole(): Detector {
    return (this.#whole ??= this.#lines.at(this.place));
  }
}

class Lines {
  readonly #read: () => Buffer;
  #bytes: Buffer | undefined;
  #ends: readonly number[] = [];

  constructor(read: () => Buffer) {
    this.#read = read;
  }

  at(place: number): Detector {
    const bytes = (this.#bytes ??= this.#open());
    const line = bytes.toString('utf8', (this.#ends[place - 1] ?? -1) + 1, this.#ends[place]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own build, checked there
    return JSON.parse(line) as Detector;
  }

  #open(): Buffer {
    const bytes = this.#read();
    const ends: number[] = [];
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) ends.push(at);
    this.#ends = ends;
    return bytes;
  }
}
