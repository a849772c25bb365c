/** The junit format: well-formed XML 1.0 for any input, red for findings and errors and for nothing else. */
import { expect, it } from 'vitest';
import { reportJunit } from '../../src/report/junit.ts';
import { parseXml } from './support/parse-xml.ts';
import type { XmlElement } from './support/parse-xml.ts';
import { OPTIONS, finding, problem, result, textOf } from './support/sample-result.ts';
import { fc } from '../support/property.ts';

function suite(...[scan, options]: Parameters<typeof reportJunit>): XmlElement {
  const root = parseXml(textOf(reportJunit(scan, options)));
  const [only, ...more] = root.children;
  expect(more).toEqual([]);
  if (only === undefined) throw new Error('no test suite');
  return only;
}

const outcomes = ({ children }: XmlElement): (string | undefined)[] =>
  children.map((child) => child.children[0]?.name);

it('has a failed case for a finding, an error for what was not scanned, a skipped case for a warning', () => {
  const tests = suite(
    result({
      findings: [finding()],
      problems: [problem({ path: 'a.bin' }), problem({ severity: 'warning' })],
    }),
    OPTIONS,
  );
  expect(outcomes(tests)).toEqual(['failure', 'error', 'skipped']);
  expect(tests.attributes).toMatchObject({
    tests: '3',
    failures: '1',
    errors: '1',
    skipped: '1',
    time: '3.210',
  });
  const [failed, broken] = tests.children;
  expect(failed?.attributes).toMatchObject({
    classname: 'example-api-token',
    file: 'config/prod.env',
    line: '12',
  });
  expect(failed?.children[0]?.attributes['message']).toBe('Example API token: exmp********xK');
  expect(failed?.children[0]?.text).toContain('by Ada Lovelace <ada@example.com>\nat tip of main, dev\n');
  expect(broken?.children[0]?.attributes).toEqual({
    message: 'A blob of 200 MB was not read.',
    type: 'blob-over-limit',
  });
});

it('has one passing case for a clean complete scan, and none when something was not scanned', () => {
  expect(outcomes(suite(result(), OPTIONS))).toEqual([undefined]);
  expect(outcomes(suite(result({ problems: [problem()] }), OPTIONS))).toEqual(['error']);
  expect(outcomes(suite(result({ problems: [problem({ severity: 'warning' })] }), OPTIONS))).toEqual([
    'skipped',
    undefined,
  ]);
});

it('is well-formed for any text, and gives the text back but for what XML cannot hold', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '\0',
      '\u001b',
      '\ud800',
      '\udc00',
      '\ufffe',
      '\uffff',
      ']]>',
      '&',
      '<',
      '"',
      '\r',
      '\n',
      '\t',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.string({ unit }), (path) => {
      const tests = suite(
        result({ findings: [finding({ path, exposes: path })], problems: [problem({ message: path })] }),
        OPTIONS,
      );
      // eslint-disable-next-line no-control-regex -- what XML cannot hold
      const held = path.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd');
      expect(tests.children[0]?.attributes['file']).toBe(held);
      expect(tests.children[1]?.children[0]?.attributes['message']).toBe(held);
    }),
    { numRuns: 500 },
  );
});
