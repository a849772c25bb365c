/** What a run covered, what it did not and why, and what was found: from the store, so that it can be asked again later. */
import type { Problem } from '../core/problem.ts';
import { LEVELS, type Level } from '../core/severity.ts';
import type { AuditReader, Run } from '../store/audit/audit-store.ts';

export interface LabelCount {
  readonly level: Level;
  readonly label: string;
  readonly findings: number;
  readonly repositories: number;
}

export interface AuditSummary {
  readonly run: Run;
  readonly repositories: number;
  readonly scanned: number;
  readonly same: number;
  /** In this run neither done nor failed yet. */
  readonly waiting: number;
  readonly failed: ReadonlyArray<{ readonly fullName: string; readonly problem: Problem | undefined }>;
  /** Scanned, but not to the last byte. */
  readonly partly: readonly string[];
  /** Of the run itself. */
  readonly problems: readonly Problem[];
  readonly findings: number;
  /** The worst level first, then the most. */
  readonly labels: readonly LabelCount[];
}

export async function summarize(store: AuditReader, run: Run): Promise<AuditSummary> {
  const { number } = run;
  const places = (await store.places(number)).filter(({ lastRun }) => lastRun === number);
  const ids = new Set(places.map(({ forge, id }) => `${forge} ${id}`));
  const visits = (await store.visits(number)).filter(({ place }) => ids.has(`${place.forge} ${place.id}`));
  const scanned = visits.filter(({ outcome, scannedRun }) => outcome === 'scanned' && scannedRun === number);
  const same = visits.filter(({ outcome }) => outcome === 'same');
  const failed = visits.filter(({ outcome }) => outcome === 'failed');
  const partly = visits.filter(
    ({ outcome, problems }) => outcome !== 'failed' && problems.some(({ severity }) => severity === 'error'),
  );
  const labels = await labelsOf(store, number, ids);
  return {
    run,
    repositories: places.length,
    scanned: scanned.length,
    same: same.length,
    waiting: places.length - scanned.length - same.length - failed.length,
    failed: failed.map(({ place, problems }) => ({ fullName: place.fullName, problem: problems[0] })),
    partly: partly.map(({ place }) => place.fullName),
    problems: await store.problems(number),
    findings: labels.reduce((sum, { findings }) => sum + findings, 0),
    labels,
  };
}

async function labelsOf(store: AuditReader, run: number, ids: ReadonlySet<string>): Promise<LabelCount[]> {
  const counts = new Map<string, { level: Level; label: string; findings: number; places: Set<string> }>();
  for await (const { place, finding } of store.findings(run)) {
    const id = `${place.forge} ${place.id}`;
    if (!ids.has(id)) continue;
    const key = `${finding.level} ${finding.label}`;
    const { level, label } = finding;
    const count = counts.get(key) ?? { level, label, findings: 0, places: new Set() };
    count.findings++;
    count.places.add(id);
    counts.set(key, count);
  }
  return [...counts.values()]
    .map(({ places, ...count }) => ({ ...count, repositories: places.size }))
    .toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || b.findings - a.findings);
}
