/** A rotation list for a terminal. */
import type { RotationAnswer, RotationEntry } from '../../../exposure/rotation/rotation-answer.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import { problemLines } from '../../../report/console/problem-lines.ts';
import { visibleText } from '../../../report/text/visible-text.ts';
import { labelledLines } from '../../answer-lines.ts';
import { verdictWords } from '../answer-words.ts';
import {
  blastWords,
  countWords,
  firstOf,
  listWords,
  restWords,
  sinceWords,
  statusWords,
  whereWords,
} from './rotation-words.ts';

const MOST = 20;

export function* rotationConsole(answer: RotationAnswer, canvas: Canvas): Generator<string> {
  const most = canvas.isVerbose ? Infinity : MOST;
  yield `${canvas.paint('What to rotate, the furthest reaching first', 'bold')}\n${visibleText(listWords(answer))}\n\n`;
  yield block(countWords(answer).flatMap(([label, words]) => labelledLines(label, words, canvas)));
  for (const entry of firstOf(answer, most)) yield block(entryLines(entry, canvas));
  yield block(labelledLines('', restWords(answer, most), canvas));
  yield block(answer.notKnown.flatMap((sentence) => labelledLines('not known', sentence, canvas)));
  yield block(problemLines(answer.problems, canvas));
  yield `${canvas.paint(verdictWords(answer), answer.complete ? 'green' : 'boldRed')}\n`;
}

function entryLines(entry: RotationEntry, canvas: Canvas): string[] {
  const { rank, id, title, masked, label } = entry;
  return [
    `${String(rank).padStart(3)}. ${canvas.paint(visibleText(title), 'bold')}  ${visibleText(masked)}  ${canvas.paint(visibleText(label), 'cyan')}  ${canvas.paint(id, 'dim')}`,
    ...labelledLines('', whereWords(entry), canvas),
    ...labelledLines('status', statusWords(entry), canvas),
    ...labelledLines('', sinceWords(entry), canvas),
    ...labelledLines('why', blastWords(entry), canvas),
    ...labelledLines('revoke', entry.revoke, canvas),
  ];
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
