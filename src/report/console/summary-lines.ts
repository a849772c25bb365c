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
    scan.commits > 0 ? countOf(scan.commits, 'commit') : '',
    countOf(scan.blobs, 'blob'),
    scan.reused > 0 ? `${countOf(scan.reused, 'blob')} known` : '',
    bytesText(scan.bytes),
    durationText(scan.durationMs),
    rate(scan),
    countOf(tool.detectors, 'detector'),
    countOf(scan.workers, 'worker'),
    leftOut(scan),
    scan.fallback === null ? '' : `guided by git: ${scan.fallback}`,
  ];
  const pieces: Piece[] = facts.map((text) => ({ text, style: 'dim' }));
  return flow([...pieces, verdict(scan, problems)], { indent: 0, separator: ' · ' }, canvas);
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
  if (scan.complete) return { text: 'scan complete', style: 'green' };
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return { text: `SCAN INCOMPLETE${errors > 0 ? `: ${countOf(errors, 'error')}` : ''}`, style: 'boldRed' };
}
