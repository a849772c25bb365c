/** Where each credential stands in the list: of each only numbers are kept. */
import { LEVELS } from '../../core/severity.ts';
import type { ReaderCount } from '../exposure-answer.ts';
import type { CredentialValue, Span } from './credential-value.ts';
import type { Weighed } from './rotation-entry.ts';

/** What orders. */
interface Standing extends Span {
  readonly secretId: string;
  readonly isDone: boolean;
  readonly points: number;
  readonly level: number;
  /** Milliseconds; what is not dated may be the youngest. */
  readonly at: number;
  readonly readers: number;
}

/** More than people and groups that can be counted. */
const ANYONE = 2 ** 40;
const WHOEVER_LOGS_IN = 2 ** 39;

export class RotationOrder {
  readonly #standings: Standing[] = [];
  readonly #ids = new Set<string>();

  add({ secretId, said, first, last }: CredentialValue, { worst, points, readers, places }: Weighed): void {
    this.#ids.add(secretId);
    this.#standings.push({
      first,
      last,
      secretId,
      isDone: said?.result === 'inactive',
      points,
      level: LEVELS.indexOf(worst.finding.level),
      at: places.dating.at ?? Infinity,
      readers: readersOf(readers),
    });
  }

  has(secretId: string): boolean {
    return this.#ids.has(secretId);
  }

  /** Where the values stand in the walk, in the order of the list. */
  spans(): readonly Span[] {
    return this.#standings.toSorted(compareStandings);
  }
}

/** What is done comes last; else blast radius, level, age, readers, and a last word that never ties. */
function compareStandings(a: Standing, b: Standing): number {
  return (
    Number(a.isDone) - Number(b.isDone) ||
    b.points - a.points ||
    b.level - a.level ||
    compareNumbers(a.at, b.at) ||
    b.readers - a.readers ||
    (a.secretId < b.secretId ? -1 : 1)
  );
}

/** Also of two that are infinite. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function readersOf({ anonymous, authenticated, people, groups, keys }: ReaderCount): number {
  if (anonymous) return ANYONE;
  return authenticated ? WHOEVER_LOGS_IN : people + groups + keys;
}
