/** Visits that brought nothing, or of which a damaged mirror is to blame. */
import type { ForgeRepository } from '../bitbucket/forge.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Mirror } from '../git/mirror/mirror.ts';
import type { TransferFailure } from '../git/mirror/transfer-failure.ts';
import type { Visit } from '../store/audit/audit-store.ts';

/** What damage looks like to a scan. An object may as well be malformed where it was made. */
const SIGNS_OF_DAMAGE: ReadonlySet<ProblemCode> = new Set([
  'missing-object',
  'corrupt-object',
  'history-damaged',
  'not-scanned',
]);

/** Fetching what was malformed at its origin would bring the same again: the mirror itself has to be wrong. */
export async function isOfDamage(visit: Visit, mirror: Mirror): Promise<boolean> {
  const problems = visit.outcome === 'same' ? [] : visit.problems;
  const signs = problems.filter(({ code, severity }) => severity === 'error' && SIGNS_OF_DAMAGE.has(code));
  if (signs.length === 0) return false;
  // A server sends everything or fails, so what is missing was lost here.
  return signs.some(({ code }) => code === 'missing-object') || mirror.isDamaged();
}

export function notFetched({ fullName }: ForgeRepository, { kind, message }: TransferFailure): Visit {
  return failed('not-fetched', `${fullName} could not be fetched (${kind}): ${message}`);
}

export function failed(code: ProblemCode, message: string): Visit {
  return { outcome: 'failed', problems: [{ code, severity: 'error', message }] };
}
