/** Scans what a push brings: by the pack engine where it lies in the quarantine, by git where it lies elsewhere. */
import type { Problem } from '../../core/problem.ts';
import { catFileReader } from '../../git/cat-file-reader.ts';
import type { ObjectList } from '../../git/list-objects.ts';
import { attribute } from '../../pipeline/attribute.ts';
import type { LocatedHit } from '../../pipeline/located-hit.ts';
import { scanObjects } from '../../pipeline/scan-listed.ts';
import type { ScanPlan } from '../../pipeline/scan-plan.ts';
import type { Scanned } from '../../pipeline/scanned.ts';
import { dropKnown } from './known-secrets.ts';
import { bothLists, namesIn, sentBesides } from './received-objects.ts';
import type { ReceivingRepository } from './receiving-repository.ts';
import type { RefUpdate } from './ref-updates.ts';
import type { SentObjects } from './sent-objects.ts';

export interface Received {
  readonly repository: ReceivingRepository;
  readonly updates: readonly RefUpdate[];
  /** What became reachable. */
  readonly list: ObjectList;
  /** Where that was found, and what was sent besides; null: git reads everything. */
  readonly sent: SentObjects | null;
  /** Leave out what the repository's refs hold already? */
  readonly newOnly: boolean;
}

export async function scanReceived(received: Received, plan: ScanPlan): Promise<Scanned> {
  const { repository, updates } = received;
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => {
    // A git that was stopped half-way looks like a damaged repository.
    if (!plan.signal.aborted) problems.push(problem);
  };
  const place = { ...repository.place, signal: plan.signal };
  const { sent } = received;
  const besides = sent && (await sentBesides({ ...repository, place }, sent.besides, onProblem));
  const list = besides ? bothLists(received.list, besides) : received.list;
  const git = catFileReader(place);
  const reader = sent?.reader(git) ?? git;
  const store = sent?.toRead ?? null;
  const history = await scanObjects({ repository, list, plan, store, reader, onProblem }, null);
  const { graph, hits } = history;
  const refs = updates.flatMap(({ ref, after }) => (after === null ? [] : [{ name: ref, oid: after }]));
  const inBlobs = await attribute({ graph, hits, reader, refs, reached: null, onProblem });
  const located: readonly LocatedHit[] = [...inBlobs, ...history.messageHits];
  return {
    located: received.newOnly
      ? await dropKnown(located, {
          repository: { ...repository, place },
          isNew: new Set(namesIn(list)),
          plan,
        })
      : located,
    problems,
    artefacts: null,
    counts: { ...history.counts, refs: updates.length },
  };
}
