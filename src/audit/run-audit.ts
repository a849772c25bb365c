/** The run of an audit: what is there and who may read it, then every repository visited, then an end that says whether it was all. */
import type { Forge, Unseen } from '../bitbucket/forge.ts';
import { isComplete, type Problem } from '../core/problem.ts';
import type { RunNumber, RunRequest } from '../store/audit/audit-store.ts';
import { KnownScans } from './known-scans.ts';
import { gonePlaces, placeOf } from './place-of.ts';
import { type AuditPlan, type AuditTarget, missingText } from './plan.ts';
import { type PermissionDepth, ReaderSurvey } from './reader-survey.ts';
import { type VisitMeans, Visits } from './visits.ts';

export interface AuditMeans extends VisitMeans {
  readonly forge: Forge;
  readonly request: RunRequest;
  readonly target: AuditTarget;
  readonly permissions: PermissionDepth;
}

export interface AuditEnd {
  readonly run: RunNumber;
  /** False: everything is kept, and the same audit takes it up again. */
  readonly isFinished: boolean;
  readonly isComplete: boolean;
}

/** @throws {ScannerError} `store` and its kin; what goes wrong with one repository is kept with it */
export async function runAudit(plan: AuditPlan, means: AuditMeans): Promise<AuditEnd> {
  const { store, request, forgeName: forge, signal } = means;
  const { number } = await store.beginRun(request);
  const before = await store.places(number);
  // Of this run too: it may have been killed.
  const known = await KnownScans.of(store, number, { ...request, forge });
  await store.savePlaces(
    number,
    plan.repositories.map((repository) => placeOf(repository, forge)),
  );
  const { scope } = means.target;
  await store.retirePlaces(number, gonePlaces(before, plan, { forge, scope }));
  const readers = surveyFor(plan, number, means);
  if (!signal.aborted) await readers.begin();
  const done = await store.visited(number, forge);
  const open = plan.repositories.filter(({ id }) => !done.has(id));
  await new Visits(number, known, means, { done: done.size, places: plan.repositories.length }).all(open);
  await readers.finish(signal);
  if (signal.aborted) return { run: number, isFinished: false, isComplete: false };
  const problems = [...plan.unseen.map(missingPart), ...readers.problems()];
  const complete = isComplete(problems) && (await areAllWhole(plan, number, means));
  await store.finishRun(number, { complete, problems });
  return { run: number, isFinished: true, isComplete: complete };
}

function missingPart(unseen: Unseen): Problem {
  return { code: 'not-visible', severity: 'error', message: missingText(unseen) };
}

function surveyFor({ listed, repositories }: AuditPlan, run: RunNumber, means: AuditMeans): ReaderSurvey {
  const { forge, forgeName, store, permissions: depth } = means;
  return new ReaderSurvey({ forge, forgeName, store, run, listed, wanted: repositories, depth });
}

async function areAllWhole(plan: AuditPlan, run: RunNumber, means: AuditMeans): Promise<boolean> {
  const wanted = new Set(plan.repositories.map(({ id }) => id));
  const visits = await means.store.visits(run);
  const own = visits.filter(({ place }) => place.forge === means.forgeName && wanted.has(place.id));
  return own.every(({ outcome, problems }) => outcome !== 'failed' && isComplete(problems));
}
