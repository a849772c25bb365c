/** `bitsieve explain`: scans once more, and says of one finding why it is one. */
import { Readable } from 'node:stream';
import { wholeOf } from '../catalogue/detector.ts';
import { OPTIONS } from '../config/options.ts';
import { parseFlagsOffline } from '../config/parse-flags.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { discloseScan } from '../report/disclosure/disclose.ts';
import type { FindingRecord } from '../report/disclosure/finding-record.ts';
import { writeReport } from '../report/write-report.ts';
import { readStdin } from '../sources/stdin.ts';
import { canvasOf } from './answer-lines.ts';
import { type Command, EXIT } from './command.ts';
import { checkFingerprint, findByFingerprint } from './explain/find-by-fingerprint.ts';
import { readAgain } from './explain/read-again.ts';
import { whyFound } from './explain/why-found.ts';
import { type ExplainedFinding, whyLines, whyRecord } from './explain/why-lines.ts';
import { optionHelp } from './option-help.ts';
import { type PerformedScan, performScan } from './perform-scan.ts';
import { reportOptions } from './report-options.ts';
import { tellProblems } from './tell-problems.ts';

/** As large as a buffer may be; the scan itself applies --max-file-size. */
const MAX_STDIN_BYTES = 2 ** 31 - 1;

export const explainCommand: Command = {
  summary: 'Say of one finding why it is one: its checks, its rivals, its scales',
  options: OPTIONS,
  operand: { text: 'FINGERPRINT [PATH | -]', of: 'file' },
  help: () => `Usage: bitsieve explain FINGERPRINT [PATH | -] [options]

Scans as "bitsieve scan" would, with the same options (--state makes it quick), and says of the
finding with this fingerprint which detector found it, what every check measured, what it won
against, and how it came by its label, level, severity and confidence. The first 8 digits of a
fingerprint will do. Fingerprints depend on BITSIEVE_KEY or the key file, as in a scan.

Options
${optionHelp()}`,
  run: async (argv) => {
    const flags = parseFlagsOffline(argv);
    const [given, ...rest] = flags.positionals;
    const asked = checkFingerprint(given);
    const stdin = rest[0] === '-' ? await stdinBytes() : undefined;
    const scan = await performScan(
      { ...flags, positionals: rest },
      stdin ? { stdin: Readable.from([stdin]) } : {},
    );
    tellProblems(scan.result, reportOptions(scan.options));
    const explained = await explanationOf(scan, asked, stdin);
    const { options } = scan;
    const answer =
      options.reportFormat === 'json' ? whyRecord(explained) : whyLines(explained, canvasOf(options));
    await writeReport(answer, options.reportPath ?? '-');
    return EXIT.clean;
  },
};

async function stdinBytes(): Promise<Buffer> {
  const { bytes, failure } = await readStdin(process.stdin, MAX_STDIN_BYTES, new AbortController().signal);
  if (failure === null) return bytes;
  throw new ScannerError('not-found', `standard input cannot be read (${failure})`);
}

/** @throws {ScannerError} `usage` when the fingerprint names no finding, or several */
async function explanationOf(
  { result, options, plan, source }: PerformedScan,
  asked: string,
  stdin: Buffer | undefined,
): Promise<ExplainedFinding> {
  const [worst, ...others] = findByFingerprint(result.findings, asked);
  const disclosed = discloseScan(result, reportOptions(options));
  const bytes = await readAgain(worst, source, stdin);
  const detector = plan.detectors.find(({ id }) => id === worst.detector);
  if (!detector) throw new ScannerError('internal', `${worst.detector} is no detector of this scan`);
  const places: [FindingRecord, ...FindingRecord[]] = [
    disclosed.record(worst),
    ...others.map((other) => disclosed.record(other)),
  ];
  return {
    places,
    detector: wholeOf(detector),
    label: plan.labels.get(worst.label),
    why: bytes && whyFound(worst, bytes, plan.set),
  };
}
