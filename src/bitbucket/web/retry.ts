/** How long to wait before asking again: seconds after a hiccup, minutes after a 429 that does not say. */

const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
const FIRST_LIMITED_MS = 60_000;
const LONGEST_LIMITED_MS = 960_000;
const LONGEST_TOLD_MS = 3_600_000;

/**
 * After a 5xx, a network error or half an answer: 1, 2, 4... seconds, up to 30, of which a random half.
 *
 * @param attempt 0 for the first wait
 * @param random 0 to less than 1
 */
export function hiccupDelayMs(attempt: number, random: number): number {
  return jittered(Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS), random);
}

/**
 * After a 429. Cloud does not say how long, and what it counts is an hour: 1, 2, 4, 8, 16, 16... minutes.
 * Data Center says it in Retry-After: seconds, or a date. An hour at most is believed, and a second is waited at least.
 *
 * @param nowMs by the clock that a date is told by: the server's
 */
export function limitedDelayMs(
  attempt: number,
  retryAfter: string | null,
  nowMs: number,
  random: number,
): number {
  const told = retryAfter === null ? null : retryAfterMs(retryAfter, nowMs);
  if (told === null) return jittered(Math.min(FIRST_LIMITED_MS * 2 ** attempt, LONGEST_LIMITED_MS), random);
  // All who wait are told the same: they should not all come back in the same moment.
  return Math.min(Math.max(told, FIRST_MS), LONGEST_TOLD_MS) + Math.round(random * FIRST_MS);
}

function retryAfterMs(text: string, nowMs: number): number | null {
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date - nowMs;
}

/** Between the half and the whole. */
function jittered(ms: number, random: number): number {
  return Math.round(ms / 2 + (ms / 2) * random);
}
