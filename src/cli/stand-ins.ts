/**
 * While an image is written, node 20 lacks what V8 adds to arrays when a program starts: change array by copy. Started from the image the
 * real ones are there again. https://github.com/tc39/proposal-change-array-by-copy
 */

type Method = (this: unknown[], ...given: never[]) => unknown;

const STAND_INS: Readonly<Record<string, Method>> = {
  toSorted(this: unknown[], order?: (a: unknown, b: unknown) => number) {
    const copy = this.slice();
    // oxlint-disable-next-line unicorn/no-array-sort -- this is what is missing
    return copy.sort(order);
  },
  toReversed(this: unknown[]) {
    const copy = this.slice();
    // oxlint-disable-next-line unicorn/no-array-reverse -- as above
    return copy.reverse();
  },
  toSpliced(this: unknown[], ...given: [number, number, ...unknown[]]) {
    const copy = this.slice();
    copy.splice(...given);
    return copy;
  },
  with(this: unknown[], index: number, value: unknown) {
    const copy = this.slice();
    copy[index < 0 ? copy.length + index : index] = value;
    return copy;
  },
};

/** Fills in what is missing. @returns what takes it out again */
export function standIn(): () => void {
  const missing = Object.entries(STAND_INS).filter(([name]) => !(name in Array.prototype));
  for (const [name, value] of missing)
    // oxlint-disable-next-line eslint/no-extend-native -- for a moment, in a process that does nothing else
    Object.defineProperty(Array.prototype, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name] of missing) Reflect.deleteProperty(Array.prototype, name);
  };
}
