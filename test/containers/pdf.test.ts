/** What a page shows, what objects say, and what is embedded. */
import { expect, it } from 'vitest';
import { buildPdf } from './support/build-pdf.ts';
import { isLinear } from '../support/growth.ts';
import { opened } from './support/opened.ts';

it.each([
  ['a string', '(plain) Tj', 'plain'],
  ['a hexadecimal string', '<68 65 78> Tj', 'hex'],
  ['an array, put apart by more than a letter for a blank', '[(pass) 20 (word) -300 <78>] TJ', 'password x'],
  ['escapes', String.raw`(a\(b\)\051 \\ \101\n(nested) c) Tj`, 'a(b)) \\ A\n(nested) c'],
  ['lines', "1 0 0 1 50 700 Tm (one) Tj 0 -14 Td (two) Tj T* (three) Tj (four) '", 'one\ntwo\nthree\nfour'],
  [
    'words on one line',
    '1 0 0 1 50 700 Tm (one) Tj 1 0 0 1 80 700 Tm (two) Tj 12 0 Td (three) Tj',
    'one two three',
  ],
])('%s', (_, operators, expected) => {
  const { texts, troubles } = opened(buildPdf([{ content: `q /F1 12 Tf BT ${operators} ET Q` }]));
  expect(texts['stream 1']).toBe(expected);
  expect(troubles).toEqual([]);
});

it('gives streams of objects, embedded files, and neither pictures nor fonts', () => {
  const pdf = buildPdf([
    { dictionary: '/Type /ObjStm', content: '7 0 << /Title (a title) /Author (Ada) >>' },
    { dictionary: '/Type /EmbeddedFile', content: Buffer.from([0, 1, 2, 255]) },
    { dictionary: '/Subtype /Image', content: 'no text' },
    { dictionary: '/Length1 20', content: 'a font' },
    { content: 'BT (plain) Tj ET', isPlain: true },
  ]);
  expect(opened(pdf).texts).toEqual({
    'stream 1': '7 0 << /Title (a title) /Author (Ada) >>',
    'embedded in stream 2': '\0\x01\x02\xff',
    'stream 5': 'plain',
  });
});

it('an encrypted one is told', () => {
  const { texts, troubles } = opened(buildPdf([{ content: 'BT (x) Tj ET' }], '<< /Encrypt 5 0 R >>'));
  expect(texts).toEqual({});
  expect(troubles).toEqual([{ kind: 'encrypted', inside: [], count: 1 }]);
});

it('time grows with the length alone', () => {
  for (const unit of ['(', '<00', 'BT ', '\\', '[(a)] TJ BT ', '1 0 obj stream ', 'stream\nendstream ']) {
    const ofUnits = (count: number): Buffer => buildPdf([{ content: unit.repeat(count), isPlain: true }]);
    expect(isLinear(ofUnits, opened, 40_000), unit).toBe(true);
  }
});
