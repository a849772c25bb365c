/** Deltas that have no whole object to stand on because they stand on each other. git never comes back from one. */
import type { PackForest } from './pack-forest.ts';

const UNSEEN = 0;
const GROUNDED = 1;
const CIRCULAR = 2;
const AT_HAND = 3;

/** @returns for each object of the pack 1 when the chain of its bases has no end */
export function circularDeltas({ count, bases }: PackForest): Uint8Array {
  const states = new Uint8Array(count);
  for (let start = 0; start < count; start++) {
    let number = start;
    while (number >= 0 && states[number] === UNSEEN) {
      states[number] = AT_HAND;
      number = bases[number] ?? -1;
    }
    const isGrounded = number < 0 || states[number] === GROUNDED;
    for (number = start; number >= 0 && states[number] === AT_HAND; number = bases[number] ?? -1)
      states[number] = isGrounded ? GROUNDED : CIRCULAR;
  }
  return states.map((state) => (state === CIRCULAR ? 1 : 0));
}
