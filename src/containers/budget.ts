/** What one blob may cost when it is expanded, with everything in it. A bomb spends it, and the scan goes on. */

export interface ExpansionLimits {
  /** Containers in containers; 0: none is opened. */
  readonly depth: number;
  /** No larger member is expanded. Bytes. */
  readonly memberBytes: number;
  /** All members together. Bytes. */
  readonly totalBytes: number;
  /** All members together, as a multiple of the blob; small blobs may always have `floorBytes`. */
  readonly ratio: number;
  readonly floorBytes: number;
  readonly members: number;
}

const MIB = 1024 * 1024;

/** Ordinary text deflates to a fifth, logs and tables to a fiftieth, zeros to a thousandth. */
export const EXPANSION_LIMITS: Omit<ExpansionLimits, 'depth'> = {
  memberBytes: 64 * MIB,
  totalBytes: 512 * MIB,
  ratio: 200,
  floorBytes: 16 * MIB,
  members: 50_000,
};

export class Budget {
  readonly #memberBytes: number;
  #bytes: number;
  #members: number;

  /** @param length of the blob */
  constructor(limits: ExpansionLimits, length: number) {
    this.#memberBytes = limits.memberBytes;
    this.#bytes = Math.min(limits.totalBytes, Math.max(limits.floorBytes, length * limits.ratio));
    this.#members = limits.members;
  }

  /** The largest member that can be expanded now. Bytes. */
  get largest(): number {
    return Math.min(this.#memberBytes, this.#bytes);
  }

  get isSpent(): boolean {
    return this.#bytes <= 0 || this.#members <= 0;
  }

  spendBytes(bytes: number): void {
    this.#bytes -= bytes;
  }

  spendMember(): void {
    this.#members--;
  }
}
