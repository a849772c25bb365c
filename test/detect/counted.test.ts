/** Data in bulk: what one text holds of it is one hit with a count, in whatever kind of table it stands. */
import { describe, expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { generateToken } from '../support/generate-token.ts';
import { isLinear } from '../support/growth.ts';
import { pesel } from '../support/people.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const set = buildDetectorSet(patternCatalogue().detectors.filter(({ id }) => id === 'pl-pesel'));

function found(text: string): Array<{ line: number; count: number | undefined; raw: string }> {
  return scanText(Buffer.from(text), set).map(({ line, count, raw }) => ({ line, count, raw }));
}

const MANY = 300;
const people = Array.from({ length: MANY }, (_, seed) => pesel(seed));
const different = new Set(people).size;
const rows = (row: (number: string, index: number) => string, between = '\n'): string =>
  people.map(row).join(between);

describe('one finding for a table of persons', () => {
  it.each([
    ['CSV', 2, `id,name,pesel\n${rows((number, id) => `${id},Jan,${number}`)}\n`],
    [
      'CSV with quotes',
      2,
      `"id";"PESEL";"name"\r\n${rows((number, id) => `"${id}";"${number}";"a;b"`, '\r\n')}\r\n`,
    ],
    ['TSV', 2, `id\tpesel\n${rows((number, id) => `${id}\t${number}`)}`],
    ['one column', 2, `pesel\n${rows((number) => number)}\n`],
    ['Markdown', 3, `| name | Pesel |\n|---|:---:|\n${rows((number) => `| Jan | ${number} |`)}\n\ntext\n`],
    [
      'INSERT',
      1,
      `INSERT INTO people (id, \`pesel\`, name) VALUES ${rows((number, id) => `(${id}, '${number}', 'O\\'Hara (jr)')`, ', ')};`,
    ],
    [
      'INSERT on many lines',
      2,
      `insert into people (id, pesel) values\n${rows((number, id) => `(${id}, '${number}')`, ',\n')};`,
    ],
    ['many INSERTs', 1, rows((number, id) => `INSERT INTO people (id, pesel) VALUES (${id}, '${number}');`)],
    [
      'COPY',
      2,
      `COPY public.people (id, pesel) FROM stdin;\n${rows((number, id) => `${id}\t${number}`)}\n\\.\n`,
    ],
    ['JSON lines', 1, rows((number, id) => `{"id": ${id}, "pesel": "${number}"}`)],
    ['XML', 1, rows((number) => `<person><pesel>${number}</pesel></person>`)],
    ['YAML', 1, rows((number) => `- pesel: '${number}'`)],
  ])('%s', (_, line, text) => {
    expect(found(text)).toEqual([{ line, count: different, raw: people[0] }]);
  });

  it('and for what stands in two of them', () => {
    const half = (from: number): string => people.slice(from, from + 100).join('\n');
    expect(found(`pesel\n${half(0)}\n\nOthers\n\nPESEL\n${half(100)}\n`)).toMatchObject([
      { line: 2, count: 200 },
    ]);
  });

  it('counts beyond what is kept of other candidates', () => {
    const many = Array.from({ length: 20_000 }, (_, seed) => pesel(seed));
    expect(found(many.map((number) => `pesel: ${number}`).join('\n'))).toMatchObject([
      { line: 1, count: new Set(many).size },
    ]);
  });
});

describe('no column', () => {
  const [number = ''] = people;
  it.each([
    ['arguments of a function', `function add(name, pesel, town) {\n  return ${number}\n}\n`],
    ['prose', `The head of the column is called pesel, and it is\nlong, ${number}, is it\n`],
    ['numbers that are none', `id,pesel\n${rows((_, id) => `${id},${10_000_000_000 + id * 7}`)}\n`],
    ['another column', `id,pesel\n${number},\n${people[1]},\n`],
    ['another word', `id,spesel\n1,${number}\n`],
    ['behind the end of the table', `id,pesel\n\n1,${number}\n`],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

it('stands at the first that no comment allows', () => {
  const text = `pesel: ${people[0]} # bitsieve:allow\npesel: ${people[1]}\n`;
  expect(found(text)).toMatchObject([{ line: 2 }]);
});

it('is nothing where there are fewer than the detector asks for', () => {
  const [detector] = set.detectors;
  if (!detector) throw new Error('no detector');
  const patient = buildDetectorSet([{ ...detector, countedFrom: 3 }]);
  const text = (count: number): Buffer =>
    Buffer.from(
      `id,pesel\n${people
        .slice(0, count)
        .map((one) => `1,${one}`)
        .join('\n')}`,
    );
  expect(scanText(text(2), patient)).toEqual([]);
  expect(scanText(text(3), patient)).toMatchObject([{ count: 3 }]);
});

/** Twice as many heads, and twice as much below each, must not take four times as long. */
it.each([
  [
    'heads among cells',
    (count: number) =>
      Array.from({ length: count }, (_, at) => (at % 3 === 0 ? 'pesel' : pesel(at))).join('\n'),
  ],
  [
    'a head of many columns',
    (count: number) =>
      `${'pesel,'.repeat(63)}pesel\n${`${`${pesel(1)},`.repeat(63)}${pesel(2)}\n`.repeat(count / 100)}`,
  ],
  ['many INSERTs', (count: number) => `INSERT INTO p (pesel) VALUES ('${pesel(3)}');\n`.repeat(count)],
])('%s cost time by their number alone', (_, make) => {
  expect(
    isLinear(
      (count) => Buffer.from(make(count)),
      (text) => scanText(text, set),
      24_000,
    ),
  ).toBe(true);
});

it('counts the rows of a column where many persons have the same value', () => {
  const of = buildDetectorSet(
    patternCatalogue().detectors.filter(({ label }) => label === 'personal/health'),
  );
  const codes = ['E11.9', 'I10', 'F32.1', 'C50.9'];
  const table = (count: number, among: number): string =>
    Array.from({ length: count }, (_, row) => `P${row},${codes[row % among]}`).join('\n');
  const counts = (text: string): unknown[] =>
    scanText(Buffer.from(`patient,diagnosis\n${text}\n`), of).map(({ count }) => count);
  expect(counts(table(40, 4))).toEqual([40]);
  expect(counts(table(40, 1))).toEqual([]);
});

describe('heads again and again', () => {
  const patterns = readPatternSources('patterns').flatMap(({ document }) => {
    const file = checkPatternFile(document);
    return 'detector' in file ? file.detector.filter(({ column }) => column) : [];
  });
  const { detectors } = patternCatalogue();

  it.each(patterns.map((pattern) => ({ id: pattern.id, pattern })))('cost $id no more', ({ id, pattern }) => {
    const detector = detectors.find((one) => one.id === id);
    if (!detector) throw new Error(id);
    const own = buildDetectorSet([detector]);
    const token = generateToken(pattern, detector);
    const tables = detector.keywords.map((keyword) => {
      const name = keyword.replaceAll(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '');
      return `a,${name},b\n1,${token},2\n`;
    });
    const heads = (count: number): Buffer => Buffer.from(tables.join('').repeat(count / tables.length));
    expect(isLinear(heads, (text) => scanText(text, own), 4000)).toBe(true);
  });
});
