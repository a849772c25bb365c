import { describe, expect, it } from 'vitest';
import { Re2SyntaxError } from '../../src/allow/re2-ast.ts';
import { emitRe2 } from '../../src/allow/re2-emit.ts';
import { parseRe2 } from '../../src/allow/re2-parse.ts';
import { requiredLiterals } from '../../src/allow/re2-required.ts';
import { splitAtSecret } from '../../src/allow/re2-secret.ts';
import { re2ToJs } from '../../src/allow/re2-to-js.ts';
import { maxWidth } from '../../src/allow/re2-width.ts';
import { fc, stringMatching } from '../support/property.ts';

/** Expressions as Go has them, with texts that RE2 finds and texts that it does not. */
const CASES: readonly [source: string, finds: readonly string[], misses: readonly string[]][] = [
  ['(?i)abc', ['ABC', 'xaBcx'], ['ab']],
  ['a(?i)b|c', ['aB', 'ab', 'C'], ['Ab']],
  ['(a(?i)b)c', ['aBc'], ['aBC']],
  ['(?i:a)b', ['Ab'], ['aB']],
  ['(?i)a(?-i)b', ['Ab'], ['aB', 'AB']],
  ['(?i)[a-f]x', ['Fx', 'fX'], ['gx']],
  ['(?i)[^a]', ['b'], ['a', 'A', 'aA']],
  ['(?i)é', ['É', 'é'], ['e']],
  ['(?i)k', ['K'], ['\u212a']],
  ['\\Aab\\z', ['ab'], ['xab', 'ab\n']],
  ['^ab$', ['ab'], ['ab\n', '\nab']],
  ['(?m)^ab$', ['ab', 'x\nab\ny'], ['ab\r', 'xab']],
  ['a.c', ['abc', 'a\rc', 'a\u2028c', 'a\u{1f600}c'], ['a\nc']],
  ['(?s)a.c', ['a\nc'], ['ac']],
  ['(?s:a.)b.', ['a\nbx'], ['a\nb\n']],
  ['(?P<n>ab)(?<m>c)', ['abc'], ['ab']],
  ['[[:alnum:]]{3}', ['a1B'], ['a-b']],
  ['[[:^digit:]x]', ['a', 'x'], ['5']],
  ['[[:word:]-]+$', ['a_-'], ['a b ', '.']],
  ['^\\s$', [' ', '\t', '\n', '\f', '\r'], ['\v', '\u00a0', '\ufeff']],
  ['^\\S$', ['\v', '\u00a0', 'a'], [' ', '\n']],
  ['^[^\\S\\n]$', [' ', '\t'], ['\n', 'a']],
  ['^\\w\\d\\W\\D$', ['a1-b', '_9 é'], ['é1-b', 'a\u0661-b']],
  ['^\\pL\\PL$', ['é1', 'Ж-'], ['1é', 'ab']],
  ['^\\p{Greek}$', ['λ'], ['l']],
  ['^\\p{^Greek}$', ['l'], ['λ']],
  ['^[\\p{Lu}0]$', ['A', 'Ж', '0'], ['a']],
  ['(?i)^\\p{Lu}$', ['A', 'a'], ['0']],
  ['\\Qa.b*\\E+', ['a.b*', 'a.b**'], ['aXb*']],
  ['\\Qa.b', ['a.b'], ['axb']],
  ['\\x41\\x{1F600}\\101\\t\\a\\060', ['A\u{1f600}A\t\u00070'], ['A']],
  ['\\.\\-\\/\\"\\_\\ \\%', ['.-/"_ %'], ['x']],
  ['{}{a}{,3}]', ['{}{a}{,3}]'], ['a']],
  ['x{0,2}y{2}z{1,}', ['yyz', 'xxyyzz'], ['yz']],
  ['[]a]+$', [']a'], ['b']],
  ['^[^]a]$', ['b'], [']', 'a']],
  ['^[a-]$', ['-', 'a'], ['b']],
  ['^[\\w.-]$', ['-', '.', 'a'], ['/']],
  ['^[+--]$', [',', '-', '+'], ['.']],
  ['^(?:^)*a(?:\\b)+$', ['a'], ['ab']],
  ['', ['', 'a'], []],
  ['a||b', ['', 'x'], []],
  ['^(?:|a)$', ['', 'a'], ['b']],
  ['(?U)a+', ['aa'], ['b']],
  ['\\Ba\\b', ['ba'], ['a', 'ab']],
  ['[\\x00-\\x{10FFFF}]', ['\u{1f600}'], ['']],
  ['^[^\\x00-\\x{10FFFF}]', [], ['', 'a']],
  ['[\\^$.|?*+()\\[{}/\\\\]', ['^', '$', '.', '/', '\\', '['], ['a', ']']],
];

describe('re2ToJs', () => {
  it.each(CASES)('%s', (source, finds, misses) => {
    const expression = re2ToJs(source);
    for (const text of finds) expect(expression.test(text), JSON.stringify(text)).toBe(true);
    for (const text of misses) expect(expression.test(text), JSON.stringify(text)).toBe(false);
  });

  it.each([
    ['a(?=b)', 'RE2 has no group (?=b'],
    ['(?<!a)b', 'RE2 has no group (?<!'],
    ['(?#x)', 'RE2 has no group (?#x'],
    ['(a)\\1', 'RE2 has no escape \\1'],
    ['\\Z', 'RE2 has no escape \\Z'],
    ['\\h', 'RE2 has no escape \\h'],
    ['a\\', 'RE2 has no escape \\'],
    ['(a', 'there is a ( without its )'],
    ['a)', 'there is a ) without its ('],
    ['[a', 'there is a [ without its ]'],
    ['[z-a]', 'a range in [] runs backwards'],
    ['[[:alhpa:]]', 'there is no class [:alhpa:]'],
    ['\\p{Geek}', 'there is no character property \\p{Geek}'],
    ['\\p', '\\p is no character property'],
    ['\\x{110000}', '\\x{110000} is no character'],
    ['*a', 'nothing stands before *'],
    ['a**', 'two repetitions follow each other: *…'],
    ['a*+', 'two repetitions follow each other: *…'],
    ['a{1001}', 'RE2 does not repeat {1001}'],
    ['a{3,2}', 'RE2 does not repeat {3,2}'],
    ['(?:a{100}){100}', 'repetitions multiply to over 1000'],
    ['('.repeat(101), 'groups are nested over 100 deep'],
  ])('refuses %.30s', (source, message) => {
    expect(() => re2ToJs(source)).toThrow(new Re2SyntaxError(message));
  });

  it('throws nothing but syntax errors, whatever the text', () => {
    const unit = fc.constantFrom(...Array.from('()[]{}?*+|\\^$.-:<>PimsUapdwQEzxLu019,&\né\u{1f600}'));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (source) => {
        try {
          expect(re2ToJs(source)).toBeInstanceOf(RegExp);
        } catch (error) {
          expect(error).toBeInstanceOf(Re2SyntaxError);
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('finds what JavaScript finds where both languages are the same', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '1',
      '-',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\b',
      '^',
      '$',
      '\\.',
      '[a-c1]',
    );
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('node'), tie('node')).map((parts) => parts.join('')),
        fc.tuple(tie('node'), tie('node')).map((parts) => `(?:${parts.join('|')})`),
        fc
          .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?', '{0,1}?'))
          .map(([body, times]) => `(${body})${times}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom(...Array.from('ab1-. ')), maxLength: 12 });
    fc.assert(
      fc.property(node, text, (source, subject) => {
        const [ours, theirs] = [re2ToJs(source).exec(subject), new RegExp(source, 'u').exec(subject)];
        expect([ours?.index, ours?.[0]]).toEqual([theirs?.index, theirs?.[0]]);
        const bytes = new RegExp(emitRe2(parseRe2(source).root, 'bytes', new Set())).exec(subject);
        expect([bytes?.index, bytes?.[0]]).toEqual([theirs?.index, theirs?.[0]]);
      }),
      { numRuns: 2000 },
    );
  });
});

function emitBytes(source: string): { expression: RegExp; notes: string[] } {
  const notes = new Set<string>();
  const emitted = emitRe2(parseRe2(source).root, 'bytes', notes);
  return { expression: new RegExp(`^(?:${emitted})$`), notes: [...notes] };
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('emitRe2 for bytes', () => {
  it('finds UTF-8 characters by their bytes', () => {
    const { expression, notes } = emitBytes('é+[äß€]?x');
    expect(expression.test(latin1('ééx'))).toBe(true);
    expect(expression.test(latin1('é€x'))).toBe(true);
    expect(expression.test(latin1('éüx'))).toBe(false);
    expect(notes).toEqual([]);
  });

  it('says where it must take more than was meant', () => {
    const { expression, notes } = emitBytes('[a\\p{Greek}]+');
    expect(expression.test(latin1('aλ'))).toBe(true);
    expect(expression.test('b')).toBe(false);
    expect(notes).toEqual(['a class with characters outside ASCII is taken to hold all of them']);
    expect(emitBytes('[^a]').notes).toEqual([]);
    expect(emitBytes('[^a]+').expression.test(latin1('é€'))).toBe(true);
    expect(emitBytes('\\S+').expression.test(latin1('é€'))).toBe(true);
    expect(emitBytes('[\\w\\W]').notes).toEqual([]);
  });
});

describe('requiredLiterals', () => {
  it.each([
    ['\\bacme_[a-z]{8}\\b', ['acme_']],
    ['(?i)ACME[_-]key', ['acme-key', 'acme_key']],
    ['sk_(?:test|live)_\\w+', ['sk_live_', 'sk_test_']],
    ['(?:foo|bar)[0-9]+longer', ['longer']],
    ['(?:abcd|efgh)+', ['abcd', 'efgh']],
    ['(ab){3}', ['ababab']],
    ['xa{2,}bcde', ['bcde']],
    ['x?abcd', ['abcd']],
    ['SG\\.[ab]', ['sg.a', 'sg.b']],
  ])('%s', (source, literals) => {
    const found = requiredLiterals(parseRe2(source).root)?.toSorted();
    expect(found).toEqual(literals);
  });

  it.each([
    '[a-z]{32}',
    'abc',
    '(?:abcd|x)',
    '(?:abcd)?',
    '(?:abcd)*x',
    '',
    'é{4}',
    '.*',
    '(?:abcd|)',
    '(?:abcd|[a-z]{9})',
  ])('knows of none in %s', (source) => {
    expect(requiredLiterals(parseRe2(source).root)).toBeUndefined();
  });

  const piece = fc.constantFrom(
    'ab',
    'key',
    'Token',
    '[xy]',
    '[0-9]',
    '(?:ab|cd)',
    '(?i:Z)',
    '(?:q|rs)+',
    'u?',
    'v{2}',
    '[a-f]{3}',
    '(?:one|two){1,2}',
    '(?:gh|ij|k){2,3}',
  );
  const source = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));

  it('gives literals of which every match holds one, and a width that no match exceeds', () => {
    let useful = 0;
    fc.assert(
      fc.property(
        source.chain((each) =>
          fc.tuple(
            fc.constant(each),
            stringMatching(new RegExp(`^(?:${emitRe2(parseRe2(each).root, 'bytes', new Set())})$`)),
          ),
        ),
        ([each, match]) => {
          const { root } = parseRe2(each);
          expect(match.length).toBeLessThanOrEqual(maxWidth(root));
          const literals = requiredLiterals(root);
          if (!literals) return;
          useful++;
          expect(
            literals.some((literal) => match.toLowerCase().includes(literal)),
            `${each} ${literals.join()}`,
          ).toBe(true);
          expect(Math.min(...literals.map(({ length }) => length))).toBeGreaterThanOrEqual(4);
        },
      ),
      { numRuns: 1000 },
    );
    expect(useful).toBeGreaterThan(300);
  });
});

function split(source: string, wanted = 0): [...parts: string[], note: string | null] {
  const { before, secret, after, note } = splitAtSecret(parseRe2(source), wanted);
  const sources = [before, secret, after].map((node) => emitRe2(node, 'bytes', new Set()));
  return [...sources, note];
}

describe('splitAtSecret', () => {
  it('cuts at the first group, or at the one that is named', () => {
    expect(split('a(b)c(d)')).toEqual(['a', 'b', 'c(?:d)', null]);
    expect(split('a(b)c(d)e', 2)).toEqual(['a(?:b)c', 'd', 'e', null]);
    expect(split('a(?:b(c)d)e')).toEqual(['ab', 'c', 'de', null]);
    expect(split('abc')).toEqual(['', 'abc', '', null]);
    expect(split('a|b')).toEqual(['', 'a|b', '', null]);
    expect(split('a(b)', 7)).toEqual(['', 'a(?:b)', '', null]);
  });

  it('says when it does otherwise than gitleaks', () => {
    const whole =
      'its secret group lies inside alternatives or a repetition, so the whole match is taken as the secret';
    expect(split('a(?:(b)|(c))d')).toEqual(['', 'a(?:(?:b)|(?:c))d', '', whole]);
    expect(split('a(b)+')).toEqual(['', 'a(?:b)+', '', whole]);
    expect(split('(a)?b(c)')).toEqual([
      '(?:a)?b',
      'c',
      '',
      'group 2 is taken as the secret, whichever other group matched',
    ]);
    expect(split('(a*)b(c)')[3]).toContain('group 2');
  });
});
