/** The history of one repository, or a part of it: scan, attribute. */
import type { Problem } from '../core/problem.ts';
import { listRefs, type Ref } from '../git/list-refs.ts';
import { Reached } from '../git/reached.ts';
import type { Repository } from '../git/open-repository.ts';
import type { Selection } from '../git/selection.ts';
import { isArchiveProblem } from './archive-problems.ts';
import { attribute } from './attribute.ts';
import { beginningOf, extendable, keepScan, memoryFor, unchanged, verdictSource } from './incremental.ts';
import { type ArtefactMarks, type Inventory, takeInventory } from './inventory.ts';
import type { KeptScan } from './kept-scan.ts';
import { dropKnownBefore } from './known-before.ts';
import { type Known, scanAdditions } from './scan-additions.ts';
import { scanListed } from './scan-listed.ts';
import { withReach } from './reach.ts';
import type { ScanPlan } from './scan-plan.ts';
import { scanStore } from './scan-store.ts';
import type { ScannedHistory } from './scanned-history.ts';
import type { Scanned } from './scanned.ts';

export async function scanHistory(
  repository: Repository,
  selection: Selection,
  plan: ScanPlan,
): Promise<Scanned> {
  const refs = refsOf(repository, selection, plan);
  // Whoever waits for it hears of a failure; until then nobody needs to.
  refs.catch(() => undefined);
  const asked = { repository, selection, refs, plan };
  const memory = memoryFor(selection, plan);
  if (!memory) return (await readHistory(asked)).outcome;
  const beginning = beginningOf({ ...asked, refs: await refs });
  const kept = memory.open(repository);
  const known = unchanged(kept, beginning.inputs);
  if (known) return known;
  const source = verdictSource(kept, memory, beginning.inputs);
  const read = await readHistory({ ...asked, kept: source, extended: extendable(kept, beginning) });
  if (!plan.signal.aborted) keepScan(memory, { beginning, ...read });
  return read.outcome;
}

function refsOf({ place }: Repository, selection: Selection, { signal }: ScanPlan): Promise<readonly Ref[]> {
  return selection.refs ? Promise.resolve(selection.refs) : listRefs({ ...place, signal });
}

interface Asked {
  readonly repository: Repository;
  readonly selection: Selection;
  /** git may still be listing them. */
  readonly refs: Promise<readonly Ref[]>;
  readonly plan: ScanPlan;
  /** What an earlier scan left. */
  readonly kept?: KeptScan | undefined;
  /** The same, where what is new can be put on top of it. */
  readonly extended?: Known | undefined;
}

interface ReadHistory {
  readonly outcome: Scanned;
  readonly history: ScannedHistory;
  /** Null for a part of a history. */
  readonly marks: ArtefactMarks | null;
}

async function readHistory(asked: Asked): Promise<ReadHistory> {
  const { repository, selection, plan } = asked;
  const problems = new ProblemList();
  // A git that was stopped half-way looks like a damaged repository.
  const onProblem = (problem: Problem): void => {
    if (!plan.signal.aborted) problems.add(problem);
  };
  if (repository.isShallow) onProblem(shallow());
  const { history, inventory } = await scan({ ...asked, onProblem });
  const refs = await asked.refs;
  const { graph, hits, reader } = history;
  // Of a part of a history it cannot be said where a finding lies now, and since when.
  const reached = selection.isWhole ? new Reached(graph, refs) : null;
  const inBlobs = await attribute({ graph, hits, reader, refs, reached, onProblem });
  const located = selection.isWhole ? inBlobs : await dropKnownBefore(inBlobs, repository, selection, plan);
  const outcome: Scanned = {
    located: [...located, ...history.messageHits.map((hit) => withReach(hit, graph, reached))],
    problems: problems.distinct,
    artefacts: inventory?.artefacts ?? null,
    counts: { ...history.counts, refs: refs.length },
  };
  return { outcome, history, marks: inventory?.marks ?? null };
}

type ScanRequest = Asked & { readonly onProblem: (problem: Problem) => void };

async function scan(
  request: ScanRequest,
): Promise<{ history: ScannedHistory; inventory: Inventory | undefined }> {
  const added = request.extended && (await scanAdditions(request, request.extended));
  const more = added && (await inventoryOf(added, request));
  if (added && more) return { history: added, inventory: more };
  const history = await scanAll(request);
  const inventory = request.selection.isWhole ? await inventoryOf(history, request) : undefined;
  return { history, inventory };
}

/** Whatever the engine cannot do alone is done the long way, with git as the guide. */
async function scanAll(request: ScanRequest): Promise<ScannedHistory> {
  const { selection, plan } = request;
  if (!selection.isWhole || plan.reader !== 'engine') return scanListed(request, null);
  const scanned = await scanStore(request);
  return 'left' in scanned ? scanListed(request, scanned.left) : scanned;
}

async function inventoryOf(
  { graph, covered }: ScannedHistory,
  { refs, plan }: ScanRequest,
): Promise<Inventory | undefined> {
  const newest = (await refs).filter(
    ({ name }) => name === 'HEAD' || /^refs\/(?:heads|remotes)\//.test(name),
  );
  const tips = newest.map(({ oid }) => graph.oids.findHex(oid));
  return takeInventory({ graph, tips, ...covered }, plan.artefacts);
}

/** One object can be found missing by the walk and again by the reader: it is one problem. What could not be opened in it is another. */
class ProblemList {
  readonly #problems = new Map<string, Problem>();

  add(problem: Problem): void {
    const { object, message } = problem;
    const key = object === undefined || isArchiveProblem(problem) ? message : object;
    if (!this.#problems.has(key)) this.#problems.set(key, problem);
  }

  get distinct(): Problem[] {
    return [...this.#problems.values()];
  }
}

function shallow(): Problem {
  return {
    code: 'shallow-clone',
    severity: 'warning',
    message:
      'This is a shallow clone: commits beyond its depth, and what only they hold, are not here (git fetch --unshallow)',
  };
}
