/** The closing line that pipelines read, from reports of every kind. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

interface Closing {
  readonly line: string;
  readonly code: number;
}

function closingOf(report: string, failedChecks = 0): Closing {
  const folder = tempFolder({ 'report.json': report });
  const args = ['scripts/test-totals.mjs', `${folder}/report.json`, String(failedChecks)];
  try {
    return { line: execFileSync(process.execPath, args, { encoding: 'utf8' }), code: 0 };
  } catch (error) {
    const { stdout, status } = Object(error);
    return { line: String(stdout), code: Number(status) };
  }
}

function reportOf(passed: number, failed: number, skipped = 0, files: object[] = []): string {
  const counts = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
  };
  return JSON.stringify({ ...counts, testResults: files });
}

const unloaded = [{ status: 'failed', assertionResults: [] }];

describe('the closing line', () => {
  it.each<[string, Parameters<typeof closingOf>, Closing]>([
    ['all passed', [reportOf(12, 0)], { line: '12 passed, 0 failed\n', code: 0 }],
    ['some skipped', [reportOf(12, 0, 3)], { line: '12 passed, 0 failed, 3 skipped\n', code: 0 }],
    ['a test failed', [reportOf(11, 1), 1], { line: '11 passed, 1 failed\n', code: 1 }],
    ['a test and a check failed', [reportOf(11, 1), 2], { line: '11 passed, 2 failed\n', code: 1 }],
    ['a check failed', [reportOf(12, 0), 1], { line: '12 passed, 1 failed\n', code: 1 }],
    [
      'a file could not be loaded',
      [reportOf(12, 0, 0, unloaded), 1],
      { line: '12 passed, 1 failed\n', code: 1 },
    ],
    ['nothing ran', [reportOf(0, 0)], { line: '0 passed, 1 failed\n', code: 1 }],
    ['there is no report', ['', 1], { line: '0 passed, 1 failed\n', code: 1 }],
  ])('%s', (_, given, expected) => {
    expect(closingOf(...given)).toEqual(expected);
  });
});
