/** What earlier runs know of each place, and whether that still holds: then it need not be fetched. */
import type { RemoteRefs } from '../git/mirror/remote-refs.ts';
import type { AuditReader, KnownVisit, RefTip, RunNumber, RunRequest } from '../store/audit/audit-store.ts';

/** Problems that would be the same once more. */
const LASTING: ReadonlySet<string> = new Set([
  'blob-over-limit',
  'too-many-candidates',
  'pull-request-not-fetched',
  'not-visible',
]);

export class KnownScans {
  readonly #store: AuditReader;
  readonly #run: RunNumber;
  readonly #visits: ReadonlyMap<string, KnownVisit>;
  readonly #alike: ReadonlySet<RunNumber>;

  private constructor(
    store: AuditReader,
    run: RunNumber,
    known: { visits: ReadonlyMap<string, KnownVisit>; alike: ReadonlySet<RunNumber> },
  ) {
    this.#store = store;
    this.#run = run;
    this.#visits = known.visits;
    this.#alike = known.alike;
  }

  /** @param request the run that is about to scan: only scans with its options and detectors count */
  static async of(
    store: AuditReader,
    run: RunNumber,
    request: RunRequest & { readonly forge: string },
  ): Promise<KnownScans> {
    const visits = await store.visits(run);
    const own = visits.filter(({ place }) => place.forge === request.forge);
    return new KnownScans(store, run, {
      visits: new Map(own.map((visit) => [visit.place.id, visit])),
      alike: await runsAlike(store, request),
    });
  }

  /** Was the place ever scanned with these detectors, and would scanning the same once more bring nothing new? */
  isReusable(id: string): boolean {
    const visit = this.#visits.get(id);
    if (!visit || visit.scannedRun === null || !this.#alike.has(visit.scannedRun)) return false;
    return visit.problems.every(({ code, severity }) => severity === 'warning' || LASTING.has(code));
  }

  /** Are these the refs of the last scan? @param masked the same as they are kept, where a name holds a secret: asked for only then */
  async isSame(
    place: { forge: string; id: string },
    now: readonly RefTip[],
    masked: () => readonly RefTip[],
  ): Promise<boolean> {
    const kept = await this.#store.refs(this.#run, place);
    // Not every server says what its HEAD stands for.
    const isHeadKnown = now.some(({ name }) => name === 'HEAD');
    const before = signOf(isHeadKnown ? kept : kept.filter(({ name }) => name !== 'HEAD'));
    // Looking for secrets in all names of thousands of repositories costs more than asking for them.
    return before === signOf(now) || before === signOf(masked());
  }
}

function signOf(refs: readonly RefTip[]): string {
  return refs
    .map(({ name, oid }) => `${oid} ${name}`)
    .toSorted()
    .join('\n');
}

/** As the scan of a mirror sees them. */
export function tipsOf({ refs, mainBranch }: RemoteRefs): RefTip[] {
  const target = refs.find(({ name }) => name === `refs/heads/${mainBranch}`);
  return target ? [...refs, { name: 'HEAD', oid: target.oid }] : [...refs];
}

async function runsAlike(store: AuditReader, request: RunRequest): Promise<Set<RunNumber>> {
  const detectors = digestsIn(request.detectors);
  const alike = new Set<RunNumber>();
  for (const { number, optionsDigest, tool } of await store.runs()) {
    if (optionsDigest !== request.optionsDigest || tool.version !== request.tool.version) continue;
    if (digestsIn(await store.detectors(number)) === detectors) alike.add(number);
  }
  return alike;
}

function digestsIn(detectors: RunRequest['detectors']): string {
  return JSON.stringify(Object.entries(detectors).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
