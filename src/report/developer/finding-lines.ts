/** One finding in the message: what it is, where, and why it is taken for one. In three lines, or in one. */
import { fitWidth, wrapWidth } from '../console/display-width.ts';
import type { Canvas } from '../console/flow.ts';
import type { Style } from '../console/paint.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { formWords, pairWords, placeWords } from '../text/place-words.ts';
import { visibleText } from '../text/visible-text.ts';
import type { DeveloperView } from './developer-view.ts';
import { shortName, type Told } from './told.ts';

const INDENT = 2;
const STEP = 4;
const MARK = 10;
const MAX_WHY_LINES = 2;

const STYLES: Readonly<Record<string, Style>> = { critical: 'boldRed', high: 'red', medium: 'yellow' };

/** What, where, why. */
export function wholeLines(told: Told, view: DeveloperView, canvas: Canvas): string[] {
  const { title, masked } = told.record;
  const room = canvas.width - INDENT - STEP;
  const place = fitWidth(placeOf(told), room);
  const why = wrapWidth(visibleText(`why: ${whyOf(told, view)}`), room);
  const shown = why.slice(0, MAX_WHY_LINES);
  const last = why.length > MAX_WHY_LINES ? [fitWidth(`${shown.at(-1) ?? ''} …`, room)] : shown.slice(-1);
  return [
    headOf(told, `${visibleText(title)}  ${visibleText(masked)}`, canvas),
    ...[place, ...shown.slice(0, -1), ...last].map((line) => ' '.repeat(INDENT + STEP) + line),
  ];
}

/** What and where. */
export function shortLine(told: Told, canvas: Canvas): string {
  const { title, masked } = told.record;
  return headOf(told, `${visibleText(title)}  ${visibleText(masked)}  ${placeOf(told)}`, canvas);
}

function headOf({ record: { severity } }: Told, text: string, { paint, width }: Canvas): string {
  const mark = paint(severity, STYLES[severity] ?? 'cyan') + ' '.repeat(MARK - severity.length);
  return ' '.repeat(INDENT) + mark + fitWidth(text, width - INDENT - MARK);
}

function placeOf({ record, spot }: Told): string {
  const { kind, line, commit } = record;
  const file = visibleText(`${placeWords(record)}:${line}`);
  const removed = spot?.kind === 'branch' && spot.removedIn !== null ? spot.removedIn : undefined;
  const later = removed === undefined ? '' : `, taken out again in ${shortName(removed)}`;
  if (kind === 'commit-message')
    return `${partOf(record)} of commit ${shortName(commit ?? '')}, line ${line}`;
  if (kind === 'tag-message') return visibleText(`message of the tag ${record.path}, line ${line}`);
  return commit === null ? file : `${file}, commit ${shortName(commit)}${later}`;
}

/** The headers of a commit are told by their path (pipeline/message-parts.ts). */
function partOf({ path }: FindingRecord): string {
  return path === 'commit-header' ? 'header' : 'message';
}

function whyOf({ record }: Told, { checksOf }: DeveloperView): string {
  const { detector, confidence, notes, exposes } = record;
  const checks = checksOf?.(detector) ?? [];
  const facts = [
    `${detector}, confidence ${confidence}`,
    checks.length > 0 && `passed ${checks.join(', ')}`,
    formWords(record),
    pairWords(record),
    ...notes,
  ];
  const found = facts.filter((fact) => typeof fact === 'string' && fact !== '').join('; ');
  return exposes === '' ? found : `${found}. ${exposes}`;
}
