/** Files as they lie on disk, and standard input. */
import { settleHits } from '../detect/scan-text.ts';
import type { Readable } from 'node:stream';
import type { Problem } from '../core/problem.ts';
import { listFiles } from '../sources/folder.ts';
import { readStdin, type StdinRead } from '../sources/stdin.ts';
import { archiveProblems } from './archive-problems.ts';
import { locate } from './located-hit.ts';
import { filesInventory } from './files-inventory.ts';
import { runItems } from './run-batches.ts';
import { scanContents } from './scan-contents.ts';
import type { ScanPlan } from './scan-plan.ts';
import { overLimit, type Scanned, tooManyCandidates } from './scanned.ts';

export async function scanFiles(path: string, useIgnoreFiles: boolean, plan: ScanPlan): Promise<Scanned> {
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const files = await listFiles(path, { useIgnoreFiles, signal: plan.signal }, onProblem);
  const items = files.flatMap(({ disk, path: shown, size }, id) => {
    if (size <= plan.maxBlobBytes) return [{ item: { id, kind: 'file' as const, disk, path: shown }, size }];
    const text = Buffer.from(shown, 'latin1').toString('utf8');
    onProblem(overLimit(text, size, plan.maxBlobBytes, { path: text }));
    return [];
  });
  const totals = await runItems(items, { plan, place: null, onProblem });
  return {
    located: files.flatMap((file, id) =>
      (totals.hits.get(id) ?? []).map((hit) => locate(hit, { kind: 'file', path: file.path })),
    ),
    problems,
    artefacts: filesInventory(files, plan.artefacts),
    counts: {
      reader: 'filesystem',
      fallback: null,
      commits: 0,
      carried: 0,
      reused: 0,
      refs: 0,
      blobs: totals.items,
      bytes: totals.bytes,
      workers: totals.workers,
    },
  };
}

export async function scanStdin(input: Readable, plan: ScanPlan): Promise<Scanned> {
  const read = await readStdin(input, plan.maxBlobBytes, plan.signal);
  const { hits, isCut, troubles } = scanContents(read.bytes, plan);
  const where = { path: 'stdin' };
  return {
    located: settleHits(hits, plan.detectors).map((hit) => locate(hit, { kind: 'stdin', ...where })),
    problems: [
      ...stdinProblems(read, plan.maxBlobBytes),
      ...(isCut ? [tooManyCandidates('Standard input', where)] : []),
      ...archiveProblems('standard input', where, troubles),
    ],
    artefacts: null,
    counts: {
      reader: 'stdin',
      fallback: null,
      commits: 0,
      carried: 0,
      reused: 0,
      refs: 0,
      blobs: 1,
      bytes: read.bytes.length,
      workers: 1,
    },
  };
}

function stdinProblems({ isOverLimit, failure }: StdinRead, limit: number): Problem[] {
  if (isOverLimit) return [overLimit('Standard input', limit + 1, limit, { path: 'stdin' })];
  if (failure === null) return [];
  const message = `Standard input cannot be read (${failure})`;
  return [{ code: 'unreadable-file', severity: 'error', message, path: 'stdin' }];
}
