/** The detectors of one scan, ready to run: keywords indexed, expressions compiled when first needed. */
import type { Detector } from '../catalogue/detector.ts';
import { DEFAULT_DECODE_DEPTH } from '../core/limits.ts';
import type { Check } from './check.ts';
import { CHECKS } from './checks/table.ts';
import { Arena } from '../engine/arena.ts';
import type { Kernel } from '../engine/kernel.ts';
import { startPlainKernel } from '../engine/plain-kernel.ts';
import { startKernel } from '../engine/start-kernel.ts';
import { ASSIGNMENT_BYTES } from './assigned.ts';
import { anchorFinder } from './keyword-anchor.ts';
import { BarrenStretches } from './decode/barren-stretches.ts';
import { STRETCHES_BYTES } from './decode/encoded-stretches.ts';
import { formsOf, isShort, type KeywordForm } from './keyword-forms.ts';
import type { Workspace } from './placed-text.ts';
import { BudgetedExpression } from './time-budget.ts';

const SHORTEST_KEYWORD = 4;
const LONGEST_KEYWORD = 255;

/** A keyword and the indexes of the detectors that wait for it. */
export interface WaitedKeyword extends KeywordForm {
  readonly keyword: string;
  readonly detectors: readonly number[];
}

/** With where its rarest bytes begin, if that was found out before. */
interface Anchored {
  readonly anchor: number | undefined;
}

type ListedKeyword = Omit<WaitedKeyword, keyof KeywordForm> & Anchored;

export interface DetectorSet {
  readonly detectors: readonly Detector[];
  /** Where it scans: a kernel that knows the keywords. */
  readonly space: Workspace;
  /** What the kernel looks for, by the number it reports. */
  readonly keywords: readonly WaitedKeyword[];
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
}

/**
 * @param means `start` gives the kernel to use; `decodeDepth` is how many encodings one inside the other are decoded
 * @throws {RangeError} when a detector names a check that does not exist
 */
export function buildDetectorSet(
  detectors: readonly Detector[],
  { start = startKernel, decodeDepth = DEFAULT_DECODE_DEPTH }: SetMeans = {},
): DetectorSet {
  const waited = waitedKeywords(detectors);
  const keywords = waited.flatMap(formed);
  const expressions: (RegExp | undefined)[] = [];
  const cells: (RegExp | undefined)[] = [];
  const checks = detectors.map(checksOf);
  return {
    detectors,
    space: spaceFor(keywords, start()),
    keywords,
    shortKeywords: new Map(
      waited
        .filter(({ keyword }) => isShort(keyword))
        .map((one) => [one.keyword, { ...one, text: one.keyword, lead: 0 }]),
    ),
    longestKeyword: keywords.reduce((longest, { text }) => Math.max(longest, text.length), 4),
    decodeDepth,
    barren: new BarrenStretches(),
    entropyRun: detectors.findIndex((detector) => detector.matcher === 'entropy-run'),
    expression: (index) => (expressions[index] ??= compile(detectors[index])),
    cell: (index) => {
      const { cell, flags = '' } = detectors[index] ?? {};
      return cell === undefined ? undefined : (cells[index] ??= new RegExp(cell, flags.replace(/[gy]/, '')));
    },
    checks: (index) => checks[index] ?? [],
    takeOverBudget: () => takeOverBudget(detectors, expressions),
  };
}

function waitedKeywords(detectors: readonly Detector[]): ListedKeyword[] {
  const byKeyword = new Map<string, { keyword: string; detectors: number[]; anchor: number | undefined }>();
  for (const [index, { keywords, anchors }] of detectors.entries()) {
    for (const [place, keyword] of keywords.entries()) {
      const known = byKeyword.get(keyword);
      if (!known) byKeyword.set(keyword, { keyword, detectors: [index], anchor: anchors?.[place] });
      else if (known.detectors.at(-1) !== index) known.detectors.push(index);
    }
  }
  return [...byKeyword.values()];
}

/** Without spreads: there are thousands, and every hook waits for them. */
function formed({ keyword, detectors, anchor }: ListedKeyword): (WaitedKeyword & Anchored)[] {
  return formsOf(keyword).map(({ text, lead }) => ({ keyword, detectors, anchor, text, lead }));
}

function checksOf({ checks, id }: Detector): Check[] {
  return checks.map(({ name }) => checkNamed(name, id));
}

function compile(detector: Detector | undefined): RegExp {
  if (detector?.own) return new BudgetedExpression(detector.source, detector.flags);
  return new RegExp(detector?.source ?? '', detector?.flags);
}

function takeOverBudget(
  detectors: readonly Detector[],
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
function spaceFor(keywords: readonly (KeywordForm & Anchored)[], kernel: Kernel): Workspace {
  const arena = new Arena(kernel);
  const scratch = arena.take(Math.max(ASSIGNMENT_BYTES, LONGEST_KEYWORD, STRETCHES_BYTES));
  let anchorOf: ReturnType<typeof anchorFinder> | undefined;
  // All at once: a call for each of thousands takes longer than what it does.
  const all = keywords.map(({ text }) => text).join('');
  const texts = arena.take(all.length);
  if (texts < 0) throw new RangeError(`no memory for keywords of ${all.length} bytes`);
  kernel.memory.write(all, texts, 'latin1');
  let at = texts;
  const hasRoom = keywords.every(({ text, anchor }, number) => {
    const { length } = text;
    if (length < SHORTEST_KEYWORD || length > LONGEST_KEYWORD)
      throw new RangeError(`keyword "${text}" has ${length} bytes, not 4 to 255`);
    at += length;
    return (
      kernel.addKeyword(number, at - length, length, anchor ?? (anchorOf ??= anchorFinder())(text)) === 1
    );
  });
  arena.give(texts);
  return hasRoom ? { kernel, arena, scratch } : spaceFor(keywords, startPlainKernel());
}
