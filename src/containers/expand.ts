/** Opens a container and what is in it, member by member, in memory, within limits. Whatever the bytes say, it ends and does not throw. */
import { Budget, type ExpansionLimits } from './budget.ts';
import type { Container, TroubleKind } from './container.ts';
import { containerOf } from './table.ts';

/** What could not be read, of one kind. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** The first that it happened to: names of the members that lead there, latin1 bytes. Empty: the blob itself. */
  readonly inside: readonly string[];
  readonly count: number;
}

/** @returns false when enough has been seen. The bytes are good until it returns */
export type MemberVisitor = (bytes: Buffer, inside: readonly string[]) => boolean;

/** A name is shown, and kept with each finding. */
const MOST_NAME = 1024;

/** @returns what could not be read, by kind; empty for a blob that is no container */
export function expand(blob: Buffer, limits: ExpansionLimits, visit: MemberVisitor): readonly Trouble[] {
  const container = limits.depth > 0 ? containerOf(blob) : undefined;
  if (!container) return [];
  const expansion = new Expansion(new Budget(limits, blob.length), limits.depth, visit);
  expansion.open({ container, bytes: blob, inside: [], level: 1 });
  return expansion.troubles;
}

class Expansion {
  readonly #budget: Budget;
  readonly #depth: number;
  readonly #visit: MemberVisitor;
  readonly #troubles = new Map<TroubleKind, { inside: readonly string[]; count: number }>();
  #isOver = false;

  constructor(budget: Budget, depth: number, visit: MemberVisitor) {
    this.#budget = budget;
    this.#depth = depth;
    this.#visit = visit;
  }

  get troubles(): readonly Trouble[] {
    return [...this.#troubles].map(([kind, trouble]) => ({ kind, ...trouble }));
  }

  open({ container, bytes, inside, level }: Opened): void {
    const onTrouble = (kind: TroubleKind, name: string): void =>
      this.#tell(kind, name === '' ? inside : [...inside, shown(name)]);
    try {
      for (const { name, bytes: content } of container.members(bytes, { budget: this.#budget, onTrouble })) {
        const place = [...inside, shown(name)];
        this.#take(content, place);
        if (!this.#isOver) this.#descend(content, { container, inside: place, level });
        if (this.#isOver) break;
      }
    } catch (error) {
      if (!isOutOfBounds(error)) throw error;
      onTrouble('damaged', '');
    }
  }

  #take(bytes: Buffer, inside: readonly string[]): void {
    this.#budget.spendMember();
    this.#isOver = !this.#visit(bytes, inside);
    if (this.#isOver || !this.#budget.isSpent) return;
    this.#tell('limit', inside);
    this.#isOver = true;
  }

  #descend(bytes: Buffer, { container: outer, inside, level }: Omit<Opened, 'bytes'>): void {
    const container = containerOf(bytes);
    if (!container) return;
    const isWrapped = outer.isWrapping === true && container.isWrapping !== true;
    const own = isWrapped || container.isText === true ? level : level + 1;
    if (own > this.#depth) this.#tell('limit', inside);
    else this.open({ container, bytes, inside, level: own });
  }

  #tell(kind: TroubleKind, inside: readonly string[]): void {
    this.#budget.spendMember();
    const known = this.#troubles.get(kind);
    if (known) known.count++;
    else this.#troubles.set(kind, { inside, count: 1 });
  }
}

interface Opened {
  readonly container: Container;
  readonly bytes: Buffer;
  readonly inside: readonly string[];
  /** 1 for the blob itself. */
  readonly level: number;
}

/** A zero tells names apart elsewhere. */
function shown(name: string): string {
  return name.slice(0, MOST_NAME).replaceAll('\0', ' ');
}

/** A format says that something lies where there is nothing. */
function isOutOfBounds(error: unknown): boolean {
  const code = error instanceof RangeError && 'code' in error ? error.code : undefined;
  return code === 'ERR_OUT_OF_RANGE' || code === 'ERR_BUFFER_OUT_OF_BOUNDS';
}
