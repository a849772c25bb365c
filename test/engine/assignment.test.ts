/** The assignment reader of the engine and its plain twin: one answer, which depends on no more bytes than both say. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ASSIGNMENT_REACH, ASSIGNMENT_REACH_BEFORE } from '../../src/engine/plain/assignment.ts';
import { MAX_BLANKS } from '../../src/engine/plain/assigned-value.ts';
import { is, NAME, WatchedText } from '../../src/engine/plain/byte-class.ts';
import { expectEqual } from '../support/expect-equal.ts';
import { Bench, loadEngine, loadPlain } from '../support/engine-module.ts';
import { fc } from '../support/property.ts';

let engine: Bench;
let plain: Bench;

beforeAll(() => {
  engine = new Bench(loadEngine(1));
  plain = new Bench(loadPlain(1));
});

const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const rowOf = (text: string, ...counts: readonly number[]): fc.Arbitrary<string> =>
  fc.constantFrom(...counts.map((count) => text.repeat(count)));

const KEYWORDS = ['pass', 'PassWord', 'pwd=', '--token', 'secret', '"key":'];
const keyword = oneOf(...KEYWORDS);
const quote = oneOf(
  '"',
  "'",
  '`',
  '"""',
  '\\"',
  "\\'",
  '\\\\\\"',
  `${'\\'.repeat(7)}"`,
  `${'\\'.repeat(8)}"`,
);
const blanks = fc.oneof(
  oneOf('', ' ', '', ' ', '\t', '\n', '\r\n', '\n  ', ' \n\n '),
  rowOf(' ', 3, 4, 5, 31, 32, 33, 64),
);
const operator = fc.oneof(
  oneOf('=', ':', '=', ': '),
  oneOf('===', '!==', '=~', '=>', ':=', ':-', '?=', '+=', '||=', '==', '!=', '<-', '::', '!', '|', '||'),
  oneOf('??', '?:', ' or ', ' OR ', '>', '(', ',', '{', '<', '?', '+', ' o', ''),
);
const closer = oneOf('', '', '', '"', "'", '"]', '")', '\\"', '?', '!', '[]', ')'.repeat(9), '"'.repeat(9));
const lead = oneOf(
  '',
  '',
  'new ',
  'AWAIT ',
  '[]byte',
  'convertto-securestring -string ',
  'ConvertTo-SecureString ',
);
const call = fc.oneof(
  oneOf('', '', 'Buffer.from(', '[', 'a::b(', '((', '[[[', 'f( '),
  oneOf(
    'string = ',
    ': string = ',
    "&'static str = ",
    '&str=',
    'Optional[str] = ',
    'x => ',
    'x == ',
    'List<x> =',
  ),
  rowOf('c', 31, 32, 33, 48, 49).map((name) => `${name}(`),
);
const scheme = oneOf(
  '',
  '',
  'Bearer ',
  'basic ',
  'TOKEN ',
  'apikey ',
  'bot ',
  '&quot;',
  '&#34;',
  '&apos;',
  'b',
  'U@$',
);
const value = fc.oneof(
  oneOf('q7Input9z', 'x1.', 'a\\nb', 'x\\', 'x\\\\"y', 'a&b=c', 'é\u00a0\u00ff', '\u0000', ''),
  oneOf('value="x1"', ' value: y2', "'value' = z", ' default = "x1"', ' default: `y`', 'valu', ' defaul'),
  rowOf('v', 47, 48, 49, 510, 511, 512, 513, 600),
  rowOf('\\', 6, 7, 8, 511, 512),
  rowOf('k="v" ', 14, 15, 16, 17),
);
const name = fc.oneof(
  oneOf('', '', 'db_', '<', '&', '?', '"', 'a.', '{"name": "'),
  rowOf('n', 62, 63, 64, 65),
);
const end = oneOf('', ' ', '\n', ';', '>', '<', ')', ',', '.', '\u0000', '\u00ff', '}');

/** As people write it, with every part in all its shapes. */
const written = fc
  .tuple(
    name,
    keyword,
    fc.oneof(oneOf('', ''), name),
    closer,
    blanks,
    operator,
    blanks,
    lead,
    call,
    quote,
    scheme,
    value,
  )
  .chain((parts) => fc.tuple(fc.constant(parts.join('')), fc.oneof(quote, end), end))
  .map((parts) => parts.join(''));
const bare = fc
  .tuple(name, keyword, closer, blanks, operator, blanks, call, scheme, value, end)
  .map((parts) => parts.join(''));
/** All parts in any order. */
const piled = fc
  .array(fc.oneof(keyword, closer, blanks, operator, lead, call, quote, scheme, value, name, end), {
    maxLength: 14,
  })
  .map((parts) => parts.join(''));
const whole = fc.oneof(written, bare, piled, fc.string({ unit: 'binary-ascii', maxLength: 60 }));
/** Texts end anywhere. */
const anyText = fc
  .tuple(whole, fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })))
  .map(([text, part]) => Buffer.from(text.slice(0, Math.ceil(text.length * part)), 'latin1'));
const keywordLength = fc.integer({ min: 1, max: 8 });

/** Places of keywords, where it matters most, and any other. */
function placesIn(bytes: Buffer, length: number): number[] {
  return Array.from({ length: Math.max(0, bytes.length - length + 1) }, (_, offset) => offset);
}

it('is one answer at every offset, and nothing else is written', () => {
  let given = 0;
  fc.assert(
    fc.property(anyText, keywordLength, (bytes, length) => {
      engine.put(bytes);
      plain.put(bytes);
      for (const offset of placesIn(bytes, length)) {
        const answer = plain.assignment(offset, length);
        expectEqual(engine.assignment(offset, length), answer, `at ${offset}`);
        given += answer.length === 6 ? 1 : 0;
      }
    }),
    { numRuns: 1500 },
  );
  expect(given).toBeGreaterThan(1000);
});

it('is one answer for every byte that can stand at a place', () => {
  const text = Buffer.from('"x.pass" : string = b"v\\"1"; ', 'latin1');
  for (let at = 0; at < text.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const bytes = Buffer.from(text);
      bytes[at] = byte;
      expectEqual(engine.put(bytes).assignment(3, 4), plain.put(bytes).assignment(3, 4), `${byte} at ${at}`);
    }
  }
});

const benches = [
  ['engine', () => engine],
  ['twin', () => plain],
] as const;

/** A keyword somewhere in a text. */
const hit = fc
  .tuple(anyText, keywordLength, fc.nat())
  .filter(([bytes, length]) => bytes.length >= length)
  .map(([bytes, length, seed]) => {
    const known = KEYWORDS.map((word) => bytes.indexOf(word)).filter(
      (at) => at >= 0 && at + length <= bytes.length,
    );
    const places = known.length > 0 && seed % 4 > 0 ? known : placesIn(bytes, length);
    return { bytes, length, offset: places[seed % places.length] ?? 0 };
  });
const other = fc
  .oneof(whole, end, quote, operator, oneOf('', '=', ' ', 'a', '\n'))
  .map((text) => Buffer.from(text, 'latin1'));

describe.each(benches)('what the %s says that it looked at', (_, bench) => {
  it('is all that the answer depends on', () => {
    let cut = 0;
    fc.assert(
      fc.property(
        hit,
        fc.array(other, { minLength: 1, maxLength: 8 }),
        ({ bytes, length, offset }, tails) => {
          const answer = bench().put(bytes).assignment(offset, length);
          const looked = answer.at(-1) ?? 0;
          expect(looked).toBeGreaterThanOrEqual(offset + length);
          expect(looked).toBeLessThanOrEqual(Math.min(bytes.length + 1, offset + length + ASSIGNMENT_REACH));
          if (looked > bytes.length) return;
          cut++;
          for (const tail of [...tails, Buffer.alloc(0)]) {
            const changed = Buffer.concat([bytes.subarray(0, looked), tail]);
            expectEqual(bench().put(changed).assignment(offset, length), answer);
          }
        },
      ),
      { numRuns: 4000 },
    );
    expect(cut).toBeGreaterThan(1000);
  });

  it('is bounded before the keyword', () => {
    fc.assert(
      fc.property(hit, fc.integer({ min: 0, max: 200 }), other, ({ bytes, length, offset }, more, head) => {
        const far = Buffer.concat([Buffer.alloc(more, 'n.'), bytes]);
        const kept = Math.max(0, offset + more - ASSIGNMENT_REACH_BEFORE);
        const changed = Buffer.concat([head, far.subarray(kept)]);
        if (kept === 0) return;
        const moved = head.length - kept;
        const answer = bench()
          .put(far)
          .assignment(offset + more, length);
        const expected = answer.map((number, index) =>
          answer.length === 6 && index === 4 ? number : number + moved,
        );
        expect(
          bench()
            .put(changed)
            .assignment(offset + more + moved, length),
        ).toEqual(expected);
        if (answer.length === 6) expect(answer[0]).toBeGreaterThan(offset + more - ASSIGNMENT_REACH_BEFORE);
      }),
      { numRuns: 4000 },
    );
  });

  it.each([
    ['to the closing quote', 'pass = "x1" ', 11],
    ['to the byte behind a bare value, and what would make it a type', 'pass=x1; ', 8],
    ['to the byte behind the blank of a word', 'pass x1 y', 9],
    ['to the byte behind a name that nothing is given to', 'pass; ', 5],
    ['to the end of the text', 'pass = "x1', 11],
    ['to the end of the text, and not to where a longer name would end', 'pass', 5],
    ['behind a type', 'pass: str = "x1" ', 16],
    ['no further than a name may be long', `pass${'n'.repeat(80)}`, 68],
    ['no further than a value may be long', `pass="${'n'.repeat(600)}`, 518],
    ['no further than attributes may be long', `"pass" ${'n'.repeat(200)}`, 102],
  ])('goes %s', (__, text, looked) => {
    const bytes = Buffer.from(text, 'latin1');
    expect(bench().put(bytes).assignment(bytes.indexOf('pass'), 4).at(-1)).toBe(looked);
  });
});

describe('a watched text', () => {
  it('counts its end as one byte more', () => {
    const text = new WatchedText(Buffer.from('ab'), 0);
    expect([text.looked, is(text, 0, NAME), text.looked]).toEqual([0, true, 1]);
    expect([is(text, MAX_BLANKS, NAME), text.looked]).toEqual([false, 3]);
    expect([is(text, -1, NAME), text.looked]).toEqual([false, 3]);
  });
});
