/** Scans one mirror, with what the last scan of it left -> the visit to be saved. */
import type { ListedDetector } from '../catalogue/detector.ts';
import type { Problem } from '../core/problem.ts';
import type { ScanResult } from '../core/scan-result.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
import { listRefs } from '../git/list-refs.ts';
import { openRepository } from '../git/open-repository.ts';
import { WHOLE_HISTORY } from '../git/selection.ts';
import { performOn } from '../pipeline/finish-scan.ts';
import { scanHistory } from '../pipeline/scan-history.ts';
import type { ScanMemory } from '../pipeline/scan-memory.ts';
import type { ScanPlan } from '../pipeline/scan-plan.ts';
import { disclose } from '../report/disclosure/disclose.ts';
import type { RefTip, Visit } from '../store/audit/audit-store.ts';
import { hiderFor } from './hide-names.ts';

export interface ScanMeans {
  /** Plans differ in their memory alone. */
  readonly planWith: (memory: ScanMemory) => ScanPlan;
  readonly catalogue: readonly ListedDetector[];
  /** Configuration file in force. */
  readonly config: string | null;
  readonly problems: readonly Problem[];
  /** Asks issuers about what was found; left out: nobody wants to know. */
  readonly verify?: (result: ScanResult, signal: AbortSignal) => Promise<ScanResult>;
}

/** No format is written here; what matters is that nothing is shown in clear. */
const MASKED = { color: false, group: false, verbose: false, showSecrets: false, width: 100 };

/** @throws what opening and scanning throw */
export async function scanMirror(
  { folder }: Pick<Mirror, 'folder'>,
  target: string,
  { memory, means }: { readonly memory: ScanMemory; readonly means: ScanMeans },
): Promise<Visit & { readonly outcome: 'scanned' }> {
  const plan = means.planWith(memory);
  const { catalogue, config, problems } = means;
  const repository = await openRepository(folder);
  const refs = await listRefs(repository.place);
  const occasion = {
    source: 'history',
    target,
    revisions: null,
    plan,
    catalogue,
    config,
    problems,
  } as const;
  const found = await performOn(occasion, () => scanHistory(repository, WHOLE_HISTORY, plan));
  const result = means.verify ? await means.verify(found, plan.signal) : found;
  return visitOf(result, refs, { catalogue, plan });
}

/** With nothing in clear: neither of findings, nor in names of refs. */
export function visitOf(
  result: ScanResult,
  refs: readonly RefTip[],
  { catalogue, plan }: { readonly catalogue: readonly ListedDetector[]; readonly plan: ScanPlan },
): Visit & { readonly outcome: 'scanned' } {
  const disclosed = disclose(result, MASKED);
  const hide = hiderFor(
    refs.map(({ name }) => name),
    catalogue,
    plan,
  );
  return {
    outcome: 'scanned',
    problems: disclosed.problems,
    summary: disclosed.scan,
    refs: refs.map(({ name, oid }) => ({ name: hide(name), oid })),
    findings: [...disclosed.findings],
    inventory: result.inventory ?? [],
  };
}
