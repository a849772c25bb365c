/** An expression that can run away is refused before it runs; one that cannot is not. */
import { describe, expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { runsAway } from '../../src/allow/runs-away.ts';
import { endsWithin } from '../support/growth.ts';

describe('an expression that', () => {
  it.each([
    '(?:a+)+b',
    '(?:a*)*b',
    '(?:a|a)*b',
    '(?:[a-z]+,?)*;',
    '(?:a|ab|b)*c',
    '(?:a?b?)*c',
    '(?:\\w+\\s?)+$',
    '(?:[a-z]+\\.){0,40}x|(?:x[^y]*)+y',
    '(?=(?:a+)+b)x',
    '(?:(?:ab)+|a)+ba?c|(?:\\d+\\d*)+z',
  ])('can take exponential time is refused: %s', (source) => {
    expect(runsAway(source, 512)).toMatch(/exponential/);
  });

  it.each([
    ['a{2,400}a{2,400}a{2,400}a{2,400}b', 2048],
    ['\\s*\\n*\\s*[\\s\\S]*?\\s*x', 8192],
    ['[a-z]*[a-z0-9]*[a-z_]*[a-y]*x', 512],
    ['.*.*x', 65_536],
  ])('shares out a text among many repetitions is refused: %s', (source, reach) => {
    expect(runsAway(source, reach)).toMatch(/far too long/);
  });

  it.each([
    'acme_[A-Za-z0-9]{32}',
    '[a-z]+-[a-z]+-[a-z]+-[a-z]+',
    '(?:[a-z]+\\.)+com',
    '(?:ab|cd)+e',
    '[\\w.-]{1,50}\\s{0,8}[:=]\\s{0,8}["\']?[A-Za-z0-9+/]{40,200}={0,2}',
    '(?:[0-9a-f]{2}:){15}[0-9a-f]{2}',
    '-----BEGIN [A-Z ]{2,30}-----[^-]+-----END',
    '\\u0041\\u{1F600}[^]{3,9}',
    '(?i)(?:secret|token)[a-z]{0,20}',
  ])('cannot is not: %s', (source) => {
    expect(runsAway(source, 2048)).toBeUndefined();
  });

  it('cannot be checked is refused', () => {
    expect(runsAway('(a+)\\1', 512)).toMatch(/cannot be checked/);
  });

  it('is none of our own, but for the few whose rows of repetitions it takes for worse than they are', () => {
    const refused = readPatternSources('patterns').flatMap(({ document }) => {
      const file = checkPatternFile(document);
      if (!('detector' in file)) throw new Error('a pattern file with mistakes');
      return file.detector.flatMap(({ id, token, reach }) => {
        const danger = runsAway(token, reach);
        return danger === undefined ? [] : [`${id}: ${danger}`];
      });
    });
    expect(refused.filter((one) => !one.includes('far too long'))).toEqual([]);
    expect(refused.length, refused.join('\n')).toBeLessThan(8);
  });

  it.each([
    ['nested deep', `${'(?:'.repeat(90)}a${'){4}'.repeat(90)}`],
    ['a thousand alternatives, repeated', `(?:${Array.from({ length: 700 }, (_, n) => `a${n}`).join('|')})+`],
    ['empty groups', `${'('.repeat(60)}${'){3,4}'.repeat(60)}`],
    ['many loops', '[a-z]*x?'.repeat(500)],
    ['one large loop', `(?:${'[a-z]?'.repeat(600)})*`],
  ])('is hostile itself is checked in no time: %s', (_, source) => {
    expect(endsWithin(4000, () => runsAway(source.slice(0, 4096), 65_536))).toBe(true);
  });
});
