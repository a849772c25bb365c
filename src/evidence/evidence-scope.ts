/** What a bundle is to hold: the run, the repositories, the window, and what the store knows of them. */
import type { ScanSummary, StoredResult } from '../core/scan-result.ts';
import { placesAsked } from '../exposure/places-asked.ts';
import { placeKey } from '../exposure/reader-index.ts';
import { heldFrom, type TimeWindow } from '../exposure/window.ts';
import type {
  AuditReader,
  KnownPlace,
  KnownVisit,
  Run,
  RunNumber,
  Scope,
} from '../store/audit/audit-store.ts';

export interface EvidenceRequest {
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  /** What the run covered. */
  readonly covered: Pick<StoredResult, 'problems'> & { readonly scan: Pick<ScanSummary, 'complete'> };
  readonly projects: readonly string[];
  readonly repositories: readonly string[];
  readonly isWanted: (place: KnownPlace) => boolean;
  /** Null: all that is stored at the end of the run. */
  readonly window: TimeWindow | null;
}

export interface EvidenceScope {
  readonly reader: AuditReader;
  readonly request: EvidenceRequest;
  /** The number of the run. */
  readonly run: RunNumber;
  /** Also those that had gone by the end of this run; null: none. */
  readonly from: RunNumber | null;
  /** By forge and id. */
  readonly places: readonly KnownPlace[];
  /** By `placeKey`. */
  readonly visits: ReadonlyMap<string, KnownVisit>;
}

export async function evidenceScope(reader: AuditReader, request: EvidenceRequest): Promise<EvidenceScope> {
  const { run, runs, isWanted, window } = request;
  const from = window === null ? null : heldFrom(runs, window, run);
  const known = [...(await placesAsked(reader, runs, run.number, from)).values()].filter(isWanted);
  const visits = await reader.visits(run.number);
  return {
    reader,
    request,
    run: run.number,
    from,
    places: known.toSorted((a, b) => compareTexts([a.forge, a.id], [b.forge, b.id])),
    visits: new Map(visits.map((visit) => [placeKey(visit.place), visit])),
  };
}

/** A scope of a forge. */
export interface PlacedScope extends Scope {
  readonly forge: string;
}

/** Where rights to read these repositories may be given, each once, in the order of the bundle. */
export async function scopesOf({ reader, run, places }: EvidenceScope): Promise<readonly PlacedScope[]> {
  const found = new Map<string, PlacedScope>();
  for (const place of places)
    for (const scope of scopesAround(place)) found.set(JSON.stringify(Object.values(scope)), scope);
  // Groups that are found on the way are walked, too.
  for (const { forge, ...scope } of found.values()) {
    const list = await reader.readerList(run, forge, scope);
    for (const { subject, id } of list?.grants ?? []) {
      const group: PlacedScope = { forge, kind: 'group', id };
      if (subject === 'group') found.set(JSON.stringify(Object.values(group)), group);
    }
  }
  return [...found.values()].toSorted((a, b) =>
    compareTexts([a.forge, a.kind, a.id], [b.forge, b.kind, b.id]),
  );
}

function scopesAround({ forge, id, fullName, project }: KnownPlace): PlacedScope[] {
  const [owner = ''] = fullName.split('/');
  const projects = project === null ? [] : [project, `${owner}/${project}`];
  return [
    { forge, kind: 'repository', id },
    ...projects.map((key): PlacedScope => ({ forge, kind: 'project', id: key })),
    { forge, kind: 'workspace', id: owner },
    { forge, kind: 'instance', id: '' },
  ];
}

/** By their UTF-16 units. */
function compareTexts(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((text, index) => text !== other[index]);
  if (at < 0) return 0;
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}
