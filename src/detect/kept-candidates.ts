/** The candidates of one text, each once. What detectors in bulk find does not use up the room of the others. */
import { type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import { MAX_CANDIDATES_PER_BLOB, MAX_COUNTED_PER_BLOB } from '../core/limits.ts';
import type { Candidate } from './candidate.ts';

const NONE: readonly Candidate[] = [];

export class KeptCandidates {
  readonly #detectors: readonly ListedDetector[];
  readonly #single = new Map<string, Candidate>();
  readonly #counted = new Map<string, Candidate>();

  constructor(detectors: readonly ListedDetector[]) {
    this.#detectors = detectors;
  }

  /** Are there as many as are kept? What is counted never fills it. */
  get isFull(): boolean {
    return this.#single.size >= MAX_CANDIDATES_PER_BLOB;
  }

  /** Are there more than it is worth to carry over to the next version? */
  get isDense(): boolean {
    return this.isFull || this.#counted.size >= MAX_CANDIDATES_PER_BLOB;
  }

  /** Several keywords can lead to the same stretch, and one that is encoded can hold several secrets. */
  add(candidate: Candidate): void {
    const { encoding, value } = candidate;
    const place = placeOf(candidate);
    const key = encoding ? `${place} ${encoding.join()} ${value}` : place;
    const detector = this.#detectors[candidate.detector];
    const isCounted = detector !== undefined && wholeOf(detector).countedFrom !== undefined;
    if (!isCounted) this.#single.set(key, candidate);
    else if (this.#counted.size < MAX_COUNTED_PER_BLOB) this.#addCounted(key, candidate);
  }

  /** The first cell of a column may also stand beside a keyword: whichever is judged first, the one that stands for more is kept. */
  #addCounted(key: string, candidate: Candidate): void {
    const same = this.#counted.get(key);
    if (!same || (same.count ?? 0) < (candidate.count ?? 0)) this.#counted.set(key, candidate);
  }

  /** What is found as it stands is not told once more for being found among escapes that were undone. */
  all(): readonly Candidate[] {
    if (this.#single.size + this.#counted.size === 0) return NONE;
    const isTold = (one: Candidate): boolean =>
      one.encoding !== undefined && (this.#single.has(placeOf(one)) || this.#counted.has(placeOf(one)));
    return [...this.#single.values(), ...this.#counted.values()].filter((one) => !isTold(one));
  }
}

function placeOf({ detector, start, end }: Candidate): string {
  return `${detector} ${start} ${end}`;
}
