/** Runs the pipeline on the calling thread, without a command line, and returns findings in a form that reads well in a test. */
import { ArtefactNames } from '../../src/classify/artefact-names.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Problem } from '../../src/core/problem.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { openRepository } from '../../src/git/open-repository.ts';
import { finishFindings } from '../../src/pipeline/finish-findings.ts';
import { scanHistory } from '../../src/pipeline/scan-history.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import type { Scanned } from '../../src/pipeline/scanned.ts';
import { type RevisionOptions, selectRevisions } from '../../src/sources/revisions.ts';
import { patternCatalogue } from './catalogue.ts';

const catalogue = patternCatalogue();
/** One issuer is enough to see where things are found, and keeps the tests about places independent of the patterns. */
const detectors = catalogue.detectors.filter(({ id }) => id === 'github-personal-access-token');

export function planHere(change: Partial<ScanPlan> = {}): ScanPlan {
  return {
    detectors,
    set: buildDetectorSet(detectors),
    labels: new Map(catalogue.labels.map((label) => [label.id, label])),
    artefacts: new ArtefactNames(catalogue.artefacts),
    jobs: 1,
    maxDecodeDepth: 5,
    reader: 'engine',
    maxBlobBytes: 1 << 27,
    maxArchiveDepth: 3,
    minConfidence: 'low',
    minSeverity: 'info',
    honourInlineAllow: true,
    allow: () => undefined,
    isInBaseline: () => false,
    fingerprintKey: Buffer.from('test'),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  };
}

export interface Seen {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly counts: Scanned['counts'];
  readonly artefacts: Scanned['artefacts'];
}

export async function scanHistoryHere(
  folder: string,
  options: Partial<RevisionOptions> = {},
  plan = planHere(),
): Promise<Seen> {
  const repository = await openRepository(folder);
  const selection = await selectRevisions(repository, { unreachable: false, ...options });
  return seen(await scanHistory(repository, selection, plan), plan);
}

function seen(scanned: Scanned, plan: ScanPlan): Seen {
  return {
    findings: finishFindings(scanned.located, plan).findings,
    problems: scanned.problems,
    counts: scanned.counts,
    artefacts: scanned.artefacts,
  };
}

/** `path:line commit` of each finding, sorted; the commit's first 7 digits. */
export function places(findings: readonly Finding[]): string[] {
  return findings
    .map(({ path, line, introduced }) => `${path}:${line} ${introduced?.commit.slice(0, 7) ?? '-'}`)
    .toSorted();
}
