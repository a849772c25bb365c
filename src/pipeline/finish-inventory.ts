/** Counted kinds of files -> lines of the inventory: titled, with their level, most contents first. */
import type { InventoryLine } from '../core/inventory.ts';
import type { ScanPlan } from './scan-plan.ts';
import type { Scanned } from './scanned.ts';

export function inventoryOf(
  { artefacts }: Pick<Scanned, 'artefacts'>,
  { labels }: Pick<ScanPlan, 'labels'>,
): InventoryLine[] | null {
  if (!artefacts) return null;
  const lines = artefacts.map((artefact) => {
    const label = labels.get(artefact.label);
    return { ...artefact, title: label?.title ?? artefact.label, level: label?.level ?? 'INTERNAL' };
  });
  return lines.toSorted((a, b) => b.contents - a.contents || (a.label < b.label ? -1 : 1));
}
