/** Which source was asked for, and scanning it. */
import type { Readable } from 'node:stream';
import type { ScanOptions } from '../config/scan-options.ts';
import type { ScanSummary } from '../core/scan-result.ts';
import { mergeHeads } from '../git/merge-heads.ts';
import { openRepository, placeAt, type Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { scanStaged } from '../pipeline/scan-staged.ts';
import type { Scanned } from '../pipeline/scanned.ts';
import { listStaged, newInMerge, type StagedChange } from '../sources/staged.ts';

export interface AskedSource {
  readonly kind: ScanSummary['source'];
  /** As typed; undefined: the current folder. */
  readonly path: string | undefined;
  readonly options: ScanOptions;
  readonly part?: HistoryPart;
}

/** A part of the history that no option names. */
export interface HistoryPart {
  /** As a report names it. */
  readonly name: string;
  readonly select: (repository: Repository) => Promise<Selection>;
}

export function sourceOf(
  path: string | undefined,
  options: ScanOptions,
  part: HistoryPart | undefined,
): AskedSource {
  return part ? { kind: 'range', path, options, part } : { kind: kindOf(path, options), path, options };
}

function kindOf(path: string | undefined, options: ScanOptions): ScanSummary['source'] {
  if (path === '-') return 'stdin';
  if (options.files) return 'files';
  if (options.staged) return 'staged';
  const isPart = options.range !== null || options.branch !== null || options.sinceCommit !== null;
  return isPart ? 'range' : 'history';
}

/** The revisions that were asked for, as typed. */
export function revisionsOf({ options, part }: AskedSource): string | null {
  if (part) return part.name;
  const { range, branch, sinceCommit } = options;
  if (range !== null) return range;
  if (branch === null && sinceCommit === null) return null;
  return sinceCommit === null ? branch : `${sinceCommit}..${branch ?? ''}`;
}

/** What git answers while there is other work to do. */
export interface BegunSource {
  readonly repository?: Promise<Repository>;
  readonly staged?: Promise<readonly StagedChange[]>;
}

/** Asks git at once for what the source will need. Whoever waits for it hears of a failure; until then nobody needs to. */
export function beginSource(
  path: string | undefined,
  { files, staged }: Partial<Pick<ScanOptions, 'files' | 'staged'>>,
): BegunSource {
  if (path === '-' || files === true) return {};
  const begun = {
    repository: openRepository(path),
    ...(staged === true && { staged: stagedAt(path) }),
  };
  for (const promise of Object.values(begun)) promise.catch(() => undefined);
  return begun;
}

async function stagedAt(path: string | undefined): Promise<readonly StagedChange[]> {
  return listStaged(placeAt(path));
}

/** @throws {ScannerError} when the source cannot be opened */
export async function scanSource(
  source: AskedSource,
  plan: ScanPlan,
  { stdin, begun }: { stdin: Readable; begun: BegunSource },
): Promise<Scanned> {
  const { kind, path, options } = source;
  if (kind === 'stdin' || kind === 'files') {
    const { scanFiles, scanStdin } = await import('../pipeline/scan-files.ts');
    return kind === 'stdin' ? scanStdin(stdin, plan) : scanFiles(path ?? '.', !options.noIgnore, plan);
  }
  // Ready when git has answered.
  if (kind === 'staged') void plan.set;
  const repository = await (begun.repository ?? openRepository(path));
  if (kind !== 'staged') return scanRevisions(repository, source, plan);
  const changes = await (begun.staged ?? listStaged(repository.place));
  const merged = mergeHeads(repository.gitDir);
  const added = merged.length === 0 ? changes : await newInMerge(repository.place, changes, merged);
  return scanStaged(repository, added, plan);
}

/** What a hook before a commit does not need is loaded here. */
async function scanRevisions(
  repository: Repository,
  { part, options }: AskedSource,
  plan: ScanPlan,
): Promise<Scanned> {
  const { scanHistory } = await import('../pipeline/scan-history.ts');
  if (part) return scanHistory(repository, await part.select(repository), plan);
  const { selectRevisions } = await import('../sources/revisions.ts');
  const selection = await selectRevisions(repository, {
    range: options.range ?? undefined,
    branch: options.branch ?? undefined,
    sinceCommit: options.sinceCommit ?? undefined,
    unreachable: options.unreachable,
  });
  return scanHistory(repository, selection, plan);
}
