/** The places of one secret, in columns: path, commit, date, author, whether it is still there; below, since when. */
import type { OtherPathRecord } from '../../core/stored-finding.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { changeWords } from '../text/change-words.ts';
import { exposureWords } from '../text/exposure-words.ts';
import { placeWords } from '../text/place-words.ts';
import { tipWords } from '../text/tip-words.ts';
import { visibleText } from '../text/visible-text.ts';
import { displayWidth, fitWidth } from './display-width.ts';
import { flow } from './flow.ts';
import type { Canvas, Piece } from './flow.ts';
import { largest } from './largest.ts';

const MAX_AUTHOR = 20;
const MAX_TIPS = 3;
const MAX_OTHER_PATHS = 2;
const SHORT_COMMIT = 8;
const GAP = '  ';
/** How far a line that belongs to the one above is set in. */
const STEP = 2;
/** More of details than this breaks into a second line rather than driving the paths away. */
const MAX_DETAILS = 60;

interface Place {
  readonly path: string;
  readonly details: readonly Piece[];
  readonly exposure: string;
  readonly otherPaths: readonly OtherPathRecord[];
}

export function placeLines(findings: readonly FindingRecord[], indent: number, canvas: Canvas): string[] {
  const authorWidth = largest(findings.map((finding) => displayWidth(authorOf(finding))));
  const places = findings.map((finding) => toPlace(finding, authorWidth, canvas));
  const column = detailsColumn(places, canvas.width - indent);
  const lines: string[] = [];
  for (const place of places) {
    lines.push(...onePlace(place, { indent, column }, canvas));
    lines.push(...exposureLines(place.exposure, indent + STEP, canvas));
    lines.push(...otherPathLines(place.otherPaths, indent + STEP, canvas));
  }
  return lines;
}

function toPlace(finding: FindingRecord, authorWidth: number, canvas: Canvas): Place {
  const { line, column, commit, date, atTip, otherPaths } = finding;
  const author = authorOf(finding);
  const tips = visibleText(tipWords(finding, canvas.isVerbose ? Infinity : MAX_TIPS));
  const details: Piece[] = [
    { text: visibleText(changeWords(finding)), style: finding.change === 'gone' ? 'green' : 'yellow' },
    { text: commit?.slice(0, SHORT_COMMIT) ?? '', style: 'cyan' },
    { text: date?.slice(0, 10) ?? '', style: 'dim' },
    { text: tips === '' || commit === null ? author : padded(author, authorWidth) },
    { text: tips, style: atTip === true ? 'yellow' : 'dim' },
  ];
  const exposure = visibleText(exposureWords(finding));
  return { path: `${visibleText(placeWords(finding))}:${line}:${column}`, details, exposure, otherPaths };
}

function authorOf({ author }: FindingRecord): string {
  return fitWidth(visibleText(author?.name ?? ''), MAX_AUTHOR);
}

/** Where the details begin, counted from the indent: beside the paths when most of them leave room, else below. */
function detailsColumn(places: readonly Place[], room: number): number {
  const details = Math.min(MAX_DETAILS, largest(places.map(detailsWidth)));
  const columns = places.map(({ path }) => displayWidth(path) + GAP.length);
  const fitting = columns.filter((column) => column + details <= room);
  return fitting.length * 2 < columns.length ? STEP : largest(fitting);
}

function detailsWidth({ details }: Place): number {
  const widths = details.filter(({ text }) => text !== '').map(({ text }) => displayWidth(text));
  return widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
}

function onePlace(
  { path, details }: Place,
  { indent, column }: { indent: number; column: number },
  canvas: Canvas,
): string[] {
  const lines = flow(details, { indent: indent + column, separator: GAP }, canvas).map((line) =>
    line.trimEnd(),
  );
  const shown = fitWidth(path, canvas.width - indent);
  if (displayWidth(shown) + GAP.length > column) return [' '.repeat(indent) + shown, ...lines];
  const first = (lines[0] ?? '').slice(indent + column);
  return [(' '.repeat(indent) + padded(shown, column) + first).trimEnd(), ...lines.slice(1)];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function exposureLines(exposure: string, indent: number, canvas: Canvas): string[] {
  return flow([{ text: exposure, style: 'dim' }], { indent, separator: '' }, canvas);
}

function otherPathLines(others: readonly OtherPathRecord[], indent: number, canvas: Canvas): string[] {
  const named = canvas.isVerbose ? others : others.slice(0, MAX_OTHER_PATHS);
  const rest = others.length - named.length;
  const words = named.map(({ path }, index) =>
    index === 0 ? `also ${visibleText(path)}` : visibleText(path),
  );
  if (rest > 0) words.push(`and ${rest} more ${rest === 1 ? 'path' : 'paths'}`);
  const pieces = words.map((text) => ({ text, style: 'dim' as const }));
  return flow(pieces, { indent, separator: ', ' }, canvas);
}
