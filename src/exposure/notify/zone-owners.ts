/** Owners of zones, and what was found in their zones, while findings stream by. Each finding counts once for an owner. */
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import type { Passing } from '../tally.ts';
import { holds, holdsPath, type Zone } from '../zone.ts';
import type { ZoneOwnerShare } from './owners.ts';
import { Share } from './share.ts';

interface Gathered {
  readonly zones: Set<string>;
  readonly share: Share;
}

export class ZoneOwners {
  readonly #zones: readonly Zone[];
  /** By number of the repository, the zones that it is part of. */
  readonly #around = new Map<number, readonly Zone[]>();
  readonly #owners = new Map<string, Gathered>();

  constructor(zones: readonly Zone[]) {
    this.#zones = zones;
  }

  add(passing: Passing, place: KnownPlace, regimes: readonly string[]): void {
    const around = this.#around.get(passing.place) ?? this.#zones.filter((zone) => holds(zone, place));
    this.#around.set(passing.place, around);
    const told = new Set<Gathered>();
    for (const zone of around) {
      if (!holdsPath(zone, passing.finding)) continue;
      for (const owner of zone.owners) {
        const one = this.#owners.get(owner) ?? { zones: new Set<string>(), share: new Share() };
        this.#owners.set(owner, one);
        one.zones.add(zone.name);
        told.add(one);
      }
    }
    for (const one of told) one.share.add(passing, regimes);
  }

  shares(places: readonly KnownPlace[]): ZoneOwnerShare[] {
    return [...this.#owners].map(([owner, { zones, share }]) => ({
      owner,
      zones,
      share,
      repositories: [...share.tally.places].map((number) => places[number]?.fullName ?? ''),
    }));
  }
}
