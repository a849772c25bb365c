/** Remembers a scan for the next one of the same repository: opened when the repository is known, written when all is done. */
import { createHash } from 'node:crypto';
import type { Problem } from '../core/problem.ts';
import { objectFolders } from '../git/object-folders.ts';
import type { Repository } from '../git/open-repository.ts';
import { seal, type Seal, type Unusable, unseal } from '../store/sealed-state.ts';
import type { StateBytes } from '../store/state-file.ts';
import { decodeKept, encodeKept, type KeptScan } from './kept-scan.ts';

const REASONS: Readonly<Record<Unusable, string>> = {
  foreign: 'is no state of this program, and is left as it is',
  version: 'was written by another version',
  sealed: 'is damaged, or was written for another repository or with another key',
};

export class ScanMemory {
  readonly #bytes: StateBytes;
  readonly #key: Buffer;
  readonly #sibling: KeptScan | undefined;
  readonly #problems: Problem[] = [];
  #seal: Seal | undefined;
  #kept: KeptScan | undefined;
  #isChanged = false;
  #isForeign = false;

  /** @param sibling what was kept of another repository with the same object store, scanned just now: it has seen all of it */
  constructor(bytes: StateBytes, key: Buffer, sibling?: KeptScan) {
    this.#bytes = bytes;
    this.#key = key;
    this.#sibling = sibling;
  }

  get sibling(): KeptScan | undefined {
    return this.#sibling;
  }

  /** Once the scan is over: what it leaves. */
  get kept(): KeptScan | undefined {
    return this.#kept;
  }

  /** What could not be used or written, as warnings: everything is scanned all the same. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** What was kept of this repository. Undefined: nothing, or nothing that could be used. Never throws. */
  open({ objects }: Repository): KeptScan | undefined {
    this.#seal = { key: this.#key, subject: objectFolders(objects)[0] ?? objects };
    try {
      const bytes = this.#bytes.read();
      if (bytes) this.#kept = this.#decode(bytes, this.#seal);
    } catch (error) {
      this.#warn(`cannot be read (${reasonOf(error)})`);
    }
    return this.#kept;
  }

  /** To be written instead of what was kept. */
  keep(scan: KeptScan): void {
    this.#kept = scan;
    this.#isChanged = true;
  }

  /** The repository has to be read in a way that keeps nothing. */
  leave(reason: string): void {
    this.#warn(`keeps nothing: ${reason}`);
  }

  /** Secrets in texts that a report repeats: looked for only in other texts than the last time. */
  mentionedIn(texts: ReadonlySet<string>, find: () => string[]): readonly string[] {
    const hash = createHash('sha256').update(JSON.stringify([...texts].toSorted()));
    const name = hash.digest('hex');
    if (this.#kept?.mentioned?.texts === name) return this.#kept.mentioned.secrets;
    const secrets = find();
    if (this.#kept) this.keep({ ...detached(this.#kept), mentioned: { texts: name, secrets } });
    return secrets;
  }

  /** Writes what is new. Never throws. */
  save(): void {
    if (!this.#kept || !this.#seal || !this.#isChanged || this.#isForeign) return;
    try {
      this.#bytes.write(seal(encodeKept(this.#kept), this.#seal));
    } catch (error) {
      this.#warn(`cannot be written (${reasonOf(error)})`);
    }
  }

  #decode(bytes: Buffer, own: Seal): KeptScan | undefined {
    const content = unseal(bytes, own);
    if (typeof content !== 'string') return decodeKept(content);
    this.#isForeign = content === 'foreign';
    this.#warn(REASONS[content]);
    return undefined;
  }

  #warn(reason: string): void {
    const message = `The state ${this.#bytes.name} ${reason}`;
    this.#problems.push({ code: 'state-unusable', severity: 'warning', message });
  }
}

/** What is read only when asked for does not survive a spread otherwise. */
function detached({ inputs, verdicts, outcome, mentioned, history }: KeptScan): KeptScan {
  return { inputs, verdicts, outcome, mentioned, history };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
