/** One entry of the console format: a secret, how bad it is, and where it lies. */
import type { Severity } from '../../core/severity.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { formWords, pairWords } from '../text/place-words.ts';
import { verifiedWords } from '../text/verified-words.ts';
import { visibleText } from '../text/visible-text.ts';
import { wrapWidth } from './display-width.ts';
import type { Entry } from './entries.ts';
import { flow } from './flow.ts';
import type { Canvas } from './flow.ts';
import type { Style } from './paint.ts';
import { placeLines } from './place-lines.ts';

const INDENT = 12;

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'boldRed',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

export function entryLines(entry: Entry, canvas: Canvas): string[] {
  const { places, count } = entry;
  const [worst] = places;
  const rest = count - places.length;
  return [
    ...headLines(entry, canvas),
    ...clearLines(worst, canvas),
    ...verifiedLines(worst, canvas),
    ...placeLines(places, INDENT, canvas),
    ...(rest > 0
      ? [indented(canvas.paint(`… and ${rest} more ${rest === 1 ? 'place' : 'places'}`, 'dim'))]
      : []),
    ...(canvas.isVerbose ? adviceLines(worst, canvas) : []),
  ];
}

function headLines({ places: [worst], titles }: Entry, canvas: Canvas): string[] {
  const { severity, title, masked, label, level, confidence, detector } = worst;
  const others = [...titles].filter((other) => other !== title);
  const lines = flow(
    [{ text: visibleText(title), style: 'bold' }, { text: visibleText(masked) }],
    { indent: INDENT, separator: '  ' },
    canvas,
  );
  const facts = [
    `${label} · ${level}`,
    `confidence ${confidence}`,
    detector,
    formWords(worst),
    pairWords(worst),
    others.length > 0 && `also ${others.join(', ')}`,
  ];
  const pieces = facts
    .filter((fact): fact is string => typeof fact === 'string' && fact !== '')
    .map((text) => ({ text: visibleText(text), style: 'dim' as const }));
  const mark = `  ${canvas.paint(severity, SEVERITY_STYLES[severity])}${' '.repeat(INDENT - 2 - severity.length)}`;
  return [
    mark + (lines[0] ?? '').slice(INDENT),
    ...lines.slice(1),
    ...flow(pieces, { indent: INDENT, separator: ' · ' }, canvas),
  ];
}

/** Unlike all else a secret in clear is never cut: who asks for it wants to use or to compare it. */
function clearLines({ secret }: FindingRecord, canvas: Canvas): string[] {
  return secret === undefined ? [] : labelled('secret', secret, canvas);
}

function verifiedLines(finding: FindingRecord, canvas: Canvas): string[] {
  const words = verifiedWords(finding);
  if (words === '') return [];
  const style = finding.verification?.result === 'active' ? 'boldRed' : 'dim';
  return flow([{ text: visibleText(words), style }], { indent: INDENT, separator: '' }, canvas);
}

function adviceLines({ exposes, revoke, references, notes }: FindingRecord, canvas: Canvas): string[] {
  return [
    ...notes.flatMap((note) => labelled('note', note, canvas)),
    ...labelled('exposes', exposes, canvas),
    ...labelled('revoke', revoke, canvas),
    ...references.flatMap((reference) => labelled('see', reference, canvas)),
  ];
}

function labelled(name: string, text: string, canvas: Canvas): string[] {
  if (text === '') return [];
  const column = 'exposes  '.length;
  const lines = wrapWidth(visibleText(text), canvas.width - INDENT - column);
  return lines.map((line, index) =>
    indented(canvas.paint((index === 0 ? name : '').padEnd(column), 'dim') + line),
  );
}

function indented(text: string): string {
  return ' '.repeat(INDENT) + text;
}
