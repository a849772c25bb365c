/** A growing list of 32-bit numbers in one typed array: four bytes each, no garbage. */
export class IntList {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Int32Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** A view, not a copy; it goes stale when the list grows. */
  slice(start: number, end: number): Int32Array {
    return this.#values.subarray(start, end);
  }
}
