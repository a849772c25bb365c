/** A growing list of 32-bit numbers in one typed array: four bytes each, no garbage. */
export class IntList {
  #values = new Int32Array(1024);
  #length = 0;
  readonly #absent: number;

  /** @param absent what a place holds that was never set */
  constructor(absent = 0) {
    this.#absent = absent;
    this.#values.fill(absent);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#reserve(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** The numbers at values[from, to). A loop, since most stretches are too short to be worth a view. */
  append(values: Int32Array, from: number, to: number): void {
    this.#reserve(this.#length + to - from);
    const own = this.#values;
    let place = this.#length;
    for (let index = from; index < to; index++) own[place++] = values[index] ?? 0;
    this.#length = place;
  }

  at(place: number): number {
    return this.#values[place] ?? this.#absent;
  }

  /** Sets any place; those in front of it that were never set are absent. */
  set(place: number, value: number): void {
    this.#reserve(place + 1);
    this.#length = Math.max(this.#length, place + 1);
    this.#values[place] = value;
  }

  /** A view, not a copy; it goes stale when the list grows. */
  slice(start: number, end: number): Int32Array {
    return this.#values.subarray(start, end);
  }

  /** All of them, and room behind: no view is made. It goes stale when the list grows. */
  get values(): Int32Array {
    return this.#values;
  }

  #reserve(length: number): void {
    if (length <= this.#values.length) return;
    const grown = new Int32Array(Math.max(length, this.#values.length * 2));
    grown.set(this.#values);
    if (this.#absent !== 0) grown.fill(this.#absent, this.#values.length);
    this.#values = grown;
  }
}
