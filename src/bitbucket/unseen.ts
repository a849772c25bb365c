/** Turns what went wrong with a part of the forge into a statement about that part; the rest goes on. */
import type { GrantPart, GrantScope, Unseen } from './forge.ts';
import { ForgeError } from './forge-error.ts';

/**
 * @throws what is no {@link ForgeError}, and a cancellation: neither says anything about the part
 */
export function unseen(error: unknown, scope: GrantScope | 'group', on: string, part?: GrantPart): Unseen {
  if (!(error instanceof ForgeError) || error.kind === 'cancelled') throw error;
  const why = error.isRefusal ? `not visible to this token (${error.message})` : error.message;
  const { hint, isRefusal: isRefused } = error;
  return { scope, on, ...(part && { part }), why, ...(hint !== undefined && !part && { hint }), isRefused };
}
