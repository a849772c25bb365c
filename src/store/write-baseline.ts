/** Writes a baseline: sorted, one entry after the other, so that two branches merge without conflict where they can. */
import { randomBytes } from 'node:crypto';
import { fingerprint } from '../core/fingerprint.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { writeWhole } from '../core/write-whole.ts';
import {
  type Baseline,
  BASELINE_SCHEMA_VERSION,
  type BaselineEntry,
  type KnownCandidate,
} from './baseline.ts';

const SALT_BYTES = 16;
/** Paths are there for people. */
const MAX_PATH = 1024;

export interface BaselineRequest {
  /** Everything that is to be known from now on; what is not among it is forgotten. */
  readonly findings: readonly Pick<KnownCandidate, 'detector' | 'value' | 'path'>[];
  /** The baseline so far: its salt and dates are kept. */
  readonly previous: Baseline | undefined;
  /** False: something was not scanned, and what the baseline knew of it must not be forgotten. Left out: true. */
  readonly isComplete?: boolean;
  readonly now: Date;
}

/**
 * Writes beside the file and renames, so that nobody ever reads half of one.
 *
 * @returns how many entries it has now
 * @throws {ScannerError} `baseline` when the place cannot be written
 */
export function writeBaseline(path: string, request: BaselineRequest): number {
  const { salt, entries } = contentsOf(request);
  try {
    writeWhole(path, textOf(salt, entries), { mode: 0o644 });
  } catch (cause) {
    throw new ScannerError('baseline', `${path}: cannot be written`, {
      hint: 'Is its folder there, and writable?',
      cause,
    });
  }
  return entries.length;
}

/** One line for each entry: what two people add meets in a merge only where it is the same place of the order. */
function textOf(salt: Buffer, entries: readonly BaselineEntry[]): string {
  const head = { schemaVersion: BASELINE_SCHEMA_VERSION, tool: 'bitsieve', salt: salt.toString('hex') };
  const fields = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  const lines = entries.map((entry) => `\n    ${JSON.stringify(entry)}`);
  return `{\n${fields.join('')}  "entries": [${lines.join(',')}\n  ]\n}\n`;
}

function contentsOf({ findings, previous, isComplete = true, now }: BaselineRequest): {
  salt: Buffer;
  entries: BaselineEntry[];
} {
  const isOurs = previous?.format === 'bitsieve';
  const salt = isOurs ? previous.salt : randomBytes(SALT_BYTES);
  const before = new Map((isOurs ? previous.entries : []).map((entry) => [keyOf(entry), entry]));
  const entries = new Map<string, BaselineEntry>(isComplete ? [] : before);
  // By path first, so that of a secret in many files the same one is named every time.
  for (const { detector, value, path } of findings.toSorted((a, b) => compare(a.path, b.path))) {
    const hash = fingerprint(value, salt, detector);
    const key = keyOf({ detector, hash });
    if (entries.has(key)) continue;
    entries.set(
      key,
      before.get(key) ?? { detector, hash, path: path.slice(0, MAX_PATH), firstSeen: now.toISOString() },
    );
  }
  return { salt, entries: [...entries.values()].toSorted((a, b) => compare(keyOf(a), keyOf(b))) };
}

function keyOf({ detector, hash }: Pick<BaselineEntry, 'detector' | 'hash'>): string {
  return `${detector} ${hash}`;
}

/** Not localeCompare: the order must be the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
