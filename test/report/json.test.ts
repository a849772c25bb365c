/** The json and jsonl formats: one shape of a finding, whole and parsable whatever stands in it. */
import { expect, it } from 'vitest';
import { reportJson } from '../../src/report/json.ts';
import { reportJsonl } from '../../src/report/jsonl.ts';
import { OPTIONS, finding, problem, result, sampleSecret, textOf } from './support/sample-result.ts';

const KEYS =
  'path line endLine column endColumn detector title issuer label level severity confidence notes fingerprint secretId ' +
  'masked count encoding inside linked kind blob commit author date otherPaths atTip tips reach exposure furtherIntervals versions entropy exposes revoke references';
const SAMPLE = result({
  findings: [
    finding({ otherPaths: [{ path: 'old.env', introduced: null }] }),
    finding({ path: 'line\u2028break\u009b31m', introduced: null }),
  ],
  problems: [problem({ path: 'big.bin' })],
});

it('is one object with a version, laid out by two spaces', () => {
  const text = textOf(reportJson(SAMPLE, OPTIONS));
  const parsed = JSON.parse(text);
  expect(Object.keys(parsed)).toEqual(['schemaVersion', 'tool', 'scan', 'inventory', 'findings', 'problems']);
  expect(parsed.schemaVersion).toBe(1);
  expect(parsed.scan.complete).toBe(false);
  expect(parsed.problems).toEqual([{ ...problem({ path: 'big.bin' }) }]);
  const ascii = result({ findings: [finding()] });
  const asciiText = textOf(reportJson(ascii, OPTIONS));
  expect(asciiText).toBe(`${JSON.stringify(JSON.parse(asciiText), null, 2)}\n`);
});

it('has the promised keys of a finding in the promised order, and its author and commit flat', () => {
  const [record, bare] = JSON.parse(textOf(reportJson(SAMPLE, OPTIONS))).findings;
  expect(Object.keys(record).join(' ').replace('commit author date ', '')).toBe(
    KEYS.replace('commit author date ', ''),
  );
  expect(Object.keys(record)).toEqual(KEYS.split(' '));
  expect(record).toMatchObject({
    path: 'config/prod.env',
    masked: 'exmp********xK',
    commit: 'c1'.repeat(20),
    author: { name: 'Ada Lovelace', email: 'ada@example.com' },
    date: '2024-03-01T10:00:00+02:00',
    otherPaths: [{ path: 'old.env', commit: null, author: null, date: null }],
    tips: ['main', 'dev'],
    reach: 'tip',
    exposure: finding().exposure,
    furtherIntervals: 0,
  });
  expect(bare).toMatchObject({ path: 'line\u2028break\u009b31m', commit: null, author: null, date: null });
});

it('adds `secret` only with --show-secrets', () => {
  const [record] = JSON.parse(textOf(reportJson(SAMPLE, { ...OPTIONS, showSecrets: true }))).findings;
  expect(record).toMatchObject({ masked: 'exmp********xK', secret: sampleSecret() });
});

it('jsonl has a typed object a line: findings, problems, and last the scan', () => {
  const text = textOf(reportJsonl(SAMPLE, OPTIONS));
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ type }) => type)).toEqual(['finding', 'finding', 'problem', 'scan']);
  const { findings, tool, scan } = JSON.parse(textOf(reportJson(SAMPLE, OPTIONS)));
  expect(lines[0]).toEqual({ type: 'finding', ...findings[0] });
  expect(lines.at(-1)).toEqual({ type: 'scan', tool, scan, inventory: null });
  expect(text).not.toMatch(/[\u2028\u009b]/);
});
