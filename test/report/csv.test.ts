/** The csv format: RFC 4180 whatever the repository holds, and no cell that a spreadsheet would run. */
import { expect, it } from 'vitest';
import { reportCsv } from '../../src/report/csv.ts';
import { parseCsv } from './support/parse-csv.ts';
import { OPTIONS, finding, problem, result, textOf } from './support/sample-result.ts';
import { fc } from '../support/property.ts';

function rows(...args: Parameters<typeof reportCsv>): Record<string, string>[] {
  const [header = [], ...lines] = parseCsv(textOf(reportCsv(...args)));
  return lines.map((line) => {
    expect(line).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, line[index] ?? '']));
  });
}

it('has one row a finding and one a problem, told apart by the first column', () => {
  const [first, second, third] = rows(
    result({
      findings: [finding(), finding({ introduced: null, atTip: null, reach: null, exposure: [] })],
      problems: [problem({ path: 'a.bin' })],
    }),
    OPTIONS,
  );
  expect(first).toMatchObject({
    type: 'finding',
    severity: 'high',
    masked: 'exmp********xK',
    path: 'config/prod.env',
    line: '12',
    authorName: 'Ada Lovelace',
    tips: 'main; dev',
    atTip: 'true',
    reach: 'tip',
    exposure:
      'main 2024-03-01T10:00:00+02:00/2024-04-01T10:00:00+02:00; main 2024-05-01T10:00:00+02:00/..; ' +
      'dev 2024-03-01T10:00:00+02:00/..',
    furtherIntervals: '0',
  });
  expect(second).toMatchObject({
    type: 'finding',
    commit: '',
    authorEmail: '',
    atTip: '',
    reach: '',
    exposure: '',
  });
  expect(third).toMatchObject({
    type: 'problem',
    severity: 'error',
    code: 'blob-over-limit',
    path: 'a.bin',
    line: '',
  });
});

it('begins every line with the type and ends it with CR LF', () => {
  const text = textOf(reportCsv(result({ findings: [finding()] }), OPTIONS));
  expect(text).toMatch(/^type,severity,[^\r\n]*\r\nfinding,high,[^\r\n]*\r\n$/);
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('defuses the formula %j', (path) => {
  expect(rows(result({ findings: [finding({ path })] }), OPTIONS)[0]?.['path']).toBe(`'${path}`);
});

it('gives back any path, unseen characters as escapes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      const [row] = rows(
        result({ findings: [finding({ path })], problems: [problem({ message: path })] }),
        OPTIONS,
      );
      expect(row?.['path']).not.toMatch(/^[=+\-@\t\r]/);
      const plain = /^[\w ,"\r\n.]+$/.test(path) && !/^[\r\n]/.test(path);
      if (plain) expect(row?.['path']).toBe(path);
    }),
  );
});

it('has the secret in a column of its own only with --show-secrets', () => {
  const one = result({ findings: [finding()] });
  expect(textOf(reportCsv(one, OPTIONS))).not.toContain(',secret,');
  expect(rows(one, { ...OPTIONS, showSecrets: true })[0]?.['secret']).toMatch(/^exmpl_/);
});
