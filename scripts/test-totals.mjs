/** Prints the closing line of .ci/run, "N passed, M failed", from vitest's JSON report and the number of commands that failed. */
import { readFileSync } from 'node:fs';

const NOTHING = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};
const [path = '', failedCommands = '0'] = process.argv.slice(2);

const report = readReport();
const failed = countFailures();
const skipped = report.numPendingTests + report.numTodoTests;
const tail = skipped > 0 ? `, ${skipped} skipped` : '';
process.stdout.write(`${report.numPassedTests} passed, ${failed} failed${tail}\n`);
process.exitCode = failed === 0 ? 0 : 1;

function readReport() {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return NOTHING;
  }
}

/** A test file that cannot be loaded has no tests, and a check beside the tests none either: each is one failure. */
function countFailures() {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const inTests = report.numFailedTests + unloaded.length;
  // Failed tests make `npm test` fail too: that is one failure, not two.
  const beside = Math.max(0, Number(failedCommands) - (inTests > 0 ? 1 : 0));
  const isNothing = report.numPassedTests + inTests + beside === 0;
  return isNothing ? 1 : inTests + beside;
}
