/** What a run covered, what it did not and why, and what was found: from the store, so that it can be asked again later. */
import type { Problem } from '../core/problem.ts';
import { LEVELS, type Level } from '../core/severity.ts';
import { placedProblem } from './placed-problem.ts';
import type { AuditReader, KnownVisit, Run } from '../store/audit/audit-store.ts';

export interface LabelCount {
  readonly level: Level;
  readonly label: string;
  readonly findings: number;
  readonly repositories: number;
}

/** All problems of one kind. */
export interface Gap extends Pick<Problem, 'code' | 'severity'> {
  readonly problems: number;
  /** 0 where it is about none. */
  readonly repositories: number;
  /** Of the first ones; each names its repository. */
  readonly messages: readonly string[];
}

/** More are in the store. */
const MOST_MESSAGES = 3;

export interface AuditSummary {
  readonly run: Run;
  readonly repositories: number;
  readonly scanned: number;
  readonly same: number;
  /** In this run neither done nor failed yet. */
  readonly waiting: number;
  readonly failed: number;
  /** Scanned, but not to the last byte. */
  readonly partly: number;
  /** What was not covered, or is to be known, by kind; errors first, then the most. */
  readonly gaps: readonly Gap[];
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
    failed: failed.length,
    partly: partly.length,
    gaps: gapsOf(await store.problems(number), visits),
    findings: labels.reduce((sum, { findings }) => sum + findings, 0),
    labels,
  };
}

function gapsOf(own: readonly Problem[], visits: readonly KnownVisit[]): Gap[] {
  const gaps = new Map<
    string,
    { first: Problem; messages: string[]; names: Set<string>; problems: number }
  >();
  const add = (problem: Problem, fullName: string | null): void => {
    const key = `${problem.severity} ${problem.code}`;
    const gap = gaps.get(key) ?? { first: problem, messages: [], names: new Set(), problems: 0 };
    gaps.set(key, gap);
    gap.problems++;
    if (fullName !== null) gap.names.add(fullName);
    if (gap.messages.length < MOST_MESSAGES) gap.messages.push(messageOf(problem, fullName));
  };
  for (const problem of own) add(problem, null);
  for (const { place, problems } of visits) for (const problem of problems) add(problem, place.fullName);
  return [...gaps.values()]
    .map(({ first: { code, severity }, messages, names, problems }) => ({
      code,
      severity,
      problems,
      repositories: names.size,
      messages,
    }))
    .toSorted((a, b) =>
      a.severity === b.severity ? b.problems - a.problems : a.severity === 'error' ? -1 : 1,
    );
}

function messageOf(problem: Problem, fullName: string | null): string {
  if (fullName === null) return problem.message;
  const { path, message } = placedProblem(problem, fullName);
  return path === undefined || message.includes(path) ? message : `${path}: ${message}`;
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
