/** What the pipe's container runs: variables of pipe.yml -> one call of `bitsieve pr`, in the clone that Pipelines has mounted. */

/** Variables that become an option with a value, and those that are switches. */
const VALUES = {
  DESTINATION: '--destination',
  SARIF: '--sarif',
  JUNIT: '--junit',
  BASELINE: '--baseline-path',
  CONFIG: '--config',
  MIN_SEVERITY: '--min-severity',
  MIN_CONFIDENCE: '--min-confidence',
  EXIT_CODE: '--exit-code',
  INSIGHTS_PROXY: '--insights-proxy',
};
const SWITCHES = {
  NO_REPOSITORY_CONFIG: '--no-repository-config',
  NO_PUBLISH: '--no-publish',
  BUILD_STATUS: '--build-status',
};
/** By names that nobody else reads: a token is never an argument. */
const CREDENTIALS = { TOKEN: 'BITSIEVE_BITBUCKET_TOKEN', EMAIL: 'BITSIEVE_BITBUCKET_EMAIL' };

const { env } = process;
const args = ['pr'];
for (const [name, option] of Object.entries(VALUES)) if (env[name]) args.push(`${option}=${env[name]}`);
for (const [name, option] of Object.entries(SWITCHES)) {
  const value = (env[name] ?? '').toLowerCase();
  if (value === 'true') args.push(option);
  else if (value !== '' && value !== 'false') fail(`${name} is "true" or "false"`);
}
for (const [name, own] of Object.entries(CREDENTIALS)) if (env[name]) env[own] = env[name];

if (!env['BITBUCKET_CLONE_DIR'])
  fail('BITBUCKET_CLONE_DIR is not set: this runs as a pipe of Bitbucket Pipelines');
process.chdir(env['BITBUCKET_CLONE_DIR']);
const { main } = await import('../dist/cli.js');
process.exitCode = await main(args);

function fail(message) {
  process.stderr.write(`bitsieve pipe: ${message}\n`);
  process.exit(2);
}
