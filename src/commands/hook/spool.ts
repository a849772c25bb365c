/** `bitsieve hook spool`: scans what a server's hook had to let through unscanned. */
import { basename, resolve } from 'node:path';
import { isComplete, type Problem } from '../../core/problem.ts';
import type { ScanResult } from '../../core/scan-result.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { OPTIONS, scanOptions } from '../../config/options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import type { ScanOptions } from '../../config/scan-options.ts';
import { storedNames } from '../../git/stored-names.ts';
import { beginReachable, newlyReachable } from '../../hooks/receive/received-objects.ts';
import { receivingRepository } from '../../hooks/receive/receiving-repository.ts';
import { dropEntry, entriesIn, readEntry, type SpoolEntry } from '../../hooks/receive/spool.ts';
import { FORMATS } from '../../report/formats.ts';
import { writeReport } from '../../report/write-report.ts';
import { type Command, EXIT } from '../command.ts';
import { hideSecretsIn } from '../hide-secrets-in.ts';
import { optionHelp } from '../option-help.ts';
import { reportOptions } from '../report-options.ts';
import { resultExitCode } from '../result-exit-code.ts';
import { stopSignals } from '../stop-signals.ts';
import { tellProblems } from '../tell-problems.ts';
import { scanPush } from './receive/judge-push.ts';
import { RECEIVE_SCAN_OPTIONS } from './receive/receive-options.ts';
import { type ReceivePlan, receivePlan } from './receive/receive-plan.ts';

const TABLE = {
  ...scanOptions(['reportFormat', 'reportPath', 'verbose', 'timeoutMs', 'exitCode']),
  ...RECEIVE_SCAN_OPTIONS,
};

export const spoolCommand: Command = {
  summary: 'On a server: scan what pre-receive had to let through unscanned',
  options: TABLE,
  operand: { text: 'FOLDER', of: 'folder' },
  help: () => `Usage: bitsieve hook spool FOLDER [options]

Scans each push that FOLDER remembers (hook pre-receive --spool), oldest first, reports what it finds, and forgets it.
With --report-path DIR each report is a file in that folder. An entry whose scan was stopped stays, and one
whose repository is not there. One of which something cannot be scanned goes, and is told.

Options
${optionHelp(TABLE)}

Exit codes
  0 nothing found    1 found    3 incomplete: something could not be scanned    2 usage or configuration    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseFor('hook spool', TABLE, argv);
    const [folder, ...rest] = positionals;
    if (folder === undefined || rest.length > 0)
      throw new ScannerError('usage', 'hook spool takes one folder: that of hook pre-receive --spool');
    // Every value was read by the table's own type, under the table's own key.
    return workOff(folder, options satisfies Partial<ScanOptions>);
  },
};

async function workOff(folder: string, asked: Partial<ScanOptions>): Promise<number> {
  const paths = entriesAt(folder);
  const stop = stopSignals(asked.timeoutMs ?? OPTIONS.timeoutMs.default);
  try {
    const ready = await receivePlan(
      { scan: asked, inlineAllow: false },
      { signal: stop.signal, onProgress: () => undefined },
    );
    let code: number = EXIT.clean;
    for (const path of paths) {
      if (stop.signal.aborted) return EXIT.incomplete;
      code = worse(code, await workOffEntry(path, ready));
    }
    return code;
  } finally {
    stop.release();
  }
}

function entriesAt(folder: string): string[] {
  try {
    return entriesIn(folder);
  } catch (cause) {
    throw new ScannerError('not-found', `${folder} does not exist or cannot be read`, { cause });
  }
}

/** Incomplete comes before found, as for a scan. */
function worse(one: number, other: number): number {
  const rank = (code: number): number => (code === EXIT.clean ? 0 : code === EXIT.incomplete ? 2 : 1);
  return rank(other) > rank(one) ? other : one;
}

/** What cannot be scanned (a repository that is not there) stays in the spool, is told, and keeps nothing else from being scanned. */
async function workOffEntry(path: string, ready: ReceivePlan): Promise<number> {
  let result: ScanResult;
  try {
    const entry = readEntry(path);
    if (entry === 'gone') return EXIT.clean;
    result = await scanEntry(entry, ready);
  } catch (error) {
    if (!(error instanceof ScannerError) || error.code === 'internal') throw error;
    process.stderr.write(`bitsieve: ${basename(path)} stays in the spool: ${hideSecretsIn(error.message)}\n`);
    return EXIT.incomplete;
  }
  return tellEntry(path, result, ready.options);
}

/** The entry goes when its report is written, so a crash costs a second scan and nothing else. */
async function tellEntry(path: string, result: ScanResult, options: ScanOptions): Promise<number> {
  await report(path, result, options);
  if (!result.problems.some(({ code }) => code === 'timed-out' || code === 'interrupted')) {
    dropEntry(path);
    // Another scan would not come further, and a spool that keeps what cannot be scanned fills up.
    if (!result.scan.complete)
      process.stderr.write(
        `bitsieve: ${basename(path)} leaves the spool, though not all of it could be scanned\n`,
      );
  }
  return resultExitCode(result, options.exitCode);
}

async function report(path: string, result: ScanResult, options: ScanOptions): Promise<void> {
  const { reportPath, reportFormat } = options;
  const shown = reportOptions(options);
  const name = path.replace(/^.*\/|\.json$/g, '');
  const target = reportPath === null || reportPath === '-' ? '-' : `${reportPath}/${name}.${reportFormat}`;
  await writeReport(FORMATS[reportFormat].report(result, shown), target);
  if (!FORMATS[reportFormat].listsProblems || target !== '-') tellProblems(result, shown);
}

async function scanEntry(
  { repository: folder, tips, known }: SpoolEntry,
  ready: ReceivePlan,
): Promise<ScanResult> {
  const oidBytes = tips[0]?.length === 64 ? 32 : 20;
  const { signal } = ready.plan;
  const found = receivingRepository({ GIT_DIR: resolve(folder) }, folder, oidBytes);
  const repository = { ...found, place: { ...found.place, inheritRepository: false, signal } };
  const problems: Problem[] = [];
  // Branches may have gone since then, and their objects with them.
  const [stored, left] = await Promise.all([storedNames(repository, tips), storedNames(repository, known)]);
  if (!stored || !left) throw new ScannerError('git-failed', `${folder}: git cannot say what is there`);
  const begun = beginReachable(repository, { tips: stored, known: left });
  const list = await newlyReachable(repository, begun, (problem) => problems.push(problem), null);
  const updates = stored.map((after) => ({ before: null, after, ref: 'refs/heads' }));
  const result = await scanPush({ repository, updates, list, sent: null, newOnly: false }, ready, problems);
  return { ...result, scan: { ...result.scan, complete: result.scan.complete && isComplete(problems) } };
}
