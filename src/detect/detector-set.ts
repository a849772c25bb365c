/** The detectors of one scan, ready to run: keywords indexed, expressions compiled when first needed. */
import type { Detector } from '../catalogue/detector.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks/table.ts';
import { buildEnginePrefilter } from './engine-prefilter.ts';
import { formsOf, isShort, type KeywordForm } from './keyword-forms.ts';
import { buildPrefilter, type Prefilter } from './prefilter.ts';

/** A keyword and the indexes of the detectors that wait for it. */
export interface WaitedKeyword extends KeywordForm {
  readonly keyword: string;
  readonly detectors: readonly number[];
}

export interface DetectorSet {
  readonly detectors: readonly Detector[];
  readonly prefilter: Prefilter;
  /** What the prefilter looks for, by the number it reports. */
  readonly keywords: readonly WaitedKeyword[];
  /** Keywords that the prefilter cannot find at the very beginning of a text. */
  readonly shortKeywords: readonly WaitedKeyword[];
  /** Length of the longest text that the prefilter looks for. */
  readonly longestKeyword: number;
  /** Index of the detector with the entropy-run matcher, or -1. */
  readonly entropyRun: number;
  readonly expression: (detector: number) => RegExp;
  readonly checks: (detector: number) => readonly Check[];
}

/** @throws {RangeError} when a detector names a check that does not exist */
export function buildDetectorSet(detectors: readonly Detector[]): DetectorSet {
  const byKeyword = new Map<string, number[]>();
  for (const [index, detector] of detectors.entries()) {
    for (const keyword of new Set(detector.keywords)) {
      byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), index]);
    }
  }
  const waited = [...byKeyword].map(([keyword, waiting]) => ({ keyword, detectors: waiting }));
  const keywords = waited.flatMap((one) => formsOf(one.keyword).map((form) => ({ ...one, ...form })));
  const expressions: (RegExp | undefined)[] = [];
  const checks = detectors.map((detector) =>
    detector.checks.map(({ name }) => checkNamed(name, detector.id)),
  );
  return {
    detectors,
    prefilter: prefilterFor(keywords.map(({ text }) => text)),
    keywords,
    shortKeywords: waited
      .filter(({ keyword }) => isShort(keyword))
      .map((one) => ({ ...one, text: one.keyword, lead: 0 })),
    longestKeyword: Math.max(4, ...keywords.map(({ text }) => text.length)),
    entropyRun: detectors.findIndex((detector) => detector.matcher === 'entropy-run'),
    expression: (index) => (expressions[index] ??= compile(detectors[index])),
    checks: (index) => checks[index] ?? [],
  };
}

function compile(detector: Detector | undefined): RegExp {
  return new RegExp(detector?.source ?? '', detector?.flags);
}

function checkNamed(name: string, detector: string): Check {
  const check = CHECKS[name];
  if (!check) throw new RangeError(`${detector}: there is no check "${name}"`);
  return check;
}

/** BITSIEVE_NO_WASM=1 keeps to the plain twin, to tell a fault of the engine from any other. */
function prefilterFor(keywords: readonly string[]): Prefilter {
  const engine = process.env['BITSIEVE_NO_WASM'] === '1' ? undefined : buildEnginePrefilter(keywords);
  return engine ?? buildPrefilter(keywords);
}
