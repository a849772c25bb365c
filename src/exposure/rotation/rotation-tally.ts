/** How many credentials there are of each kind. */
import type { CredentialPlaces, CredentialValue } from './credential-value.ts';
import {
  GONE_BECAUSE,
  type GoneBecause,
  type RotationCounts,
  type RotationProgress,
  type RotationStatus,
  STATUSES,
} from './rotation-answer.ts';
import type { Weighed } from './rotation-entry.ts';

export class RotationTally {
  readonly #counts = { listed: 0, held: 0, places: 0, atTip: 0, active: 0, inactive: 0 };
  readonly #repositories = new Set<number>();
  readonly #statuses: Record<RotationStatus, number>;
  readonly #gone: Record<GoneBecause, number>;

  constructor() {
    this.#statuses = zeros(STATUSES);
    this.#gone = zeros(GONE_BECAUSE);
  }

  add({ said, held, goneBecause }: CredentialValue, { status }: Weighed): void {
    this.#counts.listed += 1;
    if (said?.result === 'active') this.#counts.active += 1;
    if (said?.result === 'inactive') this.#counts.inactive += 1;
    if (status !== null) this.#statuses[status] += 1;
    if (status === 'gone' && goneBecause !== null) this.#gone[goneBecause] += 1;
    if (held !== null) this.#addHeld(held);
  }

  counts(): RotationCounts {
    return { ...this.#counts, repositories: this.#repositories.size };
  }

  progress(): Omit<RotationProgress, 'since'> {
    return { statuses: this.#statuses, gone: this.#gone };
  }

  #addHeld({ findings, atTip, repositories }: CredentialPlaces): void {
    this.#counts.held += 1;
    this.#counts.places += findings;
    if (atTip === true) this.#counts.atTip += 1;
    for (const repository of repositories) this.#repositories.add(repository);
  }
}

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one number for each name
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
