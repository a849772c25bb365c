/** An answer about exposure for a terminal: the table of labels, what matters most, repositories, what is not known. */
import type { ExposureAnswer, RankedValue, RepositoryRow } from '../../exposure/exposure-answer.ts';
import { readerWords } from '../../exposure/reader-words.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { problemLines } from '../../report/console/problem-lines.ts';
import { tableLines } from '../../report/console/table-lines.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import { labelledLines } from '../answer-lines.ts';
import {
  amountCells,
  breakWords,
  placeOfValue,
  headlineWords,
  questionWords,
  reasonWords,
  saidOf,
  verdictWords,
  verifiedSentence,
  windowWords,
} from './answer-words.ts';
import { inventoryLines } from './inventory-forms.ts';

const AMOUNTS = [
  'values',
  'records',
  'places',
  'repos',
  'tip',
  'history',
  'unmerged',
  'unreach.',
  'oldest',
  'readers',
];
/** Of a single repository there is no number of them. */
const REPOS = 3;
/** Names of labels are what the table is read by: it rather sticks out of a narrow terminal. */
const LEAST_TABLE = 164;
const MOST_REPOSITORIES = 20;
const MOST_BREAKS = 20;
const VERDICT = 10;
const VERDICTS = { PASS: 'green', FAIL: 'boldRed', UNPROVEN: 'yellow' } as const;

export function* exposureConsole(answer: ExposureAnswer, canvas: Canvas): Generator<string> {
  const wide = { ...canvas, width: Math.max(canvas.width, LEAST_TABLE) };
  yield block([
    canvas.paint('What a breach would expose', 'bold'),
    visibleText(questionWords(answer)),
    canvas.paint(visibleText(headlineWords(answer)), 'bold'),
  ]);
  // Whose eyes they were decides what all of it means.
  if (answer.as !== null) yield block(notKnownLines(answer, canvas));
  yield block(windowLines(answer, canvas));
  yield block(zoneLines(answer, canvas));
  yield block(inventoryLines(answer.inventory, wide));
  yield block(labelTable(answer, wide));
  const said = verifiedSentence(answer);
  yield block(said === '' ? [] : [said]);
  yield block(valueLines(answer.findings, canvas));
  yield block(repositoryTable(answer.repositories, wide));
  yield block(readerLines(answer, canvas));
  if (answer.as === null) yield block(notKnownLines(answer, canvas));
  yield block(problemLines(answer.problems, canvas));
  yield `${canvas.paint(verdictWords(answer), answer.complete ? 'green' : 'boldRed')}\n`;
}

function notKnownLines({ notKnown }: ExposureAnswer, canvas: Canvas): string[] {
  return notKnown.flatMap((sentence) => labelledLines('not known', sentence, canvas));
}

function windowLines({ window }: ExposureAnswer, canvas: Canvas): string[] {
  if (window === null) return [];
  return [
    ...windowWords(window).flatMap(([label, words]) => labelledLines(label, words, canvas)),
    ...window.clock.flatMap((sentence) => labelledLines('clock', sentence, canvas)),
  ];
}

function labelTable({ labels, total }: ExposureAnswer, canvas: Canvas): string[] {
  if (labels.length === 0) return [];
  const rows = labels.map(({ label, level, ...amount }) => [
    visibleText(label),
    level,
    ...amountCells(amount),
  ]);
  const header = ['label', 'level', ...AMOUNTS];
  return tableLines(
    [header, ...rows, ['total', '', ...amountCells(total)]],
    { words: 2, hasTotal: true },
    canvas,
  );
}

function valueLines(values: readonly RankedValue[], canvas: Canvas): string[] {
  if (values.length === 0) return [];
  const lines = values.flatMap((value) => [
    `${String(value.rank).padStart(3)}. ${canvas.paint(visibleText(value.title), 'bold')}  ${visibleText(value.masked)}  ${canvas.paint(visibleText(value.label), 'cyan')}`,
    ...labelledLines('', placeOfValue(value), canvas),
    ...labelledLines('why', reasonWords(value), canvas),
    ...labelledLines('verified', saidOf(value), canvas),
    ...labelledLines('revoke', value.revoke, canvas),
  ]);
  return [canvas.paint(`The ${values.length} that matter most`, 'bold'), ...lines];
}

function repositoryTable(repositories: readonly RepositoryRow[], canvas: Canvas): string[] {
  if (repositories.length === 0) return [];
  const shown = canvas.isVerbose ? repositories : repositories.slice(0, MOST_REPOSITORIES);
  const rows = shown.map((row) => [
    visibleText(row.repository),
    row.level,
    ...amountCells(row).toSpliced(REPOS, 1),
  ]);
  const header = ['repository', 'worst level', ...AMOUNTS.toSpliced(REPOS, 1)];
  const rest = repositories.length - shown.length;
  const more = canvas.paint(`  and ${rest} more, all of them with --verbose`, 'dim');
  return [
    ...tableLines([header, ...rows], { words: 2, hasTotal: false }, canvas),
    ...(rest > 0 ? [more] : []),
  ];
}

function zoneLines({ zones }: ExposureAnswer, canvas: Canvas): string[] {
  return (zones ?? []).flatMap(({ zone, verdict, why, repositories, owners, breaks, ceiling }) => {
    const most = canvas.isVerbose ? Infinity : MOST_BREAKS;
    const rest = breaks.length - most;
    return [
      `${canvas.paint(verdict.padEnd(VERDICT), VERDICTS[verdict])}${canvas.paint(visibleText(zone), 'bold')}`,
      ...labelledLines('claim', `nothing above ${ceiling} in ${repositories} repositories. ${why}`, canvas),
      ...labelledLines('owners', owners.join(', '), canvas),
      ...breaks.slice(0, most).flatMap((one) => labelledLines('breaks it', breakWords(one), canvas)),
      ...(rest > 0 ? labelledLines('', `and ${rest} more with --verbose`, canvas) : []),
    ];
  });
}

function readerLines({ readers }: ExposureAnswer, canvas: Canvas): string[] {
  if (readers === null) return [];
  const most = canvas.isVerbose ? Infinity : MOST_REPOSITORIES;
  const { repositories, people } = readers;
  const lines = repositories
    .slice(0, most)
    .flatMap(({ repository, readers: count, through }) => [
      `  ${visibleText(repository)}: ${readerWords(count)}`,
      ...through.flatMap((grant) => labelledLines('through', grant, canvas)),
    ]);
  const named = people.slice(0, most).map(({ id, name, outside, repositories: own }) => {
    const mark = outside === true ? ', outside the given domains' : '';
    return `  ${String(own).padStart(6)}  ${visibleText(name)} (${visibleText(id)})${mark}`;
  });
  const rest = Math.max(0, repositories.length - most) + Math.max(0, people.length - most);
  return [
    canvas.paint('Who may read', 'bold'),
    ...lines,
    ...(named.length > 0
      ? [canvas.paint('People, by how many of these repositories they may read', 'bold')]
      : []),
    ...named,
    ...(rest > 0 ? [canvas.paint(`  and ${rest} more lines with --verbose`, 'dim')] : []),
  ];
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
