/** Findings -> credentials, value by value: all places of one stand together in the list, and one is in memory at a time. */
import type { FindingList, KnownPlace, ListedFinding, Run } from '../../store/audit/audit-store.ts';
import { Dater } from '../introduced-at.ts';
import { placeKey } from '../reader-index.ts';
import { type TimeWindow, wasThere } from '../window.ts';
import { CredentialValue, isCredential, type PassingPlace, type Span } from './credential-value.ts';
import type { LookedAt } from './looked-at.ts';

interface Walked {
  readonly list: FindingList;
  readonly runs: readonly Run[];
  /** Only what was introduced before its end; null: all. */
  readonly window: TimeWindow | null;
  readonly lookedAt: LookedAt;
}

export class CredentialWalk {
  /** By the numbers that values have of them. */
  readonly places: KnownPlace[] = [];
  readonly #walked: Walked;
  readonly #numbers = new Map<string, number>();
  readonly #dater: Dater;

  constructor(walked: Walked) {
    this.#walked = walked;
    this.#dater = new Dater(walked.runs);
  }

  /** In the order of the list. */
  values(): Generator<CredentialValue> {
    return this.#valuesIn(this.#walked.list.findings);
  }

  /** Those of the values that stand at these positions of the list, in the order of the spans. */
  valuesAt(spans: Iterable<Span>): Generator<CredentialValue> {
    return this.#valuesIn(this.#walked.list.at(positionsIn(spans)));
  }

  *#valuesIn(findings: Iterable<ListedFinding>): Generator<CredentialValue> {
    let value: CredentialValue | null = null;
    for (const listed of findings) {
      const passing = this.#passing(listed);
      if (passing === null) continue;
      const { secretId } = passing.finding;
      if (value !== null && value.secretId !== secretId) {
        yield value;
        value = null;
      }
      value ??= new CredentialValue(secretId, listed.position);
      value.add(passing, listed.position);
    }
    if (value !== null) yield value;
  }

  /** Null for what the list is not about. */
  #passing(listed: ListedFinding): PassingPlace | null {
    const { place, finding, firstRun, change, before } = listed;
    if (!isCredential(finding)) return null;
    const { window, lookedAt } = this.#walked;
    const dating = this.#dater.date(listed);
    if (window !== null && !wasThere(dating.at, window)) return null;
    const gone = change === 'gone' ? lookedAt.goneBecause(place, finding, firstRun) : null;
    return { finding, place: this.#numberOf(place), dating, before, gone };
  }

  #numberOf(place: KnownPlace): number {
    const key = placeKey(place);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.places.length);
    this.places.push(place);
    return this.places.length - 1;
  }
}

function* positionsIn(spans: Iterable<Span>): Generator<number> {
  for (const { first, last } of spans)
    for (let position = first; position <= last; position += 1) yield position;
}
