/** Findings, one after the other -> entries: a secret with its places, or each place for itself. Holds one entry at a time. */
import type { FindingRecord } from '../disclosure/finding-record.ts';

export interface Entry {
  /** Those that are shown. */
  readonly places: readonly [FindingRecord, ...FindingRecord[]];
  /** Of all places, those that are not shown too. */
  readonly count: number;
  readonly titles: ReadonlySet<string>;
}

/** Beyond these the places of a secret are counted only. */
const MAX_PLACES = 5;

/** @param findings all places of a secret together */
export function* entriesOf(
  findings: Iterable<FindingRecord>,
  { group, verbose }: { readonly group: boolean; readonly verbose: boolean },
): Generator<Entry> {
  let entry: { places: [FindingRecord, ...FindingRecord[]]; count: number; titles: Set<string> } | undefined;
  for (const finding of findings) {
    if (entry && group && entry.places[0].secretId === finding.secretId) {
      entry.count += 1;
      entry.titles.add(finding.title);
      if (verbose || entry.places.length < MAX_PLACES) entry.places.push(finding);
      continue;
    }
    if (entry) yield entry;
    entry = { places: [finding], count: 1, titles: new Set([finding.title]) };
  }
  if (entry) yield entry;
}
