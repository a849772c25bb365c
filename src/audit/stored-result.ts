/** What the store knows at the end of a run -> what a report is made of. Nothing is scanned, and findings stay in the store. */
import type { InventoryLine } from '../core/inventory.ts';
import { isComplete, type Problem } from '../core/problem.ts';
import type { ScanSummary, StoredResult } from '../core/scan-result.ts';
import { type Earlier, type StoredFinding, SUBSTANCE, type ToldFinding } from '../core/stored-finding.ts';
import { placedProblem } from './placed-problem.ts';
import type {
  AuditReader,
  FindingList,
  KnownPlace,
  KnownVisit,
  ListedFinding,
  ListRequest,
  Run,
} from '../store/audit/audit-store.ts';

export interface StoredRequest extends Omit<ListRequest, 'run'> {
  readonly run: Run;
}

export async function storedResult(store: AuditReader, request: StoredRequest): Promise<StoredResult> {
  const { run, since, isWanted } = request;
  const list = await store.list({ ...request, run: run.number });
  const places = (await store.places(run.number)).filter(isWanted);
  const visits = (await store.visits(run.number)).filter(({ place }) => isWanted(place));
  const problems = [
    ...unfinished(run),
    ...notVisited(places, visits),
    ...(await store.problems(run.number)),
    ...visits.flatMap(({ place, problems: own }) =>
      own.map((problem) => placedProblem(problem, place.fullName)),
    ),
  ];
  const changes = since === null ? null : list.changes;
  return {
    tool: run.tool,
    scan: {
      ...sumOf(run, visits),
      complete: isComplete(problems),
      audit: { run: run.number, since, repositories: places.length, changes },
    },
    problems,
    inventory: since === null ? await inventoryOf(store, run, places) : null,
    stored: { count: list.count, findings: toldFindings(list) },
  };
}

function toldFindings({ findings }: FindingList): Iterable<ToldFinding> {
  return {
    *[Symbol.iterator](): Generator<ToldFinding> {
      for (const listed of findings) yield toldOf(listed);
    },
  };
}

/** Not by spreading, which takes longer than reading the record did. */
function toldOf({ place, finding, change, before }: ListedFinding): ToldFinding {
  const told = {
    repository: place.fullName,
    ...(change !== null && { change }),
    ...(change === 'changed' && before && { before: earlierOf(before, finding) }),
  };
  return Object.assign(told, finding);
}

/** What is different now. */
function earlierOf(before: StoredFinding, now: StoredFinding): Earlier {
  const differing = SUBSTANCE.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
  return Object.fromEntries(differing.map((name) => [name, before[name]]));
}

function unfinished({ number, outcome }: Run): Problem[] {
  if (outcome === 'complete' || outcome === 'incomplete') return [];
  const message = `Run ${number} did not end: this is what was known when it last saved`;
  return [{ code: 'interrupted', severity: 'error', message }];
}

function notVisited(places: readonly KnownPlace[], visits: readonly KnownVisit[]): Problem[] {
  const seen = new Set(visits.map(({ place }) => `${place.forge} ${place.id}`));
  const waiting = places.filter(({ forge, id }) => !seen.has(`${forge} ${id}`));
  const [first] = waiting;
  if (!first) return [];
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  const message = `Not scanned yet: ${first.fullName}${more}`;
  return [{ code: 'not-scanned', severity: 'error', message }];
}

function sumOf(run: Run, visits: readonly KnownVisit[]): Omit<ScanSummary, 'complete'> {
  const summaries = visits.flatMap(({ summary }) => summary ?? []);
  const sum = (numberOf: (summary: ScanSummary) => number): number =>
    summaries.reduce((total, summary) => total + numberOf(summary), 0);
  const { startedAt, finishedAt } = run;
  return {
    source: 'audit',
    target: run.target,
    revisions: null,
    startedAt,
    durationMs: finishedAt === null ? 0 : Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)),
    reader: 'engine',
    fallback: null,
    carried: sum(({ carried }) => carried),
    reused: sum(({ reused }) => reused),
    commits: sum(({ commits }) => commits),
    blobs: sum(({ blobs }) => blobs),
    bytes: sum(({ bytes }) => bytes),
    refs: sum(({ refs }) => refs),
    workers: summaries.reduce((most, { workers }) => Math.max(most, workers), 0),
    config: null,
    leftOut: {
      inline: sum(({ leftOut }) => leftOut.inline),
      allowlist: sum(({ leftOut }) => leftOut.allowlist),
      baseline: sum(({ leftOut }) => leftOut.baseline),
      lowConfidence: sum(({ leftOut }) => leftOut.lowConfidence),
    },
  };
}

/** All repositories together. */
async function inventoryOf(
  store: AuditReader,
  run: Run,
  places: readonly KnownPlace[],
): Promise<InventoryLine[]> {
  const lines = new Map<string, InventoryLine>();
  for (const place of places) {
    for (const line of await store.inventory(run.number, place)) {
      const known = lines.get(line.label);
      lines.set(line.label, known ? together(known, line) : line);
    }
  }
  return [...lines.values()].toSorted((a, b) => b.contents - a.contents);
}

function together(a: InventoryLine, b: InventoryLine): InventoryLine {
  const [since = null] = [a.since, b.since].filter((date) => date !== null).toSorted();
  const atTip = a.atTip === null && b.atTip === null ? null : a.atTip === true || b.atTip === true;
  return { ...a, contents: a.contents + b.contents, bytes: a.bytes + b.bytes, since, atTip };
}
