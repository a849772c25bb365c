/** `bitsieve detectors`: what is looked for. Lists detectors, explains one, tries one on a text. */
import { nearest } from '../config/nearest.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { writeReport } from '../report/write-report.ts';
import { type Command, EXIT, type Operand, type Taken } from './command.ts';
import { DETECTOR_OPTIONS, type DetectorOptions, parseDetectorFlags } from './detectors/detector-options.ts';
import { explainDetector } from './detectors/explain-detector.ts';
import { detectorNamed, knownDetectors } from './detectors/known-detectors.ts';
import { canvasOf } from './answer-lines.ts';
import { listDetectors } from './detectors/list-detectors.ts';
import { readInput, testDetector } from './detectors/test-detector.ts';
import { detectorRecord, testLines, testRecord } from './detectors/test-lines.ts';
import { optionHelp } from './option-help.ts';

type Answer = (words: readonly string[], options: DetectorOptions) => Promise<number>;

const ANSWERS: Readonly<Record<string, Answer>> = { list, explain, test };

export const detectorsCommand: Command = {
  summary: 'List detectors, explain one, try one on a text',
  options: DETECTOR_OPTIONS,
  words: {
    list: () => word('All detectors that a scan uses', { text: '[PATH]', of: 'folder' }),
    explain: () => word('What one looks for, check by check', { text: 'ID', of: 'detector' }),
    test: () => word('What one finds in a text, and why not', { text: 'ID [FILE | -]', of: 'detector' }),
  },
  help: () => `Usage: bitsieve detectors [list [PATH]] [options]
       bitsieve detectors explain ID [options]
       bitsieve detectors test ID [FILE | -] [options]

list     All detectors that a scan of PATH (default: the current folder) uses, own ones of its
         .scannerrc among them.
explain  What a detector looks for, each of its checks, what a finding exposes, how to revoke it.
test     What the detector finds in a file or on standard input, and at each keyword where it finds
         nothing, why not. Exit code 1 when something was found, 0 when nothing.

Options
${optionHelp(DETECTOR_OPTIONS)}`,
  run: async (argv) => {
    const { options, positionals } = parseDetectorFlags(argv);
    const [name = 'list', ...words] = positionals;
    const answer = Object.hasOwn(ANSWERS, name) ? ANSWERS[name] : undefined;
    if (answer) return answer(words, options);
    const guess = nearest(name, Object.keys(ANSWERS)) ?? 'list';
    throw new ScannerError('usage', `detectors: there is no "${name}"`, { hint: `Did you mean "${guess}"?` });
  },
};

function word(summary: string, operand: Operand): Promise<Taken> {
  return Promise.resolve({ summary, options: DETECTOR_OPTIONS, operand });
}

async function list(words: readonly string[], options: DetectorOptions): Promise<number> {
  const [path] = atMost(1, words);
  await writeReport(listDetectors(await knownDetectors(options, path), options), '-');
  return EXIT.clean;
}

async function explain(words: readonly string[], options: DetectorOptions): Promise<number> {
  const [id] = atMost(1, words);
  const known = await knownDetectors(options, undefined);
  const explained = { detector: detectorNamed(id, known), known, options };
  const answer =
    options.reportFormat === 'json'
      ? detectorRecord(explained)
      : explainDetector(explained, canvasOf(options));
  await writeReport(answer, '-');
  return EXIT.clean;
}

async function test(words: readonly string[], options: DetectorOptions): Promise<number> {
  const [id, path] = atMost(2, words);
  const known = await knownDetectors(options, undefined);
  const detector = detectorNamed(id, known);
  const others = [...known.all.values()].filter((other) => known.used.has(other.id) || other === detector);
  const tested = testDetector(await readInput(path), detector, {
    others,
    showSecrets: options.showSecrets === true,
  });
  await writeReport(
    options.reportFormat === 'json' ? testRecord(tested) : testLines(tested, canvasOf(options)),
    '-',
  );
  return tested.found.length > 0 ? EXIT.findings : EXIT.clean;
}

function atMost(count: number, words: readonly string[]): readonly string[] {
  if (words.length <= count) return words;
  throw new ScannerError('usage', `there is a word too many: "${words[count]}"`, {
    hint: 'Run bitsieve detectors --help.',
  });
}
