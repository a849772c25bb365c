/** The detectors of one scan, ready to run: keywords indexed, expressions compiled when first needed. */
import type { UsualSelection } from '../catalogue/compile.ts';
import { type Detector, type ListedDetector, wholeOf } from '../catalogue/detector.ts';
import { DEFAULT_DECODE_DEPTH } from '../core/limits.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks/table.ts';
import { Arena } from '../engine/arena.ts';
import type { Kernel } from '../engine/kernel.ts';
import { startPlainKernel } from '../engine/plain-kernel.ts';
import { startKernel } from '../engine/start-kernel.ts';
import { ASSIGNMENT_BYTES } from './assigned.ts';
import { BarrenStretches } from './decode/barren-stretches.ts';
import { STRETCHES_BYTES } from './decode/encoded-stretches.ts';
import { indexKeywords, type KeywordIndex } from './keyword-index.ts';
import { nearIndex } from './near-index.ts';
import type { Workspace } from './placed-text.ts';
import { BudgetedExpression } from './time-budget.ts';
import { keywordFinder, type WaitedKeyword } from './waited-keywords.ts';

export interface DetectorSet {
  readonly detectors: readonly ListedDetector[];
  /** One of them with all there is to it. */
  readonly whole: (detector: number) => Detector | undefined;
  /** Where it scans: a kernel that knows the keywords. */
  readonly space: Workspace;
  /** What the kernel looks for, by the number it reports. */
  readonly keyword: (number: number) => WaitedKeyword | undefined;
  /** Keywords of three bytes, by those: the kernel cannot find them at the very beginning of a text. */
  readonly shortKeywords: ReadonlyMap<string, WaitedKeyword>;
  /** Length of the longest text that the prefilter looks for. */
  readonly longestKeyword: number;
  /** Index of the detector with the entropy-run matcher, or -1. */
  readonly entropyRun: number;
  /** How many encodings one inside the other are decoded. */
  readonly decodeDepth: number;
  /** What was decoded with these detectors, and held nothing. */
  readonly barren: BarrenStretches;
  readonly expression: (detector: number) => RegExp;
  /** What a whole cell of a column looks like; undefined for detectors that read no columns. */
  readonly cell: (detector: number) => RegExp | undefined;
  readonly checks: (detector: number) => readonly Check[];
  /** Ids of own detectors that ran out of their time budget since this was last asked. */
  readonly takeOverBudget: () => readonly string[];
}

export interface SetMeans {
  readonly start?: () => Kernel;
  readonly decodeDepth?: number;
  readonly usual?: UsualSelection;
}

/**
 * @param means `start` gives the kernel to use; `decodeDepth` is how many encodings one inside the other are decoded; `usual` is
 * a selection whose keywords are ready, in case these detectors are much the same
 * @throws {RangeError} when a detector names a check that does not exist, or a keyword is too short or too long
 */
export function buildDetectorSet(
  detectors: readonly ListedDetector[],
  { start = startKernel, decodeDepth = DEFAULT_DECODE_DEPTH, usual }: SetMeans = {},
): DetectorSet {
  const near = nearIndex(detectors, usual);
  const index = near?.index ?? indexKeywords(detectors.map(wholeOf));
  const wholes: (Detector | undefined)[] = [];
  const whole = (place: number): Detector | undefined => (wholes[place] ??= wholeAt(detectors, place));
  const keyword = keywordFinder(index);
  return {
    detectors,
    whole,
    space: spaceFor(index, start()),
    keyword,
    shortKeywords: shortKeywords(index, keyword),
    longestKeyword: index.longest,
    decodeDepth,
    barren: new BarrenStretches(),
    entropyRun: detectors.findIndex((detector) => detector.matcher === 'entropy-run'),
    ...judges(detectors, whole),
    // What is ready was checked by the build.
    checks: checksBy(whole, near?.added ?? [...detectors.keys()]),
  };
}

function wholeAt(detectors: readonly ListedDetector[], place: number): Detector | undefined {
  const detector = detectors[place];
  return detector && wholeOf(detector);
}

function shortKeywords(
  { shorts }: KeywordIndex,
  find: DetectorSet['keyword'],
): ReadonlyMap<string, WaitedKeyword> {
  const found = new Map<string, WaitedKeyword>();
  for (const number of shorts) {
    const { keyword, detectors } = find(number) ?? { keyword: '', detectors: [] };
    found.set(keyword, { keyword, detectors, text: keyword, lead: 0 });
  }
  return found;
}

/** @param eager of these detectors the checks are looked up at once */
function checksBy(whole: DetectorSet['whole'], eager: readonly number[]): DetectorSet['checks'] {
  const checks: (readonly Check[] | undefined)[] = [];
  const find = (index: number): readonly Check[] => (checks[index] ??= checksOf(whole(index)));
  for (const index of eager) find(index);
  return find;
}

function judges(
  detectors: readonly ListedDetector[],
  whole: DetectorSet['whole'],
): Pick<DetectorSet, 'expression' | 'cell' | 'takeOverBudget'> {
  const expressions: (RegExp | undefined)[] = [];
  const cells: (RegExp | undefined)[] = [];
  return {
    expression: (index) => (expressions[index] ??= compile(whole(index))),
    cell: (index) => {
      const { cell, flags = '' } = whole(index) ?? {};
      return cell === undefined ? undefined : (cells[index] ??= new RegExp(cell, flags.replace(/[gy]/, '')));
    },
    takeOverBudget: () => takeOverBudget(detectors, expressions),
  };
}

function checksOf(detector: Detector | undefined): Check[] {
  return detector?.checks.map(({ name }) => checkNamed(name, detector.id)) ?? [];
}

function compile(detector: Detector | undefined): RegExp {
  if (detector?.own) return new BudgetedExpression(detector.source, detector.flags);
  return new RegExp(detector?.source ?? '', detector?.flags);
}

function takeOverBudget(
  detectors: readonly ListedDetector[],
  expressions: ReadonlyArray<RegExp | undefined>,
): string[] {
  return detectors.flatMap(({ id }, index) => {
    const expression = expressions[index];
    return expression instanceof BudgetedExpression && expression.takeIsOver() ? [id] : [];
  });
}

function checkNamed(name: string, detector: string): Check {
  const check = CHECKS[name];
  if (!check) throw new RangeError(`${detector}: there is no check "${name}"`);
  return check;
}

/** With more keywords than the engine has room for, the plain twin does the work. */
function spaceFor(index: KeywordIndex, kernel: Kernel): Workspace {
  const { count, shapes, texts } = index;
  const arena = new Arena(kernel);
  const scratch = arena.take(Math.max(ASSIGNMENT_BYTES, STRETCHES_BYTES));
  const at = arena.take(shapes.length + texts.length);
  if (at < 0) throw new RangeError(`no memory for keywords of ${texts.length} bytes`);
  kernel.memory.set(shapes, at);
  kernel.memory.set(texts, at + shapes.length);
  const added = kernel.addKeywords(0, count, at, at + shapes.length);
  arena.give(at);
  return added === count ? { kernel, arena, scratch } : spaceFor(index, startPlainKernel());
}
