/** Which source was asked for, and scanning it. */
import type { Readable } from 'node:stream';
import type { ScanOptions } from '../config/scan-options.ts';
import type { ScanSummary } from '../core/scan-result.ts';
import { openRepository } from '../git/open-repository.ts';
import { scanFiles, scanStdin } from '../pipeline/scan-files.ts';
import { scanHistory } from '../pipeline/scan-history.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { scanStaged } from '../pipeline/scan-staged.ts';
import type { Scanned } from '../pipeline/scanned.ts';
import { selectRevisions } from '../sources/revisions.ts';

export interface AskedSource {
  readonly kind: ScanSummary['source'];
  /** As typed; undefined: the current folder. */
  readonly path: string | undefined;
  readonly options: ScanOptions;
}

export function sourceOf(path: string | undefined, options: ScanOptions): AskedSource {
  return { kind: kindOf(path, options), path, options };
}

function kindOf(path: string | undefined, options: ScanOptions): ScanSummary['source'] {
  if (path === '-') return 'stdin';
  if (options.files) return 'files';
  if (options.staged) return 'staged';
  const isPart = options.range !== null || options.branch !== null || options.sinceCommit !== null;
  return isPart ? 'range' : 'history';
}

/** The revisions that were asked for, as typed. */
export function revisionsOf({ options }: AskedSource): string | null {
  const { range, branch, sinceCommit } = options;
  if (range !== null) return range;
  if (branch === null && sinceCommit === null) return null;
  return sinceCommit === null ? branch : `${sinceCommit}..${branch ?? ''}`;
}

/** @throws {ScannerError} when the source cannot be opened */
export async function scanSource(source: AskedSource, plan: ScanPlan, stdin: Readable): Promise<Scanned> {
  const { kind, path, options } = source;
  if (kind === 'stdin') return scanStdin(stdin, plan);
  if (kind === 'files') return scanFiles(path ?? '.', !options.noIgnore, plan);
  const repository = await openRepository(path);
  if (kind === 'staged') return scanStaged(repository, plan);
  const selection = await selectRevisions(repository, {
    range: options.range ?? undefined,
    branch: options.branch ?? undefined,
    sinceCommit: options.sinceCommit ?? undefined,
    unreachable: options.unreachable,
  });
  return scanHistory(repository, selection, plan);
}
