/** The forms of a difference of two bundles. */
import { type BundleDifference, isSame } from '../../evidence/bundle-difference.ts';
import { type ComparedFile, COMPARED_FILES } from '../../evidence/diff-bundles.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { jsonArray } from '../../report/text/json-array.ts';
import { jsonText } from '../../report/text/json-text.ts';
import { markdownList, markdownTable, plain } from '../../report/text/markdown-text.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import { labelledLines } from '../answer-lines.ts';
import { changeWords, headWords, titleOf, verdictOf } from './difference-words.ts';

type DifferenceFormat = (difference: BundleDifference, canvas: Canvas) => Iterable<string>;

/** Changes of one kind of record that are listed; with --verbose, and in JSON, all are. */
const MOST_LISTED = 20;
/** Changes when a key is renamed or removed, not when one is added. */
const SCHEMA_VERSION = 1;

export const DIFFERENCE_FORMATS = {
  console: onConsole,
  json: asJson,
  markdown: asMarkdown,
} as const satisfies Readonly<Record<string, DifferenceFormat>>;

export type DifferenceFormatName = keyof typeof DIFFERENCE_FORMATS;

function* onConsole(difference: BundleDifference, canvas: Canvas): Generator<string> {
  yield `${canvas.paint(verdictOf(difference), 'bold')}\n`;
  for (const [label, text] of headWords(difference))
    for (const line of labelledLines(label, text, canvas)) yield `${line}\n`;
  for (const file of changedFiles(difference)) {
    yield `\n${canvas.paint(`${titleOf(file)}: ${countWords(difference, file)}`, 'bold')}\n`;
    for (const words of listed(difference, file, canvas)) yield `  ${visibleText(words)}\n`;
  }
}

function* asMarkdown(difference: BundleDifference, canvas: Canvas): Generator<string> {
  yield `# Evidence held against evidence\n\n${verdictOf(difference)}\n\n`;
  yield* markdownTable(['', ''], headWords(difference));
  for (const file of changedFiles(difference))
    yield* markdownList(`${plain(titleOf(file))}: ${countWords(difference, file)}`, [
      ...listed(difference, file, canvas),
    ]);
}

function* asJson(difference: BundleDifference): Generator<string> {
  const { from, to, made, hasOneKey, counts, causes } = difference;
  const head = { schemaVersion: SCHEMA_VERSION, same: isSame(difference), comparable: hasOneKey };
  yield '{';
  for (const [name, value] of Object.entries<unknown>({ ...head, from, to, made, counts, causes }))
    yield `\n  ${jsonText(name)}: ${jsonText(value, 2, 2)},`;
  yield '\n  "changes": ';
  yield* jsonArray(allChanges(difference), 2, 2);
  yield '\n}\n';
}

function* allChanges(difference: BundleDifference): Generator<object> {
  for (const file of COMPARED_FILES) for (const change of difference.changes(file)) yield { file, ...change };
}

function changedFiles({ counts }: BundleDifference): ComparedFile[] {
  return COMPARED_FILES.filter((file) => Object.values(counts[file]).some((count) => count > 0));
}

function countWords({ counts }: BundleDifference, file: ComparedFile): string {
  const { new: added, gone, changed } = counts[file];
  return `${added} new, ${gone} gone, ${changed} changed`;
}

function* listed(difference: BundleDifference, file: ComparedFile, { isVerbose }: Canvas): Generator<string> {
  let count = 0;
  for (const change of difference.changes(file)) {
    count += 1;
    if (isVerbose || count <= MOST_LISTED) yield changeWords(file, change);
  }
  if (!isVerbose && count > MOST_LISTED) yield `and ${count - MOST_LISTED} more (--verbose lists all)`;
}
