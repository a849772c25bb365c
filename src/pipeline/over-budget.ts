/** Own detectors whose expression ran out of its time budget, as problems. */
import type { Problem } from '../core/problem.ts';
import type { DetectorSet } from '../detect/detector-set.ts';
import type { ScanPlan } from './scan-plan.ts';

/** Since this was last asked; each thread has a set of its own and tells of that. */
export function overBudget(set: DetectorSet): Problem[] {
  return set.takeOverBudget().map((id) => ({
    code: 'detector-over-budget',
    severity: 'error',
    message: `The expression of the detector "${id}" took too long and was not tried any more: not everything was scanned with it`,
  }));
}

/** What the threads told of a scan, and what the calling thread has to tell, each detector once. */
export function withOverBudget(problems: readonly Problem[], plan: ScanPlan): Problem[] {
  // Without own detectors there is nothing to ask, and a set that nobody needed is not built for it.
  if (!plan.detectors.some(({ own }) => own)) return [...problems];
  const seen = new Set<string>();
  return [...problems, ...overBudget(plan.set)].filter((problem) => {
    if (!isOverBudget(problem)) return true;
    const isNew = !seen.has(problem.message);
    seen.add(problem.message);
    return isNew;
  });
}

/** Verdicts of such a scan are not whole: they must not be kept for the next one. */
export function isOverBudget({ code }: Problem): boolean {
  return code === 'detector-over-budget';
}
