/** Requests of the last hour, kept over a restart beside the store: a forge goes on counting when we begin anew. */
import * as v from 'valibot';
import type { Budget, BudgetSnapshot } from '../bitbucket/budget.ts';
import type { StateBytes } from '../store/state-file.ts';

const moments = v.optional(
  v.array(v.tuple([v.pipe(v.number(), v.finite()), v.pipe(v.number(), v.integer(), v.minValue(0))])),
);
const shape = v.object({
  forge: v.string(),
  spent: v.object({ repositories: moments, other: moments, git: moments, files: moments }),
});

/** Nothing where nothing was kept, or what was kept is of another forge or none of ours. */
export function readSpent(bytes: StateBytes, forge: string): BudgetSnapshot {
  try {
    const text = bytes.read()?.toString('utf8');
    const kept = text === undefined ? undefined : v.parse(shape, JSON.parse(text));
    if (kept?.forge !== forge) return {};
    const groups = Object.entries(kept.spent).filter(([, spent]) => spent !== undefined);
    return Object.fromEntries(groups);
  } catch {
    return {};
  }
}

/** That it could not be kept costs at most a wait that the forge asks for. */
export function keepSpent(bytes: StateBytes, forge: string, budget: Budget): void {
  try {
    bytes.write(Buffer.from(JSON.stringify({ forge, spent: budget.snapshot() })));
  } catch {
    // As above.
  }
}
