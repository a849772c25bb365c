/** The tables `[[detector]]` of a `.scannerrc`, in the grammar of the pattern files -> compiled detectors. */
import { compileDetector } from '../catalogue/compile.ts';
import type { CheckSpec, Detector } from '../catalogue/detector.ts';
import {
  checkPatternFile,
  DETECTOR_KEYS,
  type PatternDetector,
  type PatternMistake,
} from '../catalogue/pattern-file.ts';
import { runsAway } from '../allow/runs-away.ts';
import { quote } from '../core/quote.ts';
import { CHECKS } from '../detect/checks/table.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { nearest } from './nearest.ts';

const MAX_EXPRESSION_LENGTH = 4096;

interface CheckedDetectors {
  readonly detectors: readonly Detector[];
  /** The same, as they are written. */
  readonly patterns: readonly PatternDetector[];
  readonly mistakes: readonly Mistake[];
}

/** @param labels ids of labels.toml */
export function checkDetectors(
  tables: readonly Record<string, unknown>[],
  issuer: string,
  labels: readonly string[],
): CheckedDetectors {
  const mistakes: Mistake[] = [];
  const patterns: PatternDetector[] = [];
  const seen = new Set<string>();
  const detectors = tables.flatMap((table, index) => {
    const at = `detector[${index}]`;
    // One at a time: what is wrong with the shape of one must not hide what is wrong with another's expression.
    const checked = checkPatternFile({ issuer, detector: [table] });
    if (!('detector' in checked)) {
      mistakes.push(...checked.map((mistake) => explained(mistake, at)));
      return [];
    }
    return checked.detector.flatMap((entry) => {
      if (seen.has(entry.id)) mistakes.push({ at: `${at}.id`, message: `${quote(entry.id)} stands twice` });
      seen.add(entry.id);
      if (!labels.includes(entry.label)) {
        mistakes.push(unknownWord(`${at}.label`, entry.label, 'label', labels));
      }
      mistakes.push(
        ...entry.checks.flatMap((spec, number) => checkMistakes(spec, `${at}.checks[${number}]`)),
      );
      if (entry.verify !== undefined)
        mistakes.push({ at: `${at}.verify`, message: 'only built-in detectors are verified' });
      const compiled = compile(entry, issuer, at);
      if ('message' in compiled) mistakes.push(compiled);
      else patterns.push(entry);
      return 'message' in compiled ? [] : [compiled];
    });
  });
  return { detectors, patterns, mistakes };
}

/** Adds the nearest right word to what the catalogue says. */
function explained({ at, message }: PatternMistake, detector: string): Mistake {
  const place = at.replace(/^detector\[0\]/, detector).replace(/ \(.*$/, '');
  const last = place.split('.').at(-1) ?? '';
  if (message.startsWith('Invalid key: Expected never'))
    return unknownWord(place, last, 'key', DETECTOR_KEYS);
  const [expected = '', received = ''] = message.split(' but received ');
  const choices = Array.from(expected.matchAll(/"([^"]+)"/g), ([, choice]) => choice ?? '');
  const guess = choices.length > 1 ? nearest(received.replaceAll('"', ''), choices) : undefined;
  return { at: place, message: guess === undefined ? message : `${message}; did you mean ${quote(guess)}?` };
}

function compile(entry: PatternDetector, issuer: string, at: string): Detector | Mistake {
  for (const key of ['token', 'before', 'after'] as const) {
    if (entry[key].length > MAX_EXPRESSION_LENGTH) {
      return { at: `${at}.${key}`, message: `is longer than ${MAX_EXPRESSION_LENGTH} characters` };
    }
    const mistake = expressionMistake(entry[key]) ?? runsAway(entry[key], entry.reach);
    if (mistake !== undefined) return { at: `${at}.${key}`, message: `${quote(entry[key])} ${mistake}` };
  }
  try {
    const detector: Detector = { ...compileDetector(entry, issuer), own: true };
    new RegExp(detector.source, detector.flags).test('');
    return detector;
  } catch (error) {
    return { at, message: textOf(error) };
  }
}

function expressionMistake(source: string): string | undefined {
  try {
    new RegExp(source).test('');
    return undefined;
  } catch (error) {
    return `is no regular expression: ${textOf(error).replace(/^.*\/[a-z]*: /s, '')}`;
  }
}

/** A check that throws would do so in the middle of a scan: it is asked once here. */
function checkMistakes(spec: CheckSpec, at: string): Mistake[] {
  if (!Object.hasOwn(CHECKS, spec.name))
    return [unknownWord(`${at}.name`, spec.name, 'check', Object.keys(CHECKS))];
  const long = Object.values(spec).find(
    (value) => typeof value === 'string' && value.length > MAX_EXPRESSION_LENGTH,
  );
  if (long !== undefined) return [{ at, message: `holds more than ${MAX_EXPRESSION_LENGTH} characters` }];
  try {
    CHECKS[spec.name]?.accepts({ token: 'a', before: '', after: '' }, spec);
    return [];
  } catch (error) {
    return [{ at, message: textOf(error) }];
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
