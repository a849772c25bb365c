/** A whole number as a person reads it: `12,000`. Not Intl's, which takes longer to load than a hook takes to scan. */

/** @param count whole */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
