/** What a check asks of a candidate and what it says to it, in words. Never part of a scan: a scan wants yes or no. */
import type { CheckSpec } from '../catalogue/detector.ts';
import type { Check, CheckInput } from './check.ts';

export interface CheckAnswer {
  readonly name: string;
  /** What `accepts` says. */
  readonly accepts: boolean;
  /** One sentence. */
  readonly asks: string;
  /** What was measured or seen; empty where yes or no says it all. */
  readonly found: string;
}

export function explainCheck(check: Check, input: CheckInput, spec: CheckSpec): CheckAnswer {
  return {
    name: spec.name,
    accepts: check.accepts(input, spec),
    asks: questionOf(check, spec),
    found: check.found?.(input, spec) ?? '',
  };
}

export function questionOf({ asks }: Check, spec: CheckSpec): string {
  return typeof asks === 'string' ? asks : asks(spec);
}
