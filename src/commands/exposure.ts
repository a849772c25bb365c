/** `bitsieve exposure`: what a breach would expose, from the store of audits; nothing is scanned or asked. */
import { resolve } from 'node:path';
import { storedResult } from '../audit/stored-result.ts';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { subjectIn } from '../exposure/asked-subject.ts';
import type { ExposureAnswer } from '../exposure/exposure-answer.ts';
import { type Exposed, type ExposureRequest, openExposure } from '../exposure/measure-exposure.ts';
import { listRotations } from '../exposure/rotation/rotation-list.ts';
import { windowOf } from '../exposure/window.ts';
import type { Zone } from '../exposure/zone.ts';
import type { Canvas } from '../report/console/flow.ts';
import { writeReport } from '../report/write-report.ts';
import type { AuditReader } from '../store/audit/audit-store.ts';
import { readAuditStore } from '../store/audit/open-audit-store.ts';
import { canvasOf } from './answer-lines.ts';
import { DEFAULT_STORE } from './audit/audit-options.ts';
import { type Command, EXIT } from './command.ts';
import { configFor } from './config-for.ts';
import { EXPOSURE_FORMATS } from './exposure/exposure-formats.ts';
import {
  EXPOSURE_OPTIONS,
  type ExposureOptions,
  parseExposureFlags,
  STORE_OPTIONS,
} from './exposure/exposure-options.ts';
import { answerNotices } from './exposure/notify/answer-notices.ts';
import { notifyFormat } from './exposure/notify/notify-formats.ts';
import { rotationFormat } from './exposure/rotation/rotation-formats.ts';
import { PATH_OPTIONS } from './exposure/path-options.ts';
import { type ScannedPath, scannedPath } from './exposure/scanned-path.ts';
import { optionHelp } from './option-help.ts';
import { earlierRun, meantRun } from './report/meant-run.ts';
import { wantedIn } from './report/wanted-places.ts';

type Question = Pick<
  ExposureRequest,
  'run' | 'runs' | 'covered' | 'isWanted' | 'window' | 'as' | 'domains' | 'scanned'
>;

/** Values that are ranked. */
const MOST = 10;

export const exposureCommand: Command = {
  summary: 'Say what a breach would expose, from the store of audits',
  options: EXPOSURE_OPTIONS,
  help: () => `Usage: bitsieve exposure [--store FILE | --path FOLDER] [--from DATE --to DATE] [options]

Says of all that audits have found what it is, how much of it there is, where it lies, since when,
and who may read it; which values matter most and why; and which repositories expose the most.
With --from and --to: what a reader could fetch between the two; with --as: what the theft of an
account or key would leak; with --notify-list: who may have to be told, by when; with
--rotation-list: what has to be rotated, in which order. No secret is shown: the store holds none.
With --path one repository on disk is scanned, and answered about in the same way; who may read it
is not known then.

Options
${optionHelp(STORE_OPTIONS)}

Options of the scan that --path makes
${optionHelp(PATH_OPTIONS)}

Exit codes
  0 answered; with --claim: every zone passes    1 with --claim: a zone fails
  2 usage or store    3 incomplete: the audit could not cover something; with --claim: of a zone    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseExposureFlags(argv);
    if (positionals.length > 0) {
      throw new ScannerError('usage', 'exposure takes no path: it reads the store of audits', {
        hint: 'Name the store with --store, repositories with --repo, a folder to be scanned with --path.',
      });
    }
    const source = await sourceIn(options);
    try {
      if (options.notifyList === true) return await listNotices(source, options);
      if (options.rotationList === true) return await listCredentials(source, options);
      const exposed = await exposedBy(source, options);
      await writeReport(formatted(exposed, options), options.reportPath ?? '-');
      return exitCodeOf(exposed.answer);
    } finally {
      await source.reader.close();
    }
  },
};

/** What is asked: a store, or a repository that is scanned now. */
type Source = { readonly reader: AuditReader } & Partial<ScannedPath>;

function sourceIn(options: ExposureOptions): Promise<Source> {
  return options.path ? scannedPath(options.path, options) : storeIn(options);
}

async function storeIn({ store }: ExposureOptions): Promise<Source> {
  return { reader: await readAuditStore(resolve(store ?? DEFAULT_STORE), 'held') };
}

async function listNotices({ reader }: Source, options: ExposureOptions): Promise<number> {
  const format = notifyFormat(options.reportFormat ?? 'console');
  const answer = await answerNotices(reader, await questionIn(reader, options), options, new Date());
  await writeReport(format(answer, canvasFor(options)), options.reportPath ?? '-');
  return answer.complete ? EXIT.clean : EXIT.incomplete;
}

async function listCredentials({ reader }: Source, options: ExposureOptions): Promise<number> {
  const format = rotationFormat(options.reportFormat ?? 'console');
  const question = await questionIn(reader, options);
  const since = options.since ? earlierRun(question.runs, options.since, question.run) : null;
  const answer = await listRotations(reader, { ...question, since });
  await writeReport(format(answer, canvasFor(options)), options.reportPath ?? '-');
  return answer.complete ? EXIT.clean : EXIT.incomplete;
}

/** What is asked about: a run, repositories, a window, whose eyes. */
async function questionIn(reader: AuditReader, options: ExposureOptions): Promise<Question> {
  const { from, to } = options;
  const window = from && to ? windowOf(from, to) : null;
  const runs = await reader.runs();
  const run = meantRun(runs, options.run ?? null);
  const before = options.since ? [earlierRun(runs, options.since, run).number] : [];
  const isWanted = await wantedIn(reader, [run.number, ...before], options);
  const everything = { since: null, minSeverity: 'info', minConfidence: 'low' } as const;
  const covered = await storedResult(reader, { ...everything, run, isWanted });
  const as = options.as ? subjectIn(options.as) : null;
  const scanned = options.path ? run.target : null;
  return { run, runs, covered, isWanted, window, as, domains: options.domain ?? [], scanned };
}

async function exposedBy(source: Source, options: ExposureOptions): Promise<Exposed> {
  return openExposure(source.reader, {
    ...(await questionIn(source.reader, options)),
    withReaders: options.readers === true,
    withInventory: options.inventory === true,
    zones: options.claim === true ? await zonesIn(source, options) : null,
    most: MOST,
  });
}

/** @throws {ScannerError} `config`, `usage` */
async function zonesIn(source: Source, { config }: ExposureOptions): Promise<readonly Zone[]> {
  const { zones, path } = source.zones
    ? { zones: source.zones, path: source.config }
    : await configFor(config === undefined ? {} : { config }, '.', loadCatalogue());
  if (zones.length > 0) return zones;
  throw new ScannerError('usage', `--claim: ${path ?? 'the configuration'} has no [[zone]]`, {
    hint: 'See .scannerrc.example for what a zone is.',
  });
}

/** A zone that fails fails whatever else is missing; a claim that is proven needs no more than its own repositories. */
function exitCodeOf({ complete, zones }: ExposureAnswer): number {
  if (zones === null) return complete ? EXIT.clean : EXIT.incomplete;
  if (zones.some(({ verdict }) => verdict === 'FAIL')) return EXIT.findings;
  return zones.every(({ verdict }) => verdict === 'PASS') ? EXIT.clean : EXIT.incomplete;
}

function formatted(exposed: Exposed, options: ExposureOptions): Iterable<string> {
  const format = EXPOSURE_FORMATS[options.reportFormat ?? 'console'];
  return format(exposed.answer, canvasFor(options), exposed);
}

function canvasFor({ noColor, reportPath, verbose }: ExposureOptions): Canvas {
  const canvas = canvasOf({ noColor: noColor === true || Boolean(reportPath) });
  return { ...canvas, isVerbose: verbose === true };
}
