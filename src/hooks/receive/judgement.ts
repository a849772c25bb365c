/** What was found in a push, as plain data: it crosses from the thread that scans to the one that answers. */
import type { Problem } from '../../core/problem.ts';
import type { ScannerError } from '../../core/scanner-error.ts';
import type { ObjectList } from '../../git/list-objects.ts';
import type { ReceivingRepository } from './receiving-repository.ts';
import type { RefUpdate } from './ref-updates.ts';

/** A finding without its secret. */
export interface JudgedFinding {
  readonly detector: string;
  readonly fingerprint: string;
  /** Null for what no commit of the push brought in. */
  readonly commit: string | null;
  /** The reason to let it through that this commit gives; null when it gives none. */
  readonly bypass: string | null;
}

export interface Judgement {
  readonly findings: readonly JudgedFinding[];
  /** No secrets in them. */
  readonly problems: readonly Problem[];
  /** For the pusher, masked; empty when there is nothing to say. */
  readonly lines: readonly string[];
  readonly objects: number;
}

/** What others wrote and the log repeats, secrets in it masked. */
export interface ToldNames {
  /** In the order of the updates, as many as are logged. */
  readonly refs: readonly string[];
  readonly bypass: string | null;
}

/** What the scanning thread is to do: to scan, and to come to an end with what it has. */
export type ThreadOrder =
  | {
      readonly kind: 'judge';
      readonly repository: ReceivingRepository;
      readonly updates: readonly RefUpdate[];
      readonly list: ObjectList;
      readonly problems: readonly Problem[];
      /** The reason given with the push; null: none. */
      readonly bypass: string | null;
    }
  | { readonly kind: 'stop'; readonly problem: Problem };

export type ThreadAnswer =
  | { readonly kind: 'names'; readonly names: ToldNames }
  | { readonly kind: 'progress'; readonly items: number; readonly totalItems: number }
  | { readonly kind: 'judged'; readonly judgement: Judgement }
  | { readonly kind: 'cannot'; readonly error: Pick<ScannerError, 'code' | 'message' | 'hint'> };
