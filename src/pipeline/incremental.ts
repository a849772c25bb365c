/** What a whole scan takes from the one before it, and leaves for the one after it. */
import { createHash } from 'node:crypto';
import type { Ref } from '../git/list-refs.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { type Listing, listStore } from '../git/store-inputs.ts';
import type { ArtefactMarks } from './inventory.ts';
import { reduceHistory } from './kept-history.ts';
import type { KeptScan, ScanInputs } from './kept-scan.ts';
import { verdictDigests } from './known-verdicts.ts';
import type { Known } from './scan-additions.ts';
import type { ScanMemory } from './scan-memory.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { ScannedHistory } from './scanned-history.ts';
import type { Scanned } from './scanned.ts';

/** The memory to use, where there is one and the scan is of a kind that is remembered. */
export function memoryFor(
  { isWhole }: Selection,
  { memory, reader }: Pick<ScanPlan, 'memory' | 'reader'>,
): ScanMemory | undefined {
  return memory && isWhole && reader === 'engine' ? memory : undefined;
}

/** What a scan begins from, and the files that it begins from. */
export interface Beginning {
  readonly inputs: ScanInputs;
  readonly listing: Listing;
}

/** To be taken before anything is read: what changes afterwards is then seen as changed by the next scan. */
export function beginningOf(request: {
  repository: Repository;
  selection: Selection;
  refs: readonly Ref[];
  plan: ScanPlan;
}): Beginning {
  const { repository, selection, refs, plan } = request;
  const { isShallow, oidBytes } = repository;
  const listing = listStore(repository);
  const inputs = {
    maxArchiveDepth: plan.maxArchiveDepth,
    options: JSON.stringify([
      plan.maxBlobBytes,
      plan.maxArchiveDepth,
      selection.unreachable,
      isShallow,
      oidBytes,
    ]),
    refs: hashOf(JSON.stringify(refs)),
    store: hashOf(listing.join('\n')),
    detectors: verdictDigests(plan),
  };
  return { inputs, listing };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Was the last scan made with the same detectors and options, and nothing left out of it? */
function isAlike({ inputs: before }: KeptScan, now: ScanInputs): boolean {
  return before.options === now.options && before.detectors.join() === now.detectors.join();
}

/** The result of the last scan, if it was of the same history with the same detectors, and nothing was left out of it. */
export function unchanged(kept: KeptScan | undefined, inputs: ScanInputs): Scanned | undefined {
  if (!kept || !isAlike(kept, inputs)) return undefined;
  if (kept.inputs.refs !== inputs.refs || kept.inputs.store !== inputs.store || !kept.outcome)
    return undefined;
  const { counts } = kept.outcome;
  return { ...kept.outcome, counts: { ...counts, reused: counts.blobs, carried: 0, workers: 1 } };
}

/** Whose verdicts to take: those of a sibling are of the same store as it is now, and so are more. */
export function verdictSource(
  kept: KeptScan | undefined,
  { sibling }: ScanMemory,
  inputs: ScanInputs,
): KeptScan | undefined {
  return sibling && isAlike(sibling, inputs) ? sibling : kept;
}

/** What can be added to, if there is anything. */
export function extendable(kept: KeptScan | undefined, { inputs, listing }: Beginning): Known | undefined {
  if (!kept || !isAlike(kept, inputs)) return undefined;
  const { history, outcome } = kept;
  return history && outcome ? { kept, history, outcome, listing } : undefined;
}

export function keepScan(
  memory: ScanMemory,
  scan: { beginning: Beginning; outcome: Scanned; history: ScannedHistory; marks: ArtefactMarks | null },
): void {
  const { beginning, outcome, history, marks } = scan;
  const { inputs, listing } = beginning;
  if (!history.toKeep) {
    memory.leave('the repository cannot be read by the pack engine alone');
    return;
  }
  const { verdicts, whole } = history.toKeep();
  const isSettled = outcome.problems.every(({ severity }) => severity === 'warning');
  memory.keep({
    inputs,
    verdicts,
    outcome: isSettled ? outcome : null,
    history: isSettled && whole && marks ? reduceHistory(whole, listing, marks) : null,
    mentioned: null,
  });
}
