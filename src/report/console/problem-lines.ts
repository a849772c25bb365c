/** What the scan could not do, so that a short list of findings is not taken for good news. */
import type { Problem } from '../../core/problem.ts';
import { visibleText } from '../text/visible-text.ts';
import { wrapWidth } from './display-width.ts';
import type { Canvas } from './flow.ts';
import { countOf } from './quantities.ts';

const MAX_PROBLEMS = 10;
const INDENT = 12;

/** Errors first. Empty when there is nothing to tell. */
export function problemLines(problems: readonly Problem[], canvas: Canvas): string[] {
  if (problems.length === 0) return [];
  const sorted = problems.toSorted((a, b) => rankOf(a) - rankOf(b));
  const shown = canvas.isVerbose ? sorted : sorted.slice(0, MAX_PROBLEMS);
  const rest = sorted.length - shown.length;
  const more = `  ${canvas.paint(`… and ${countOf(rest, 'more problem')}, all of them with --verbose`, 'dim')}`;
  return [
    canvas.paint(countOf(problems.length, 'problem'), 'bold'),
    ...shown.flatMap((problem) => oneProblem(problem, canvas)),
    ...(rest > 0 ? [more] : []),
  ];
}

function rankOf({ severity }: Problem): number {
  return severity === 'error' ? 0 : 1;
}

function oneProblem({ severity, code, message, path, object }: Problem, canvas: Canvas): string[] {
  const where = path ?? object?.slice(0, 12);
  // The message may name the path itself.
  const text = where === undefined || message.includes(where) ? message : `${where}: ${message}`;
  const lines = wrapWidth(visibleText(`${code}  ${text}`), canvas.width - INDENT);
  const mark = canvas.paint(severity, severity === 'error' ? 'red' : 'yellow');
  return lines.map((line, index) =>
    index === 0 ? `  ${mark}${' '.repeat(INDENT - 2 - severity.length)}${line}` : ' '.repeat(INDENT) + line,
  );
}
