/** What a developer is told who was stopped: what, where, why, how to take it out, how to allow it. At most 20 lines, never the secret. */
import { displayWidth, fitWidth, wrapWidth } from '../console/display-width.ts';
import type { Canvas } from '../console/flow.ts';
import { painter } from '../console/paint.ts';
import { countOf } from '../console/quantities.ts';
import type { Finding } from '../../core/finding.ts';
import type { Problem } from '../../core/problem.ts';
import type { ScanResult } from '../../core/scan-result.ts';
import { bySecret } from '../disclosure/by-secret.ts';
import { type DisclosedScan, discloseScan } from '../disclosure/disclose.ts';
import { visibleText } from '../text/visible-text.ts';
import type { DeveloperView } from './developer-view.ts';
import { shortLine, wholeLines } from './finding-lines.ts';
import { pathspecOf } from './pathspec.ts';
import type { MessageLine, Told } from './told.ts';
import { waysOut } from './ways-out.ts';

const MAX_MESSAGE_LINES = 20;
/** Narrower than this nothing can be laid out; wider than this nobody reads. */
const MIN_WIDTH = 60;
const MAX_WIDTH = 110;
/** Beside findings only the first is said. */
const MAX_PROBLEMS = 8;
const MAX_REVOKE_LINES = 2;
const MAX_CLOSING = 2;
/** As many lines as the findings have even when everything else is there too. */
const MIN_FINDING_LINES = 4;
const INDENT = '  ';

const ACTIONS = { staged: 'this commit', push: 'this push', receive: 'your push' } as const;

/** Lines without their ends, fit for a terminal whatever the repository holds; none where there is nothing to tell. */
export function developerMessage(result: ScanResult, view: DeveloperView): string[] {
  const canvas: Canvas = {
    paint: painter(view.color),
    width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, view.width)),
    isVerbose: false,
  };
  const options = { color: view.color, group: true, verbose: false, showSecrets: false, width: canvas.width };
  const disclosed = discloseScan(result, options);
  const [worst, ...others] = bySecret(result.findings).map((finding) => toldOf(finding, disclosed, view));
  const problems = problemLines(disclosed.problems, worst ? 1 : MAX_PROBLEMS, canvas);
  if (!worst && problems.length === 0) return [];
  const advice = worst ? adviceParts([worst, ...others], view, canvas) : [];
  const parts = [...advice, closingLines(view, canvas)].filter((part) => part.length > 0);
  const below = [...problems, ...parts.flat()];
  const room = Math.max(MIN_FINDING_LINES, MAX_MESSAGE_LINES - 1 - below.length);
  const findings = worst ? findingLines([worst, ...others], room, { view, canvas }) : [];
  const top = [headline(result, view, canvas), ...findings, ...problems];
  const isRoomy = top.length + parts.flat().length + parts.length <= MAX_MESSAGE_LINES;
  return [...top, ...parts.flatMap((part) => (isRoomy ? ['', ...part] : part))].slice(0, MAX_MESSAGE_LINES);
}

function toldOf(finding: Finding, disclosed: DisclosedScan, view: DeveloperView): Told {
  const record = disclosed.record(finding);
  const { path, blob, introduced } = finding;
  return {
    record,
    pathspec: pathspecOf(path, record.path, view.prefix ?? ''),
    isPathExact: record.path === path && !path.includes('\ufffd') && visibleText(path) === path,
    spot: view.spotOf?.({ commit: introduced?.commit ?? null, path, blob }),
  };
}

function headline({ findings, scan }: ScanResult, view: DeveloperView, { paint }: Canvas): string {
  const count = new Set(findings.map(({ secretId }) => secretId)).size;
  const isSecret = findings.every(({ label }) => /^(?:credential|key)\//.test(label));
  const verb = view.isStopped ? 'stopped' : 'let pass';
  const what = count === 0 ? '' : countOf(count, isSecret ? 'secret' : 'finding');
  const gap = scan.complete ? '' : 'scan incomplete';
  const why = [what, gap].filter((part) => part !== '').join('; ');
  return paint(`bitsieve ${verb} ${ACTIONS[view.occasion]}${why === '' ? '' : `: ${why}`}`, 'bold');
}

interface Layout {
  readonly view: DeveloperView;
  readonly canvas: Canvas;
}

/** All of them in full where that fits; else the worst in full and of the others what fits, a line each. */
function findingLines(
  [worst, ...others]: readonly [Told, ...Told[]],
  room: number,
  { view, canvas }: Layout,
): string[] {
  const first = wholeLines(worst, view, canvas).slice(0, room - Math.min(1, others.length));
  const whole = others.length < room / 2 ? others.flatMap((one) => wholeLines(one, view, canvas)) : [];
  if (others.length === 0 || (whole.length > 0 && first.length + whole.length <= room))
    return [...first, ...whole];
  const left = Math.max(1, room - first.length);
  if (others.length <= left) return [...first, ...others.map((one) => shortLine(one, canvas))];
  const shown = others.slice(0, left - 1).map((one) => shortLine(one, canvas));
  const hint = view.more === undefined ? '' : `: ${visibleText(view.more)}`;
  return [...first, ...shown, `${INDENT}… and ${others.length - shown.length} more${hint}`];
}

/** How to take it out; what to do where it was seen, and how to allow it. */
function adviceParts(told: readonly [Told, ...Told[]], view: DeveloperView, canvas: Canvas): string[][] {
  const ways = waysOut(told, view).flatMap((line) => laidOut(line, canvas));
  return [
    [canvas.paint('Take it out:', 'bold'), ...ways],
    [...revokeLines(told[0], view, canvas), ...(view.canAllow ? allowLines(told[0], view, canvas) : [])],
  ];
}

/** Commands are copied and never broken; what is said beside one goes below it where there is no room. */
function laidOut({ text, remark, isCommand }: MessageLine, { width, paint }: Canvas): string[] {
  if (!isCommand) return wrapWidth(text, width - INDENT.length).map((line) => INDENT + line);
  const whole = `${INDENT}${paint(text, 'cyan')}`;
  if (remark === '') return [whole];
  const isRoomy = displayWidth(`${INDENT}${text}  # ${remark}`) <= width;
  return isRoomy
    ? [`${whole}  # ${remark}`]
    : [whole, `${INDENT}${INDENT}${fitWidth(`# ${remark}`, width - 4)}`];
}

/** Who has it cannot be made to forget it: where it has been seen, only the issuer helps. */
function revokeLines({ record: { revoke } }: Told, { occasion }: DeveloperView, canvas: Canvas): string[] {
  const when =
    occasion === 'receive'
      ? 'The server has seen it: revoke it'
      : 'If it was ever pushed or shown: revoke it first';
  const lines = wrapWidth(visibleText(revoke === '' ? `${when}.` : `${when} (${revoke})`), canvas.width);
  const shown = lines.slice(0, MAX_REVOKE_LINES);
  if (lines.length <= MAX_REVOKE_LINES) return shown;
  return [...shown.slice(0, -1), fitWidth(`${shown.at(-1) ?? ''} …`, canvas.width)];
}

/** A server reads none of the repository's files, comments at most. */
function allowLines(told: Told, { occasion }: DeveloperView, { width }: Canvas): string[] {
  const comment = 'bitsieve:allow in a comment on its line';
  const isInFile = told.record.kind === 'blob' && told.record.inside.length === 0;
  if (occasion === 'receive') return isInFile ? [fitWidth(`Wrong? ${comment}, in that commit`, width)] : [];
  const ways = isInFile && isAtHand(told) ? `${comment}, or ` : '';
  const entry = ignoreEntry(told, width);
  if (entry === undefined) return [fitWidth(`Wrong? ${ways}[[allow]] in .scannerrc`, width)];
  return [fitWidth(`Wrong? ${ways === '' ? 'Put this into' : `${ways}in`} .gitleaksignore:`, width), entry];
}

/** In a commit that has others on top, a comment that is written now stands nowhere. */
function isAtHand({ record, spot }: Told): boolean {
  if (record.commit === null) return spot === undefined;
  return spot?.kind === 'branch' && spot.depth === 0;
}

/** Only where it can be copied as it is. */
function ignoreEntry({ record, isPathExact }: Told, width: number): string | undefined {
  const { detector, path, line, kind, commit } = record;
  const place = `${INDENT}${path}:${detector}:${line}`;
  // Without its commit it would allow that line of every message.
  if (kind === 'commit-message' && commit !== null) return `${INDENT}${commit}:${path}:${detector}:${line}`;
  return isPathExact && displayWidth(place) <= width ? place : undefined;
}

function problemLines(problems: readonly Problem[], most: number, canvas: Canvas): string[] {
  const sorted = problems.toSorted((a, b) => a.severity.localeCompare(b.severity));
  const shown = sorted.slice(0, most).map(({ severity, message }) => {
    const mark = canvas.paint(severity, severity === 'error' ? 'red' : 'yellow');
    return `${INDENT}${mark}  ${fitWidth(visibleText(message), canvas.width - INDENT.length - severity.length - 2)}`;
  });
  const rest = sorted.length - shown.length;
  return rest === 0 ? shown : [...shown, `${INDENT}… and ${countOf(rest, 'more problem')}`];
}

function closingLines({ closing: lines = [] }: DeveloperView, { width }: Canvas): string[] {
  return lines.slice(0, MAX_CLOSING).map((line) => fitWidth(visibleText(line), width));
}
