/** A day, or a moment with its offset, as RFC 3339 writes them. */
import type { Moment } from '../core/period.ts';

const DATE = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)([Zz]|[+-]\d\d:\d\d))?$/;
const OFFSET = /^([+-])(\d\d):(\d\d)$/;
const MINUTE_MS = 60_000;

export interface DateRead {
  /** Milliseconds of the epoch: where the day begins in UTC. */
  readonly start: number;
  /** Null for a day alone. */
  readonly moment: Moment | null;
}

/** Undefined for what is no date; a time without an offset is none. */
export function dateIn(text: string): DateRead | undefined {
  const [, day = '', time, offset = ''] = DATE.exec(text) ?? [];
  const start = Date.parse(`${day}T00:00:00Z`);
  // 2026-02-30 would be taken for the second of March.
  if (day === '' || Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) return undefined;
  if (time === undefined) return { start, moment: null };
  const at = Date.parse(`${day}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? undefined : { start, moment: { at, offsetMs: offsetIn(offset) } };
}

function offsetIn(text: string): number {
  const [, sign, hours, minutes] = OFFSET.exec(text) ?? [];
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS * (sign === '-' ? -1 : 1);
}
