/** The regimes of a list: built-in ones as the configuration changes them, and its own. */
import type { Regime } from '../../catalogue/regime-file.ts';

/** What a configuration says of a regime; of a built-in one the rest stays as it is. */
export interface OwnRegime extends Partial<Omit<Regime, 'id'>> {
  readonly id: string;
  /** Ids of labels, or beginnings of such with a `*`, beside the labels that name it. */
  readonly labels?: readonly string[];
  readonly contact?: string;
  /** False: it is left out, and the list says so. */
  readonly listed?: boolean;
}

export interface ListedRegime extends Regime, Required<Omit<OwnRegime, keyof Regime>> {}

const NEW: Omit<ListedRegime, 'id'> = {
  title: '',
  source: '',
  applies: '',
  detectors: [],
  steps: [],
  labels: [],
  contact: '',
  listed: true,
};

export function mergeRegimes(builtIn: readonly Regime[], own: readonly OwnRegime[]): ListedRegime[] {
  const regimes = new Map(
    builtIn.map((regime): [string, ListedRegime] => [regime.id, { ...NEW, ...regime }]),
  );
  for (const changes of own) {
    const base = regimes.get(changes.id) ?? { ...NEW, id: changes.id };
    regimes.set(changes.id, { ...base, ...changes });
  }
  return [...regimes.values()];
}

/** Which regimes call for notices of what bears a label and was found by a detector. */
export class RegimeChoice {
  readonly #regimes: readonly ListedRegime[];
  /** Of each label, those that it names itself. */
  readonly #named: ReadonlyMap<string, readonly string[]>;
  readonly #known = new Map<string, readonly string[]>();

  constructor(regimes: readonly ListedRegime[], named: ReadonlyMap<string, readonly string[]>) {
    this.#regimes = regimes;
    this.#named = named;
  }

  /** Ids; also of regimes that a label names and nothing describes. */
  of({ label, detector }: { readonly label: string; readonly detector: string }): readonly string[] {
    const key = `${label} ${detector}`;
    const known = this.#known.get(key) ?? this.#choose(label, detector);
    this.#known.set(key, known);
    return known;
  }

  #choose(label: string, detector: string): readonly string[] {
    const named = this.#named.get(label) ?? [];
    const described = this.#regimes.filter(
      ({ id, labels }) => named.includes(id) || labels.some((one) => fits(one, label)),
    );
    const meant = described.filter(
      ({ detectors }) => detectors.length === 0 || detectors.some((one) => fits(one, detector)),
    );
    // Where no detector tells which one it is, it may be any of them.
    const chosen = (meant.length > 0 ? meant : described).map(({ id }) => id);
    const unknown = named.filter((id) => !this.#regimes.some((regime) => regime.id === id));
    return [...chosen, ...unknown];
  }
}

/** @param pattern a whole name, or a beginning with a `*` */
export function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
