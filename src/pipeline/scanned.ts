/** What a scan of one source yields before it becomes findings. */
import { MAX_CANDIDATES_PER_BLOB } from '../core/limits.ts';
import type { Problem } from '../core/problem.ts';
import type { ScanSummary } from '../core/scan-result.ts';
import type { CountedArtefact } from './inventory.ts';
import type { LocatedHit } from './located-hit.ts';

export interface Scanned {
  readonly located: readonly LocatedHit[];
  readonly problems: readonly Problem[];
  /** Null for a part of a history, for what is staged, and for standard input. */
  readonly artefacts: readonly CountedArtefact[] | null;
  readonly counts: Pick<
    ScanSummary,
    'commits' | 'blobs' | 'bytes' | 'refs' | 'workers' | 'reader' | 'fallback' | 'carried' | 'reused'
  >;
}

export function overLimit(
  name: string,
  size: number,
  limit: number,
  where: { object?: string; path?: string },
): Problem {
  return {
    code: 'blob-over-limit',
    severity: 'error',
    message: `${name} has ${size} bytes, more than --max-file-size allows (${limit})`,
    ...where,
  };
}

export function tooManyCandidates(name: string, where: { object?: string; path?: string }): Problem {
  return {
    code: 'too-many-candidates',
    severity: 'error',
    message: `${name} holds more than ${MAX_CANDIDATES_PER_BLOB} candidates: the rest of it was not looked at`,
    ...where,
  };
}
