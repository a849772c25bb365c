/** The largest of many numbers. `Math.max(...)` passes each as an argument and overflows the stack at 100,000 places. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
