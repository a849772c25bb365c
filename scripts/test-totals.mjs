/** Prints the closing line of .ci/run, "N passed, M failed", from the JSON report of vitest. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * A file that cannot be loaded has no tests, and a check beside the tests none either: each counts as one failure.
 *
 * @param report the JSON report, or null when there is none
 * @param failedChecks commands that failed, `npm test` among them
 * @returns the line, and whether all is well: nothing failed, and something ran
 */
export function totalsOf(report, failedChecks) {
  const { numPassedTests: passed = 0, numFailedTests = 0, testResults = [] } = report ?? {};
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failedTests = numFailedTests + unloaded.length;
  // Failed tests make `npm test` fail too: that is one failure, not two.
  const failed = failedTests + Math.max(0, failedChecks - (failedTests > 0 ? 1 : 0));
  const isNothing = passed + failed === 0;
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  return {
    line: `${passed} passed, ${failed + (isNothing ? 1 : 0)} failed${tail}`,
    isWell: failed === 0 && !isNothing,
  };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path = '', failedChecks = '0'] = process.argv.slice(2);
  const { line, isWell } = totalsOf(readReport(path), Number(failedChecks));
  process.stdout.write(`${line}\n`);
  process.exitCode = isWell ? 0 : 1;
}
