/** `npm run accuracy`: a scan and its score in one step, on labelled lines made up here. */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { fc } from '../support/property.ts';

const [SECRET = ''] = fc.sample(fc.stringMatching(/^[b-df-h]{3}[2-9]{2}[J-N][p-t]{5}[2-9][v-z]{5}[2-9]$/), {
  numRuns: 1,
  seed: 3,
});

const FILE = [
  'first',
  `password = "${SECRET}"`,
  'token = load()',
  `secret = "${SECRET}"`,
  `api_key = "${SECRET}"`,
];

interface Row {
  readonly line: number;
  readonly label: string;
  readonly category: string;
  readonly repo?: string;
  readonly status?: string;
}

function accuracyOf(rows: readonly Row[], ...options: readonly string[]): string {
  const labels = rows.map(({ line, repo = 'acme/app', status = 'ok', ...rest }) =>
    JSON.stringify({ path: 'app/main.py', lf_line: line, lf_line_end: line, repo, status, ...rest }),
  );
  const folder = tempFolder({ 'files/app/main.py': FILE.join('\n'), 'labels.jsonl': labels.join('\n') });
  const args = ['scripts/accuracy.mjs', `${folder}/labels.jsonl`, `${folder}/files`, ...options];
  return execFileSync(process.execPath, args, { encoding: 'utf8' });
}

function countsOf(report: string, name: string): number[] {
  const line = report.split('\n').find((text) => text.startsWith(name)) ?? '';
  return line.slice(32).trim().split(/\s+/).slice(0, 5).map(Number);
}

const ROWS: readonly Row[] = [
  { line: 2, label: 'T', category: 'Password' },
  { line: 3, label: 'T', category: 'Token', repo: 'acme/other' },
  { line: 4, label: 'F', category: 'Secret:Dropbox App secret' },
  { line: 4, label: 'F', category: 'UUID' },
  { line: 1, label: 'T', category: 'Key', status: 'lost' },
];

it('counts what was found and what was not, by category and in all', () => {
  const report = accuracyOf(ROWS, '--not', 'UUID');
  expect(countsOf(report, 'TOTAL')).toEqual([2, 1, 1, 1, 1]);
  expect(countsOf(report, 'Password')).toEqual([1, 0, 1, 0, 0]);
  expect(countsOf(report, 'pattern categories')).toEqual([0, 1, 0, 1, 0]);
  expect(countsOf(report, 'generic categories')).toEqual([2, 0, 1, 0, 1]);
});

it('counts findings on lines without a label apart, and averages over repositories', () => {
  const report = accuracyOf(ROWS, '--not', 'UUID');
  expect(report).toContain('unlabelled findings 1; precision if all were false 0.3333');
  expect(report).toContain('over 2 repositories with a T: 0.3333');
});

it('leaves out the categories that are not asked for', () => {
  expect(countsOf(accuracyOf(ROWS, '--only', 'Token'), 'TOTAL')).toEqual([1, 0, 0, 0, 1]);
});

it('takes a finding on a line with a true and a false row for the true one', () => {
  const report = accuracyOf([...ROWS, { line: 4, label: 'T', category: 'Secret' }]);
  expect(countsOf(report, 'TOTAL')).toEqual([3, 2, 2, 0, 1]);
});
