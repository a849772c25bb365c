/** What was scanned of one place -> its result: findings, problems, inventory, and what a report of it has to hide. */
import { digestOf } from '../catalogue/digest.ts';
import type { ListedDetector } from '../catalogue/detector.ts';
import { isComplete, type Problem } from '../core/problem.ts';
import type { ScanResult, ScanSummary, ToolIdentity } from '../core/scan-result.ts';
import { SecretValue } from '../core/secret-value.ts';
import { VERSION } from '../core/version.ts';
import { finishFindings } from './finish-findings.ts';
import { inventoryOf } from './finish-inventory.ts';
import { isOverBudget, withOverBudget } from './over-budget.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { Scanned } from './scanned.ts';
import { secretsIn } from './secrets-in.ts';
import { shownTexts } from './shown-texts.ts';

/** One scan of one place, as its report names it. */
export interface ScanOccasion extends Pick<ScanSummary, 'source' | 'target' | 'revisions' | 'config'> {
  readonly plan: ScanPlan;
  /** What to look for in names and messages, whatever was asked for. */
  readonly catalogue: readonly ListedDetector[];
  /** What was found wrong before the scan. */
  readonly problems: readonly Problem[];
}

/** Scans by `scan` and finishes. Writes the memory of the plan, when there is one. @throws what `scan` throws */
export async function performOn(occasion: ScanOccasion, scan: () => Promise<Scanned>): Promise<ScanResult> {
  const startedAt = new Date();
  const start = performance.now();
  const scanned = await scan();
  const { plan, source, target, revisions, config } = occasion;
  const { findings, leftOut } = finishFindings(scanned.located, plan);
  const problems = [
    ...occasion.problems,
    ...withOverBudget(scanned.problems, plan),
    ...stopOf(plan.signal),
    ...(plan.memory?.problems ?? []),
  ];
  const result = {
    tool: toolOf(plan),
    scan: {
      source,
      target,
      revisions,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - start),
      complete: isComplete(problems),
      ...scanned.counts,
      config,
      leftOut,
    },
    findings,
    problems,
    inventory: inventoryOf(scanned, plan),
  };
  return remembered(result, occasion);
}

/** The last step: what a report has to hide belongs to what is kept, so only now is it written. */
function remembered(result: ScanResult, { plan, catalogue }: ScanOccasion): ScanResult {
  const { memory } = plan;
  const find = (of: ScanResult): SecretValue[] => secretsIn(shownTexts(of), catalogue, plan);
  if (!memory) return { ...result, mentioned: find(result) };
  const texts = shownTexts(result);
  const mentioned = memory
    .mentionedIn(texts, () => find(result).map((secret) => secret.unwrapBytes()))
    .map((raw) => new SecretValue(raw));
  const before = memory.problems.length;
  if (result.problems.some(isOverBudget)) memory.leave('the scan was not whole');
  else memory.save();
  if (memory.problems.length === before) return { ...result, mentioned };
  const told = { ...result, problems: [...result.problems, ...memory.problems.slice(before)] };
  return { ...told, mentioned: find(told) };
}

export function toolOf({ detectors }: Pick<ScanPlan, 'detectors'>): ToolIdentity {
  return {
    name: 'bitsieve',
    version: VERSION,
    detectors: detectors.length,
    // Few reports say it, and no hook does.
    get detectorDigest() {
      return digestOf(detectors);
    },
  };
}

/** Whoever stops a scan gives the problem to report as the reason. */
function stopOf(signal: AbortSignal): Problem[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever makes the signal of a plan keeps to it
  return signal.aborted ? [signal.reason as Problem] : [];
}
