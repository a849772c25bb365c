/** Everything a scan needs to know besides where to look. */
import type { ListedDetector } from '../catalogue/detector.ts';
import type { Label } from '../catalogue/label-file.ts';
import type { ArtefactNames } from '../classify/artefact-names.ts';
import type { Finding } from '../core/finding.ts';
import type { Confidence, Severity } from '../core/severity.ts';
import type { DetectorSet } from '../detect/detector-set.ts';
import type { ScanMemory } from './scan-memory.ts';
import type { WorkerPool } from './worker-pool.ts';

export interface ScanPlan {
  readonly detectors: readonly ListedDetector[];
  /** Made when it is first asked for. */
  readonly set: DetectorSet;
  readonly labels: ReadonlyMap<string, Label>;
  /** Another label than the detector's, for what lies at a path. Left out: none is given. */
  readonly labelAt?: (finding: { readonly detector: string; readonly path: string }) => string | undefined;
  readonly artefacts: ArtefactNames;
  /** Who reads a whole history: the pack engine where it can, or git for everything. */
  readonly reader: 'engine' | 'reference';
  readonly jobs: number;
  /** Threads that outlive this scan, for `jobs` less one, with the same detectors and limits; started when first asked for. Left out: its own. */
  readonly threads?: () => WorkerPool;
  readonly maxBlobBytes: number;
  /** How many encodings one inside the other are looked into. */
  readonly maxDecodeDepth: number;
  /** Containers in containers that are opened; 0: none is. */
  readonly maxArchiveDepth: number;
  readonly minConfidence: Confidence;
  readonly minSeverity: Severity;
  /** Does an allow comment on the line silence a finding? */
  readonly honourInlineAllow: boolean;
  /** The reason why a finding is not to be reported, if there is one. `lines`: what it stands on, UTF-8 decoded. */
  readonly allow: (finding: Finding, lines: string) => string | undefined;
  readonly isInBaseline: (finding: Finding) => boolean;
  readonly fingerprintKey: Buffer;
  /** Keeps what was scanned for the next scan; null or left out: nothing is kept. */
  readonly memory?: ScanMemory | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** How far a scan is. Totals are 0 until they are known. */
export interface Progress {
  readonly items: number;
  readonly totalItems: number;
  readonly bytes: number;
  readonly totalBytes: number;
}
