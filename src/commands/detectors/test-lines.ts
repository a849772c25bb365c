/** The answers of `detectors test` for a person, and of it and `detectors explain` as JSON. */
import type { Canvas } from '../../report/console/flow.ts';
import { countOf } from '../../report/console/quantities.ts';
import { jsonText } from '../../report/text/json-text.ts';
import { formWords } from '../../report/text/place-words.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import { type ExplainedDetector, patternOf, questionsOf } from './explain-detector.ts';
import type { DetectorTest, FoundStretch, RefusedStretch } from './test-detector.ts';

/** More refusals than this nobody reads. */
const MOST_REFUSED = 200;

export function* testLines({ found, refused }: DetectorTest, canvas: Canvas): Generator<string> {
  for (const one of found) yield* foundLines(one, canvas);
  for (const one of refused.slice(0, MOST_REFUSED)) yield refusedLine(one, canvas);
  const rest = refused.length - MOST_REFUSED;
  if (rest > 0) yield `and ${countOf(rest, 'more place')} where it finds nothing\n`;
  yield `${found.length} found, ${countOf(refused.length, 'other place')} looked at\n`;
}

function* foundLines(one: FoundStretch, canvas: Canvas): Generator<string> {
  const place = [`${one.line}:${one.column}`, ...one.inside].join('!');
  const notes = [
    formWords({ count: 1, encoding: one.encoding }),
    one.allowed ? 'allowed by a comment on its line' : '',
    one.insteadOf === null ? '' : `a scan reports ${one.insteadOf} instead`,
  ].filter((note) => note !== '');
  const words = [visibleText(place).padEnd(10), visibleText(one.shown), ...notes];
  yield `${canvas.paint('found', 'green')}      ${words.join('  ')}\n`;
  for (const { name, found } of one.checks) yield `             ${name}: ${found === '' ? 'yes' : found}\n`;
}

function refusedLine(
  { line, column, keyword, shown, check, reason }: RefusedStretch,
  canvas: Canvas,
): string {
  const place = `${line}:${column}`.padEnd(10);
  const at = keyword === '' ? '' : `at "${visibleText(keyword)}": `;
  const what =
    check === null ? `${at}${reason}` : `${visibleText(shown)}  ${check} says no. ${visibleText(reason)}`;
  return `${canvas.paint('not found', 'yellow')}  ${place}  ${what}\n`;
}

export function* testRecord(tested: DetectorTest): Generator<string> {
  yield `${jsonText(tested, 1, 0)}\n`;
}

export function* detectorRecord(explained: ExplainedDetector): Generator<string> {
  const { detector, known } = explained;
  const pattern = patternOf(explained);
  const { digest: _digest, ...plain } = detector;
  const record = {
    ...plain,
    level: known.labels.get(detector.label)?.level ?? null,
    own: known.own.has(detector.id),
    used: known.used.has(detector.id),
    boundary: pattern?.boundary ?? null,
    questions: questionsOf(detector),
    ignores: pattern?.ignores ?? [],
  };
  yield `${jsonText(record, 1, 0)}\n`;
}
