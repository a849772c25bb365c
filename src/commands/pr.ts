/** `bitsieve pr`: what a build calls: the commits that it answers for, scanned, reported, and told to Bitbucket. */
import type { BuildStatus } from '../bitbucket/insights/build-status.ts';
import type { Credential } from '../bitbucket/credential/credential.ts';
import { plainText } from '../core/plain-text.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { openRepository } from '../git/open-repository.ts';
import { chooseRange, type ChosenRange } from '../pipelines/choose-range.ts';
import { originAddress, originOf, type OriginOptions } from '../pipelines/origin.ts';
import type { PipelineFacts } from '../pipelines/pipeline-facts.ts';
import { readPipeline } from '../pipelines/read-pipeline.ts';
import { FORMATS } from '../report/formats.ts';
import { writeReport } from '../report/write-report.ts';
import { type Command, EXIT } from './command.ts';
import { hideSecretsIn } from './hide-secrets-in.ts';
import { optionHelp } from './option-help.ts';
import { askedFacts } from './pr/asked-facts.ts';
import { forgeOf, type ToldForge } from './pr/forge-of.ts';
import { insightsOf } from './pr/insights-of.ts';
import { DEFAULT_PUBLISH_TIMEOUT_MS, parsePrFlags, PR_OPTIONS, type PrOptions } from './pr/pr-options.ts';
import { publish } from './pr/publish.ts';
import { scanRange, type ScannedRange } from './pr/scan-range.ts';
import { reportOptions } from './report-options.ts';
import { resultExitCode } from './result-exit-code.ts';
import { stopSignals } from './stop-signals.ts';
import { tellProblems } from './tell-problems.ts';

const MOST_SAID = 1000;

export const prCommand: Command = {
  summary: 'Scan what a pull request or a branch brings, in a build, and tell Bitbucket',
  options: PR_OPTIONS,
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve pr [PATH] [options]

For builds: knows the pull request, branch or tag from the variables of Bitbucket Pipelines, Jenkins
or Bamboo, or from options; scans every commit that the destination does not have; and sends report
and annotations to Code Insights, in Pipelines without a token. See docs/pipelines.md.

Options
${optionHelp(PR_OPTIONS)}

Exit codes
  0 nothing found    1 found (--exit-code changes it)    2 usage or configuration
  3 incomplete: something is missing or could not be scanned, with or without findings
  4 nothing found, and Bitbucket could not be told    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parsePrFlags(argv);
    if (positionals.length > 1)
      throw new ScannerError('usage', `one repository at a time, not ${positionals.length}`);
    return build(positionals[0], options);
  },
};

async function build(path: string | undefined, options: PrOptions): Promise<number> {
  const facts = askedFacts(readPipeline(process.env), options);
  const { forge, range, telling } = await prepare(path, options, facts);
  if (!range) return EXIT.incomplete;
  tell(`Scanning ${range.name}: ${commits(range)}, up to ${range.head}`);
  for (const note of range.notes) tell(note);
  const scanned = await scanRange(path, options, range);
  const code = resultExitCode(scanned.result, scanned.options.exitCode);
  const areWritten = await writeReports(scanned, options);
  const isTold =
    forge === null || (await tellForge({ forge, range, scanned, facts, options, telling, code }));
  // What could not be told never hides what was found.
  if (code !== EXIT.clean || (areWritten && isTold)) return code;
  return isTold ? EXIT.usage : EXIT.remote;
}

interface Prepared {
  readonly forge: ToldForge | null;
  /** null: it was interrupted. */
  readonly range: ChosenRange | null;
  /** Ends whatever is asked of the forge. */
  readonly telling: AbortController;
}

/** Everything that can be wrong with a call is said before anything is scanned. */
async function prepare(
  path: string | undefined,
  options: PrOptions,
  facts: PipelineFacts,
): Promise<Prepared> {
  const telling = new AbortController();
  const stop = stopSignals(0);
  try {
    const repository = await openRepository(path);
    const address = await originAddress(repository);
    const forge = await forgeOf({
      options,
      facts,
      env: process.env,
      origin: address === '' ? null : address,
      signal: telling.signal,
      onRetry: ({ reason, delayMs }) => tell(`Asking again in ${Math.ceil(delayMs / 1000)} s: ${reason}`),
    });
    const access = await accessOf(forge);
    const isAllowed = options.noFetch !== true;
    const origin = originOf(repository, address, { access, isAllowed, signal: stop.signal });
    const isCommitAsked = Boolean(options.source);
    const range = await chooseRange({ repository, origin, facts, isCommitAsked });
    return { forge, range: stop.signal.aborted ? null : range, telling };
  } finally {
    stop.release();
  }
}

async function accessOf(forge: ToldForge | null): Promise<OriginOptions['access']> {
  const credential: Credential | null = forge?.credential ?? null;
  return forge && credential ? { login: await credential.gitLogin(), host: forge.gitHost } : null;
}

/** The log, and files beside it. @returns whether every file is there */
async function writeReports({ result, options: asked }: ScannedRange, options: PrOptions): Promise<boolean> {
  const shown = reportOptions(asked);
  const format = FORMATS[asked.reportFormat];
  // A reader that went away (`| head`) has seen enough; what was found is found all the same.
  await writeReport(format.report(result, shown), asked.reportPath ?? '-');
  if (!format.listsProblems || asked.reportPath !== null) tellProblems(result, shown);
  let areWritten = true;
  for (const name of ['sarif', 'junit'] as const) {
    const target = options[name];
    if (!target) continue;
    try {
      await writeReport(FORMATS[name].report(result, shown), target);
    } catch (error) {
      if (!(error instanceof ScannerError)) throw error;
      tell(error.message);
      areWritten = false;
    }
  }
  return areWritten;
}

interface Telling {
  readonly forge: ToldForge;
  readonly range: ChosenRange;
  readonly scanned: ScannedRange;
  readonly facts: PipelineFacts;
  readonly options: PrOptions;
  readonly telling: AbortController;
  readonly code: number;
}

async function tellForge(all: Telling): Promise<boolean> {
  const { forge, range, scanned, facts, options, telling, code } = all;
  const { result, standings } = scanned;
  const link = pageIn(facts);
  const status: BuildStatus = {
    isSuccessful: code === EXIT.clean,
    description: `${result.findings.length} found in ${commits(range)}${result.scan.complete ? '' : ', incomplete'}`,
    url: link ?? forge.pageOf(range.head),
    // One that holds a secret is not told again.
    branch: facts.branch === null || hideSecretsIn(facts.branch) !== facts.branch ? null : facts.branch,
  };
  const timer = setTimeout(() => telling.abort(), options.publishTimeoutMs ?? DEFAULT_PUBLISH_TIMEOUT_MS);
  try {
    const { lines, isDone } = await publish({
      forge,
      commit: range.head,
      insights: insightsOf({ result, range, standings, link }),
      status: options.buildStatus === true ? status : null,
    });
    for (const line of lines) tell(line);
    return isDone;
  } finally {
    clearTimeout(timer);
  }
}

/** Of the web alone: others are refused as a link. */
function pageIn({ buildUrl }: PipelineFacts): string | null {
  const isPage = buildUrl !== null && URL.canParse(buildUrl) && /^https?:$/.test(new URL(buildUrl).protocol);
  return isPage ? buildUrl : null;
}

function commits({ commits: number }: ChosenRange): string {
  return `${number} commit${number === 1 ? '' : 's'}`;
}

/** Names of branches, and what servers say, are somebody else's words. */
function tell(line: string): void {
  process.stderr.write(`${hideSecretsIn(plainText(line, MOST_SAID))}\n`);
}
