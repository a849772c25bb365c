/** The last words of the console format: what was read, how fast, what was left out, and whether that was everything. */
import type { ScanSummary, ToolIdentity } from '../../core/scan-result.ts';
import type { Problem } from '../../core/problem.ts';
import { flow } from './flow.ts';
import type { Canvas, Piece } from './flow.ts';
import { bytesText, countOf, durationText } from './quantities.ts';

export function summaryLines(
  { tool, scan, problems }: { tool: ToolIdentity; scan: ScanSummary; problems: readonly Problem[] },
  canvas: Canvas,
): string[] {
  const facts = [
    ...originFacts(scan.audit),
    scan.commits > 0 ? countOf(scan.commits, 'commit') : '',
    countOf(scan.blobs, 'blob'),
    scan.reused > 0 ? `${countOf(scan.reused, 'blob')} known` : '',
    bytesText(scan.bytes),
    ...(scan.audit ? [] : [durationText(scan.durationMs), rate(scan)]),
    countOf(tool.detectors, 'detector'),
    ...(scan.audit ? [] : [countOf(scan.workers, 'worker')]),
    leftOut(scan),
    scan.fallback === null ? '' : `guided by git: ${scan.fallback}`,
  ];
  const pieces: Piece[] = facts.map((text) => ({ text, style: 'dim' }));
  return flow([...pieces, verdict(scan, problems)], { indent: 0, separator: ' · ' }, canvas);
}

/** `run 3 · since run 2: 1 new, 0 gone, 2 changed · 12 repositories`. */
function originFacts(origin: ScanSummary['audit']): string[] {
  if (!origin) return [];
  const { run, since, repositories, changes } = origin;
  return [
    `run ${run}`,
    changes ? `since run ${since}: ${changes.new} new, ${changes.gone} gone, ${changes.changed} changed` : '',
    `${repositories} ${repositories === 1 ? 'repository' : 'repositories'}`,
  ];
}

/** What was known before was not read now. */
function rate({ bytes, durationMs, reused }: ScanSummary): string {
  return reused === 0 && durationMs > 0 && bytes > 0
    ? `${bytesText(Math.round((bytes / durationMs) * 1000))}/s`
    : '';
}

function leftOut({ leftOut: { inline, allowlist, baseline, lowConfidence } }: ScanSummary): string {
  const reasons = [
    [inline, 'inline'],
    [allowlist, 'allowlist'],
    [baseline, 'baseline'],
    [lowConfidence, 'low confidence'],
  ] as const;
  const counted = reasons.filter(([count]) => count > 0).map(([count, reason]) => `${count} ${reason}`);
  return counted.length === 0 ? 'nothing left out' : `left out: ${counted.join(', ')}`;
}

function verdict(scan: ScanSummary, problems: readonly Problem[]): Piece {
  const word = scan.audit ? 'audit' : 'scan';
  if (scan.complete) return { text: `${word} complete`, style: 'green' };
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return {
    text: `${word.toUpperCase()} INCOMPLETE${errors > 0 ? `: ${countOf(errors, 'error')}` : ''}`,
    style: 'boldRed',
  };
}
