/** `bitsieve audit`: every repository of a Bitbucket; its token tried out, its plan, and what the last one came to. */
import { resolve } from 'node:path';
import { summarize } from '../audit/summarize.ts';
import { ForgeError } from '../bitbucket/forge-error.ts';
import type { Retry } from '../bitbucket/web/web.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { visibleText } from '../report/text/visible-text.ts';
import { readAuditStore } from '../store/audit/open-audit-store.ts';
import { canvasOf } from './answer-lines.ts';
import { AUDIT_OPTIONS, type AuditOptions, DEFAULT_STORE, parseAuditFlags } from './audit/audit-options.ts';
import { connect, scopeIn } from './audit/connect.ts';
import { accessLines, planLines } from './audit/list-lines.ts';
import { NothingListed, planListed } from './audit/plan-listed.ts';
import { performAudit, type PerformedAudit, targetIn } from './audit/perform-audit.ts';
import { requestLines } from './audit/request-lines.ts';
import { summaryLines } from './audit/summary-lines.ts';
import { auditProgress, type ProgressForm } from './audit/progress/audit-progress.ts';
import { type Command, EXIT } from './command.ts';
import { optionHelp } from './option-help.ts';
import { isWatched } from './progress-line.ts';
import { stopSignals } from './stop-signals.ts';

export const auditCommand: Command = {
  summary: 'Scan every repository of a Bitbucket, and keep what is found in a store',
  options: AUDIT_OPTIONS,
  words: {
    status: () =>
      Promise.resolve({
        summary: 'Say how far the last audit came',
        options: { store: AUDIT_OPTIONS.store },
      }),
  },
  help: () => `Usage: bitsieve audit --cloud | --url ADDRESS [options]
       bitsieve audit status [--store FILE]

Fetches every repository that the token may see, scans its whole history, and keeps findings, refs
and who may read in a store. Stopped or killed, the same command takes it up again; once done, it
fetches only what has changed. Tokens come from the environment, never from an argument: see
docs/credentials.md. --check says what the token sees, --dry-run lists the plan.

Options
${optionHelp(AUDIT_OPTIONS)}

Exit codes
  0 nothing found    1 found (--exit-code changes it)    2 usage or configuration
  3 incomplete: something could not be covered    4 the forge could not be asked    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseAuditFlags(argv);
    const [word] = positionals;
    if (word === 'status' && positionals.length === 1) return tellStatus(options);
    if (word !== undefined) {
      throw new ScannerError('usage', `audit takes no path, and knows no word but "status"`, {
        hint: 'Repositories are named with --workspace, --project and --repo.',
      });
    }
    return asking(options);
  },
};

/** A forge that cannot be asked has an exit code of its own. */
async function asking(options: AuditOptions): Promise<number> {
  const stop = stopSignals(options.timeoutMs ?? 0);
  try {
    if (options.check === true) return await tellAccess(options, stop.signal);
    if (options.dryRun === true) return await tellPlan(options, stop.signal);
    return await audit(options, stop.signal);
  } catch (error) {
    if (error instanceof NothingListed) {
      tell(`bitsieve: ${error.message}`);
      for (const line of error.lines) tell(visibleText(line));
      return EXIT.remote;
    }
    if (!(error instanceof ForgeError)) throw error;
    if (error.kind === 'cancelled') return EXIT.incomplete;
    tell(`bitsieve: ${visibleText(error.message)}`);
    if (error.hint !== undefined) tell(error.hint);
    return EXIT.remote;
  } finally {
    stop.release();
  }
}

async function tellAccess(options: AuditOptions, signal: AbortSignal): Promise<number> {
  const { forge } = await connect({ options, env: process.env, signal, onRetry: retryTeller(options) });
  const access = await forge.access(scopeIn(options));
  answer(accessLines(access, canvasOf({})));
  if (
    options.pullRequests === true ||
    options.pushTimes === true ||
    (options.permissions ?? 'workspace') !== 'workspace'
  ) {
    answer(requestLines(await planListed(forge, targetIn(options)), forge, options));
  }
  const seen = access.facts.filter(({ visible }) => visible === 'yes').length;
  if (seen === access.facts.length) return EXIT.clean;
  return access.facts.every(({ visible }) => visible !== 'yes' && visible !== 'part')
    ? EXIT.remote
    : EXIT.incomplete;
}

async function tellPlan(options: AuditOptions, signal: AbortSignal): Promise<number> {
  const { forge } = await connect({ options, env: process.env, signal, onRetry: retryTeller(options) });
  const plan = await planListed(forge, targetIn(options));
  answer([...(await planLines(plan, forge, canvasOf({}))), ...requestLines(plan, forge, options)]);
  return plan.unseen.length > 0 ? EXIT.incomplete : EXIT.clean;
}

async function audit(options: AuditOptions, signal: AbortSignal): Promise<number> {
  const isLive = isWatched(process.stderr) && !process.env['CI'];
  const progress = auditProgress(formOf(options), process.stderr, isLive);
  try {
    const performed = await performAudit(options, { env: process.env, signal, ...progress });
    progress.stop();
    if (options.quiet !== true) answer(summaryLines(performed.summary, canvasOf({})));
    return exitCodeOf(performed);
  } finally {
    progress.stop();
  }
}

function formOf({ quiet, noProgress, progress = 'auto' }: AuditOptions): ProgressForm {
  return quiet === true || noProgress === true ? 'none' : progress;
}

/** Incomplete comes before found: "found" promises that there is nothing else to find. */
function exitCodeOf({ end, summary, options }: PerformedAudit): number {
  if (summary.repositories === 0 && summary.gaps.some(({ severity }) => severity === 'error'))
    return EXIT.remote;
  if (!end.isComplete) return EXIT.incomplete;
  return summary.findings > 0 ? options.exitCode : EXIT.clean;
}

async function tellStatus({ store = DEFAULT_STORE }: AuditOptions): Promise<number> {
  const reader = await readAuditStore(resolve(store ?? DEFAULT_STORE));
  try {
    const [last] = await reader.runs();
    if (last) answer(summaryLines(await summarize(reader, last), canvasOf({})));
    else answer(['No run has been begun yet.']);
    return EXIT.clean;
  } finally {
    await reader.close();
  }
}

/** Half a minute of silence looks like a program that hangs. */
function retryTeller(options: AuditOptions): (retry: Retry) => void {
  return auditProgress(formOf(options), process.stderr, false).onRetry;
}

function answer(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
