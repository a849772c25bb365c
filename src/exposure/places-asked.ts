/** Which repositories an answer is about: those that are there, and with a window those that were. */
import type { AuditReader, KnownPlace, Run, RunNumber } from '../store/audit/audit-store.ts';
import { placeKey } from './reader-index.ts';

/** @param from null: none that are gone; else also those that were there at the end of this run or later */
export async function placesAsked(
  reader: AuditReader,
  runs: readonly Run[],
  run: RunNumber,
  from: RunNumber | null,
): Promise<Map<string, KnownPlace>> {
  const numbers = runs.map(({ number }) => number).filter((number) => number <= run);
  const asked = from === null ? [run] : numbers.filter((number) => number >= from);
  const places = new Map<string, KnownPlace>();
  for (const number of asked.toSorted((a, b) => a - b))
    for (const place of await reader.places(number)) places.set(placeKey(place), place);
  return places;
}
