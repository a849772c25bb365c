/** Names of files and folders <-> numbers. Names are latin1: bytes, not text. */
import type { NameColumn } from '../engine/name-table.ts';

export class NameList {
  /** What the engine numbered: the numbers from 0 on. Strings are made of them one by one, when somebody asks. */
  #column: NameColumn = { count: 0, starts: new Uint32Array(1), bytes: Buffer.alloc(0) };
  /** The numbers behind those. */
  readonly #own: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** Takes over the engine's names with their numbers; before any other name gets one. */
  adopt(column: NameColumn): void {
    if (this.#numbers.size > 0)
      throw new Error('names were numbered before the engine was asked for its own');
    this.#column = column;
  }

  nameOf(number: number): string {
    const { count, starts, bytes } = this.#column;
    if (number >= count) return this.#own[number - count] ?? '';
    return bytes.toString('latin1', starts[number], starts[number + 1]);
  }

  /** The number of the name, given now if it has none. */
  add(name: string): number {
    this.#index();
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#column.count + this.#own.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }

  /** The engine's names are looked up by text only when a tree is read without it. */
  #index(): void {
    if (this.#numbers.size > 0) return;
    for (let number = 0; number < this.#column.count; number++)
      this.#numbers.set(this.nameOf(number), number);
  }
}
