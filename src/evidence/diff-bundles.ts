/** What is different between two bundles, record by record: both are sorted alike, so one of each is in memory. */
import { canonicalJson } from '../core/canonical-json.ts';
import { type Change, SUBSTANCE } from '../core/stored-finding.ts';
import type { BundleFile } from './bundle-file.ts';
import { compareLines, type EvidenceLine, type LineFile } from './bundle-format.ts';
import { linesIn, recordIn } from './bundle-lines.ts';
import { pairMoved } from './pair-moved.ts';
import type { ReadEntry } from './zip-reader.ts';

/** A bundle that was verified. */
export interface OpenBundle {
  readonly file: BundleFile;
  readonly entries: ReadonlyMap<string, ReadEntry>;
}

export interface BundleChange {
  readonly kind: Change;
  /** As it is now; of what is gone, as it was. */
  readonly line: EvidenceLine;
  readonly before: EvidenceLine | null;
  /** Members that differ; empty unless it has changed. */
  readonly differs: readonly string[];
}

export type ComparedFile = Exclude<LineFile, 'runs.jsonl'>;

/** What matters of a record, besides what it is known by: not when it was seen, nor how long that took. */
const COMPARED: Readonly<Record<ComparedFile, readonly string[]>> = {
  'repositories.jsonl': [
    'fullName',
    'project',
    'visibility',
    'archived',
    'personal',
    'mainBranch',
    'family',
    'forkOf',
    'isGone',
    'isComplete',
    'pullRequests',
    'pushes',
  ],
  'findings.jsonl': [...SUBSTANCE, 'repository', 'path', 'isGone'],
  'refs.jsonl': ['oid'],
  'inventory.jsonl': ['level', 'contents', 'bytes', 'since', 'atTip'],
  'pull-requests.jsonl': ['state', 'sourceCommit', 'targetCommit', 'isCovered'],
  'pushes.jsonl': ['at', 'ref', 'from', 'to'],
  'scopes.jsonl': ['asked', 'hidden'],
  'readers.jsonl': [],
  'problems.jsonl': [],
  'detectors.jsonl': ['digest'],
};

/** In the order in which they are told. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table above
export const COMPARED_FILES: readonly ComparedFile[] = Object.keys(COMPARED) as ComparedFile[];

export function changesIn(name: ComparedFile, from: OpenBundle, to: OpenBundle): Iterable<BundleChange> {
  const found = merged(name, linesOf(name, from), linesOf(name, to));
  return name === 'findings.jsonl' ? pairMoved(found, (before, line) => changeOf(name, before, line)) : found;
}

function* merged(
  name: ComparedFile,
  from: Iterator<EvidenceLine>,
  to: Iterator<EvidenceLine>,
): Generator<BundleChange> {
  for (const [old, now] of sideBySide(name, from, to)) {
    const change = old && now ? changeOf(name, old, now) : wholeChange(old, now);
    if (change) yield change;
  }
}

/** Records that are known by the same, and alone those that have no other. */
function* sideBySide(
  name: ComparedFile,
  from: Iterator<EvidenceLine>,
  to: Iterator<EvidenceLine>,
): Generator<readonly [EvidenceLine | undefined, EvidenceLine | undefined]> {
  let [old, now] = [nextOf(from), nextOf(to)];
  while (old || now) {
    const order = orderOf(name, old, now);
    yield [order <= 0 ? old : undefined, order >= 0 ? now : undefined];
    if (order <= 0) old = nextOf(from);
    if (order >= 0) now = nextOf(to);
  }
}

/** What has ended comes behind everything. */
function orderOf(name: ComparedFile, old: EvidenceLine | undefined, now: EvidenceLine | undefined): number {
  if (!old) return 1;
  return now ? compareLines(name, old, now) : -1;
}

function wholeChange(old: EvidenceLine | undefined, now: EvidenceLine | undefined): BundleChange | null {
  if (now) return { kind: 'new', line: now, before: null, differs: [] };
  return old ? { kind: 'gone', line: old, before: old, differs: [] } : null;
}

/** Null where nothing that matters is different. */
function changeOf(name: ComparedFile, before: EvidenceLine, line: EvidenceLine): BundleChange | null {
  const differs = COMPARED[name].filter(
    (member) => canonicalJson(before[member] ?? null) !== canonicalJson(line[member] ?? null),
  );
  return differs.length === 0 ? null : { kind: 'changed', line, before, differs };
}

function* linesOf(name: LineFile, { file, entries }: OpenBundle): Generator<EvidenceLine> {
  const entry = entries.get(name);
  if (!entry) return;
  let number = 0;
  for (const line of linesIn(file.pieces(entry.start, entry.size), name)) {
    number += 1;
    yield recordIn(line, name, number);
  }
}

function nextOf(lines: Iterator<EvidenceLine>): EvidenceLine | undefined {
  const next = lines.next();
  return next.done === true ? undefined : next.value;
}
