/** Pattern files and labels -> one catalogue: checked, expressions built, digest taken. Runs in the build, and for users' own detectors. */
import { ScannerError } from '../core/scanner-error.ts';
import type { Confidence } from '../core/severity.ts';
import type { Artefact } from './artefact-file.ts';
import type { Detector, ListedDetector } from './detector.ts';
import { digestOf, digestOfOne } from './digest.ts';
import { expressionOf, startsAtWord } from './expression.ts';
import type { Label } from './label-file.ts';
import { openingsOf } from './openings.ts';
import { charsBehindKeyword, keywordOffset } from './opens-with-keyword.ts';
import { checkPatternFile, type PatternDetector } from './pattern-file.ts';
import type { Regime } from './regime-file.ts';

export interface Catalogue {
  readonly digest: string;
  readonly labels: readonly Label[];
  readonly detectors: readonly ListedDetector[];
  readonly artefacts: readonly Artefact[];
  /** Who has to be told of what, by law or agreement. Labels name them. */
  readonly regimes: readonly Regime[];
  /** What a scan uses when nobody asks for anything else, made ready by the build. */
  readonly usual?: UsualSelection;
}

export interface UsualSelection {
  /** All that are at least this sure. */
  readonly minConfidence: Confidence;
  readonly detectors: readonly ListedDetector[];
  /** Of these detectors, as `writeKeywordIndex` gives them. @throws when the build has not been run */
  readonly keywords: () => Buffer;
}

/** Just compiled: nothing of it lies in a file. */
export interface CompiledCatalogue extends Catalogue {
  readonly detectors: readonly Detector[];
}

/** A parsed TOML document and where it came from, for messages. */
export interface PatternSource {
  readonly file: string;
  readonly document: unknown;
}

/** @throws {ScannerError} `catalogue`, listing every mistake in every file */
export function compileCatalogue(
  sources: readonly PatternSource[],
  labels: readonly Label[],
  artefacts: readonly Artefact[] = [],
): CompiledCatalogue {
  const mistakes: string[] = [];
  const detectors: Detector[] = [];
  for (const source of sources) {
    const checked = checkPatternFile(source.document);
    if (!('detector' in checked)) {
      mistakes.push(...checked.map(({ at, message }) => `${source.file}: ${at}: ${message}`));
      continue;
    }
    for (const entry of checked.detector) {
      try {
        detectors.push(compileDetector(entry, checked.issuer));
      } catch (error) {
        mistakes.push(
          `${source.file}: ${entry.id}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
  }
  mistakes.push(...crossMistakes(detectors, labels));
  for (const { label } of artefacts)
    if (!labels.some(({ id }) => id === label)) mistakes.push(`no label "${label}"`);
  if (mistakes.length > 0) throw new ScannerError('catalogue', mistakes.join('\n'));
  const digested = detectors.map((detector) => ({ ...detector, digest: digestOfOne(detector) }));
  return { digest: digestOf(digested), labels, detectors: digested, artefacts, regimes: [] };
}

const MOST_OPENING = 20;

/** @throws {SyntaxError} when an expression does not compile */
export function compileDetector(entry: PatternDetector, issuer: string): Detector {
  const isToken = entry.matcher === 'token';
  const source = isToken ? expressionOf(entry) : '';
  const offset = isToken ? keywordOffset(entry) : undefined;
  // Sticky: where its keyword stands tells where such a match begins, so nowhere else is tried.
  const flags = (offset === undefined ? 'g' : 'y') + (entry.ignoreCase ? 'i' : '');
  const { source: checkedSource } = new RegExp(source, flags);
  const keywords = entry.keywords.map(lowerAscii);
  return {
    id: entry.id,
    title: entry.title,
    issuer,
    label: entry.label,
    severity: entry.severity,
    confidence: entry.confidence,
    keywords,
    matcher: entry.matcher,
    source: isToken ? checkedSource : '',
    flags,
    ...optionalParts(entry),
    keywordOffset: offset ?? 0,
    reachBefore: /^(?:assignment|label)$/.test(entry.boundary)
      ? 64
      : offset === undefined
        ? entry.reach
        : offset + 8,
    reachAfter: entry.reach,
    checks: entry.checks,
    ...inBulk(entry),
    exposes: entry.exposes,
    revoke: entry.revoke,
    references: entry.references,
  };
}

function optionalParts(
  entry: PatternDetector,
): Pick<Detector, 'atWord' | 'behind' | 'needs' | 'opens' | 'pairs' | 'trialConfidence'> {
  const { needs, pairs, trialConfidence } = entry;
  const behind = charsBehindKeyword(entry);
  return {
    ...(trialConfidence && { trialConfidence }),
    ...(keywordOffset(entry) !== undefined && startsAtWord(entry) && { atWord: true as const }),
    ...(behind !== undefined && { behind }),
    ...(needs === undefined ? {} : { needs: needs.charCodeAt(0) }),
    ...(entry.boundary === 'label' && { opens: entry.before === '' ? charsThatOpen(entry.token) : '' }),
    ...(pairs && { pairs }),
  };
}

/** Expressions and texts are bytes: a character above ASCII is one of them, and has no other case. */
function lowerAscii(keyword: string): string {
  return keyword.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Letters would be no use: they stand everywhere. */
function charsThatOpen(token: string): string {
  const chars = new Set(openingsOf(token).map((opening) => opening.slice(0, 1)));
  return chars.size <= MOST_OPENING && ![...chars].some((char) => /^[a-z]?$/.test(char))
    ? [...chars].join('')
    : '';
}

function inBulk({
  column,
  token,
  counted,
}: PatternDetector): Pick<Detector, 'cell' | 'countedFrom' | 'countsRows'> {
  return {
    ...(column && { cell: new RegExp(`^(?:${token})$`).source }),
    ...(counted && { countedFrom: counted.atLeast }),
    ...(counted?.rows && { countsRows: true }),
  };
}

function crossMistakes(detectors: readonly Detector[], labels: readonly Label[]): string[] {
  const known = new Set(labels.map((label) => label.id));
  const seen = new Set<string>();
  const mistakes: string[] = [];
  for (const detector of detectors) {
    if (seen.has(detector.id)) mistakes.push(`detector id "${detector.id}" stands twice`);
    seen.add(detector.id);
    if (!known.has(detector.label)) mistakes.push(`${detector.id}: no label "${detector.label}"`);
  }
  for (const { id, pairs } of detectors) {
    for (const other of pairs?.with ?? []) {
      if (other === id || !seen.has(other))
        mistakes.push(`${id}: pairs with "${other}", which is no other detector`);
    }
  }
  return mistakes;
}
