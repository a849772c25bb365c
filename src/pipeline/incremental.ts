/** What a whole scan takes from the one before it, and leaves for the one after it. */
import { createHash } from 'node:crypto';
import { detectorDigest } from '../catalogue/compile.ts';
import type { Ref } from '../git/list-refs.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { storeDigest } from '../git/store-inputs.ts';
import type { KeptScan, ScanInputs } from './kept-scan.ts';
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

/** To be taken before anything is read: what changes afterwards is then seen as changed by the next scan. */
export function inputsOf(request: {
  repository: Repository;
  selection: Selection;
  refs: readonly Ref[];
  plan: ScanPlan;
}): ScanInputs {
  const { repository, selection, refs, plan } = request;
  const { isShallow, oidBytes } = repository;
  const options = [plan.maxBlobBytes, selection.unreachable, isShallow, oidBytes];
  const hash = createHash('sha256').update(JSON.stringify([options, refs, storeDigest(repository)]));
  return { history: hash.digest('hex'), detectors: plan.detectors.map(detectorDigest) };
}

/** The result of the last scan, if it was of the same history with the same detectors, and nothing was left out of it. */
export function unchanged(kept: KeptScan | undefined, inputs: ScanInputs): Scanned | undefined {
  if (!kept?.outcome || kept.inputs.history !== inputs.history) return undefined;
  if (kept.inputs.detectors.join() !== inputs.detectors.join()) return undefined;
  const { counts } = kept.outcome;
  return { ...kept.outcome, counts: { ...counts, reused: counts.blobs, carried: 0, workers: 1 } };
}

export function keepScan(
  memory: ScanMemory,
  scan: { inputs: ScanInputs; outcome: Scanned; history: ScannedHistory },
): void {
  const { inputs, outcome, history } = scan;
  if (!history.toKeep) {
    memory.leave('the repository cannot be read by the pack engine alone');
    return;
  }
  const isSettled = outcome.problems.every(({ severity }) => severity === 'warning');
  memory.keep({
    inputs,
    verdicts: history.toKeep(),
    outcome: isSettled ? outcome : null,
    mentioned: null,
  });
}
