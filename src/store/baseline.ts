/** A baseline: findings that are known already and not reported again. Values are kept as keyed hashes alone. */
import type { SecretValue } from '../core/secret-value.ts';

export const BASELINE_SCHEMA_VERSION = 1;

/** What a baseline asks of a finding. */
export interface KnownCandidate {
  readonly detector: string;
  readonly value: SecretValue;
  readonly path: string;
  readonly line: number;
  readonly commit: string | null;
}

export interface BaselineEntry {
  readonly detector: string;
  /** HMAC-SHA256 of detector and value under the salt, 128 bits in hex. */
  readonly hash: string;
  /** Where it was when it was first written; for people, not compared. */
  readonly path: string;
  /** ISO 8601 day and time, UTC. */
  readonly firstSeen: string;
}

export interface Baseline {
  readonly format: 'bitsieve' | 'gitleaks';
  /** 16 random bytes; empty for a report of gitleaks. */
  readonly salt: Buffer;
  readonly entries: readonly BaselineEntry[];
  /** How many findings it knows. */
  readonly size: number;
  /** Does not depend on the number of entries. */
  readonly isKnown: (candidate: KnownCandidate) => boolean;
}
