/** An answer -> what it says of the secret, by the conditions of the pattern file. What fits none of them says nothing. */
import { valuesOf, type VerifyCondition, type VerifyRequest } from '../catalogue/verify-request.ts';
import type { Verification, VerifyReason } from '../core/verification.ts';

export interface Answer {
  readonly status: number;
  /** Null where no condition looks at it, or it is longer than is read. */
  readonly body: string | null;
}

export type Verdict = Pick<Verification, 'result' | 'reason'>;

/** @param isHome is it certain that the secret, if it works at all, works at this host? */
export function judgeAnswer(request: VerifyRequest, { status, body }: Answer, isHome: boolean): Verdict {
  const json = jsonIn(body);
  const isMet = (condition: VerifyCondition): boolean =>
    condition.status.includes(status) && hasFields(json, condition.json ?? {});
  if (request.active.some(isMet)) return { result: 'active', reason: 'accepted' };
  if (request.inactive.some(isMet)) {
    return isHome
      ? { result: 'inactive', reason: 'refused' }
      : { result: 'unknown', reason: 'not-known-there' };
  }
  return { result: 'unknown', reason: reasonOf(status) };
}

function reasonOf(status: number): VerifyReason {
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'no-answer' : 'unexpected-answer';
}

/** Need the bytes of an answer be read at all? */
export function needsBody({ active, inactive }: VerifyRequest): boolean {
  return [...active, ...inactive].some(({ json }) => json !== undefined);
}

function jsonIn(body: string | null): unknown {
  try {
    return body === null ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}

function hasFields(json: unknown, wanted: NonNullable<VerifyCondition['json']>): boolean {
  return Object.entries(wanted).every(([field, value]) => valuesOf(value).includes(fieldOf(json, field)));
}

function fieldOf(json: unknown, path: string): unknown {
  let at = json;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Object.entries(at).find(([key]) => key === name)?.[1];
  }
  return at;
}
