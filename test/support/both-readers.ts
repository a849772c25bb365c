/** The same repository scanned by the engine, by its plain twin and by git alone: what one of them finds, all have to find. */
import { expect } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import type { RevisionOptions } from '../../src/sources/revisions.ts';
import { planHere, scanHistoryHere, type Seen } from './scan-here.ts';
import { patternCatalogue } from './catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors);
const plainSet = buildDetectorSet(detectors, { start: startPlainKernel });

export interface ReaderOptions {
  readonly change?: Partial<ScanPlan>;
  readonly selection?: Partial<RevisionOptions>;
  /** Compare the plain twin as well. */
  readonly hasPlain?: boolean;
}

export interface BothSeen {
  readonly engine: Seen;
  readonly reference: Seen;
}

export async function bothReaders(folder: string, options: ReaderOptions = {}): Promise<BothSeen> {
  const engine = await seenBy(folder, options, { set, reader: 'engine' });
  return { engine, reference: await seenBy(folder, options, { set, reader: 'reference' }) };
}

/** All of them have to see the same. @returns what the engine saw */
export async function expectSame(folder: string, options: ReaderOptions = {}): Promise<Seen> {
  const { engine, reference } = await bothReaders(folder, options);
  expect(facts(engine)).toEqual(facts(reference));
  if (options.hasPlain === true) {
    const plain = await seenBy(folder, options, { set: plainSet, reader: 'engine' });
    expect(facts(plain)).toEqual(facts(reference));
    expect(plain.counts).toEqual(engine.counts);
  }
  return engine;
}

function seenBy(
  folder: string,
  { change, selection }: ReaderOptions,
  who: Pick<ScanPlan, 'set' | 'reader'>,
): Promise<Seen> {
  return scanHistoryHere(folder, selection, planHere({ detectors, ...change, ...who }));
}

/** Everything that a reader could get wrong; not which reader it was. */
export function facts({ findings, problems, counts: { commits, blobs, bytes, refs } }: Seen): object {
  return {
    told: findings.map(inClear),
    problems: problems.map(sayable).toSorted(),
    commits,
    blobs,
    bytes,
    refs,
  };
}

function inClear(finding: Seen['findings'][number]): object {
  return { ...finding, value: finding.value.unwrapText() };
}

function sayable(problem: Seen['problems'][number]): string {
  return JSON.stringify(problem);
}

/** The values that were found, sorted. */
export function valuesOf({ findings }: Seen): string[] {
  return findings.map(({ value }) => value.unwrapText()).toSorted();
}
