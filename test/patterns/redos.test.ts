/** No expression can run away: recheck looks at their structure, hostile windows at their time. */
import { describe, expect, it } from 'vitest';
import { type Detector, wholeOf } from '../../src/catalogue/detector.ts';
import { checkPatternFile, type PatternDetector } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { judgeToken } from '../../src/detect/judge-token.ts';
import { endsWithin } from '../support/growth.ts';
import { complexities, type Complexity, complexityOf } from '../support/proved-expressions.ts';
import { unbounded } from '../support/unbounded.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const patterns = readPatternSources('patterns').flatMap(({ document }) => {
  const pattern = checkPatternFile(document);
  return 'detector' in pattern ? pattern.detector.filter(({ matcher }) => matcher === 'token') : [];
});
const set = buildDetectorSet(patternCatalogue().detectors);

/** `BITSIEVE_PROVE=1` asks for every expression again and keeps what was told in `proved-expressions.txt`: after many have changed, or recheck. */
const IS_WHOLE = process.env['BITSIEVE_PROVE'] === '1';
const PATIENCE_MS = 3000;
/** In a window of this many bytes a quadratic expression takes microseconds. */
const SMALL_REACH = 512;

/** The end that look-around would ask for never comes, so all ways through are tried. */
function structureOf({ before, token, after }: PatternDetector): string {
  return `^${unbounded(`(?:${before})(?:${token})(?:${after})`)}\\x00`;
}

/** What recheck cannot tell, the hostile windows must. */
function isFine(told: Complexity, reach: number): boolean {
  if (told === 'open' || told === 'linear') return true;
  return typeof told === 'number' && told <= 2 && reach <= SMALL_REACH;
}

it.each(['(?:a+)+b', '(?:a|a)*b', '(?:[a-z]+,?)*;', 'a{2,40}a{2,40}a{2,40}b'])(
  'would find that %s can run away',
  async (token) => {
    const [pattern] = patterns;
    if (!pattern) throw new Error('no patterns');
    const structure = structureOf({ ...pattern, before: '', token, after: '' });
    expect(isFine(await complexityOf(structure, PATIENCE_MS), 512)).toBe(false);
  },
);

it(
  'none is ambiguous without bound',
  async () => {
    const reaches = new Map<string, number>();
    for (const pattern of patterns) {
      const structure = structureOf(pattern);
      // Nothing repeats, so nothing can be repeated in two ways.
      if (!/[*+]/.test(structure.replace(/\[(?:\\.|[^\]\\])*\]|\\./g, ''))) continue;
      reaches.set(structure, Math.max(reaches.get(structure) ?? 0, pattern.reach));
    }
    const told = await complexities(reaches.keys(), IS_WHOLE);
    expect(told.size).toBe(reaches.size);
    const bad = [...reaches].flatMap(([structure, reach]) =>
      isFine(told.get(structure) ?? 'exponential', reach) ? [] : [structure],
    );
    expect(bad).toEqual([]);
  },
  IS_WHOLE ? 1_800_000 : 300_000,
);

describe('hostile windows', () => {
  const MOST_MS = 3;
  const WINDOWS = 100;
  const CHARS = Array.from('aA0 \n"=:-/.%\\*,;_+(@<#');

  it.each(set.detectors.map(wholeOf).map((detector, index) => ({ id: detector.id, detector, index })))(
    'are judged at once by $id',
    ({ detector, index }) => {
      if (detector.matcher !== 'token') return;
      const windows = fc.sample(windowsFor(detector), { seed: 7, numRuns: WINDOWS });
      const slow = windows.filter(
        ({ bytes, hit }) =>
          !endsWithin(MOST_MS, () => judgeToken({ bytes, look: { before: 0, after: 0 } }, hit, index, set)),
      );
      expect(slow.map(({ bytes }) => bytes.toString('latin1'))).toEqual([]);
    },
  );

  /** A keyword between rows of what stands in the expression itself. */
  function windowsFor(
    detector: Detector,
  ): fc.Arbitrary<{ bytes: Buffer; hit: { offset: number; length: number } }> {
    const literals = detector.source.replaceAll(/\\(.)/g, '$1').match(/[A-Za-z0-9_: -]{2,}/g) ?? [];
    const piece = fc.constantFrom(...CHARS, ...literals.slice(0, 12), ...detector.keywords.slice(0, 4));
    const unit = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
    const lead = fc.constantFrom('', '=', ' = "', ': ', '":"', ' ');
    return fc.tuple(fc.constantFrom(...detector.keywords), unit, lead).map(([keyword, row, opening]) => {
      const before = row.repeat(detector.reachBefore / row.length + 1).slice(-detector.reachBefore);
      const text = before + keyword + opening + row.repeat(detector.reachAfter / row.length + 1);
      return { bytes: Buffer.from(text, 'latin1'), hit: { offset: before.length, length: keyword.length } };
    });
  }
});
