/** The records of each file of a bundle, in its order, from the store. A few are in memory at a time. */
import { isComplete } from '../core/problem.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import { Dater } from '../exposure/introduced-at.ts';
import { placeKey } from '../exposure/reader-index.ts';
import { wasThere } from '../exposure/window.ts';
import type { KnownPlace, KnownVisit, ListedFinding, Run } from '../store/audit/audit-store.ts';
import { compareLines, type EvidenceLine, type LineFile } from './bundle-format.ts';
import { type EvidenceScope, type PlacedScope, scopesOf } from './evidence-scope.ts';

type LinesFrom = (scope: EvidenceScope) => AsyncIterable<EvidenceLine>;

export const EVIDENCE_LINES: Readonly<Record<LineFile, LinesFrom>> = {
  'repositories.jsonl': repositoryLines,
  'runs.jsonl': runLines,
  'detectors.jsonl': detectorLines,
  'findings.jsonl': findingLines,
  'refs.jsonl': perPlace('refs.jsonl', async ({ reader, run }, place) => reader.refs(run, place)),
  'inventory.jsonl': perPlace('inventory.jsonl', async ({ reader, run }, place) =>
    reader.inventory(run, place),
  ),
  'pull-requests.jsonl': perPlace(
    'pull-requests.jsonl',
    async ({ reader, run }, place) => (await reader.pullRequests(run, place)) ?? [],
  ),
  'pushes.jsonl': perPlace(
    'pushes.jsonl',
    async ({ reader, run }, place) => (await reader.pushes(run, place)) ?? [],
  ),
  'scopes.jsonl': scopeLines,
  'readers.jsonl': readerLines,
  'problems.jsonl': problemLines,
};

/** Without what a later run changes, so that an old run gives the same evidence after it. */
async function* repositoryLines({
  reader,
  run,
  places,
  visits,
}: EvidenceScope): AsyncGenerator<EvidenceLine> {
  for (const place of places) {
    const { id: repositoryId, lastRun: _, goneRun, ...known } = place;
    yield {
      ...known,
      repositoryId,
      isGone: goneRun !== null && goneRun <= run,
      ...visitMembers(visits.get(placeKey(place))),
      pullRequests: listWord(await reader.pullRequests(run, place)),
      pushes: listWord(await reader.pushes(run, place)),
    };
  }
}

function visitMembers(visit: KnownVisit | undefined): EvidenceLine {
  if (!visit) return { outcome: 'not visited', scannedRun: null, scan: null, isComplete: false };
  const { outcome, scannedRun, summary, problems } = visit;
  const isWhole = outcome !== 'failed' && isComplete(problems);
  return { outcome, scannedRun, scan: summary, isComplete: isWhole };
}

function listWord(known: readonly object[] | null | undefined): string {
  if (known === undefined) return 'not asked';
  return known === null ? 'not visible' : 'listed';
}

async function* runLines({ run, request }: EvidenceScope): AsyncGenerator<EvidenceLine> {
  for (const each of request.runs.toReversed()) if (each.number <= run) yield { ...plainRun(each) };
}

/** As the store keeps it, less its problems: they have a file of their own. */
export function plainRun({
  number,
  startedAt,
  finishedAt,
  outcome,
  target,
  tool,
  optionsDigest,
  settings,
}: Run): Run {
  const kept = { number, startedAt, finishedAt, outcome, target, tool, optionsDigest };
  return { ...kept, ...(settings && { settings }) };
}

async function* detectorLines({ reader, run }: EvidenceScope): AsyncGenerator<EvidenceLine> {
  const detectors = Object.entries(await reader.detectors(run)).map(([id, digest]) => ({ id, digest }));
  yield* inOrder('detectors.jsonl', detectors);
}

async function* findingLines({
  reader,
  request,
  run,
  from,
  places,
}: EvidenceScope): AsyncGenerator<EvidenceLine> {
  const asked = new Set(places.map(placeKey));
  const { window, runs } = request;
  const { findings } = await reader.list({
    run,
    since: null,
    ...(from !== null && { heldFrom: from }),
    isWanted: (place) => asked.has(placeKey(place)),
    minSeverity: 'info',
    minConfidence: 'low',
    order: 'place',
  });
  const dater = new Dater(runs);
  for (const listed of findings) {
    if (window === null || wasThere(dater.date(listed).at, window)) yield findingLine(listed);
  }
}

/** Without advice: what a detector says of all its findings alike is no evidence. */
function findingLine({ place, id, finding, firstRun, change }: ListedFinding): EvidenceLine {
  const { issuer: _, exposes: __, revoke: ___, references: ____, ...own } = finding;
  return {
    ...named(place),
    repository: place.fullName,
    id,
    firstRun,
    isGone: change === 'gone',
    ...masked(own),
  };
}

/** A record of the store has no value in it; should one ever, it stops here. */
function masked<Own extends Partial<StoredFinding>>(own: Own): Own {
  if ('secret' in own || 'value' in own) throw new Error('a secret in clear was to be written into evidence');
  return own;
}

async function* scopeLines(scope: EvidenceScope): AsyncGenerator<EvidenceLine> {
  for (const { forge, ...asked } of await scopesOf(scope)) {
    const list = await scope.reader.readerList(scope.run, forge, asked);
    const { asked: parts = null, hidden = null } = list ?? {};
    yield { ...scopeName({ forge, ...asked }), asked: parts, hidden };
  }
}

async function* readerLines(scope: EvidenceScope): AsyncGenerator<EvidenceLine> {
  for (const { forge, ...asked } of await scopesOf(scope)) {
    const list = await scope.reader.readerList(scope.run, forge, asked);
    const lines = list?.grants.map((grant) => ({ ...scopeName({ forge, ...asked }), ...grant }));
    yield* inOrder('readers.jsonl', lines ?? []);
  }
}

function scopeName({ forge, kind, id }: PlacedScope): EvidenceLine {
  return { forge, scope: kind, scopeId: id };
}

async function* problemLines({ request }: EvidenceScope): AsyncGenerator<EvidenceLine> {
  yield* inOrder(
    'problems.jsonl',
    request.covered.problems.map((problem) => ({ ...problem })),
  );
}

function perPlace(
  file: LineFile,
  listOf: (scope: EvidenceScope, place: KnownPlace) => Promise<readonly object[]>,
): LinesFrom {
  return async function* lines(scope): AsyncGenerator<EvidenceLine> {
    for (const place of scope.places) {
      const list = await listOf(scope, place);
      yield* inOrder(
        file,
        list.map((line) => ({ ...named(place), ...line })),
      );
    }
  };
}

function named({ forge, id }: KnownPlace): { forge: string; repositoryId: string } {
  return { forge, repositoryId: id };
}

/** Each once. */
function* inOrder(file: LineFile, lines: readonly EvidenceLine[]): Generator<EvidenceLine> {
  let last: EvidenceLine | undefined;
  for (const line of lines.toSorted((a, b) => compareLines(file, a, b))) {
    if (!last || compareLines(file, last, line) !== 0) yield line;
    last = line;
  }
}
