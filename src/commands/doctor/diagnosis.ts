/** One line of `bitsieve doctor`: what was looked at, how it is, and what to do about it. */

export interface Diagnosis {
  /** One or two words. */
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly said: string;
  /** What to do; null where there is nothing to. */
  readonly advice: string | null;
}

export function ok(check: string, said: string): Diagnosis {
  return { check, state: 'ok', said, advice: null };
}

export function warning(check: string, said: string, advice: string | null): Diagnosis {
  return { check, state: 'warning', said, advice };
}

export function wrong(check: string, said: string, advice: string | null): Diagnosis {
  return { check, state: 'wrong', said, advice };
}

/** The worst of all. */
export function stateOf(diagnoses: readonly Diagnosis[]): Diagnosis['state'] {
  const states = new Set(diagnoses.map(({ state }) => state));
  return (['wrong', 'warning'] as const).find((state) => states.has(state)) ?? 'ok';
}
