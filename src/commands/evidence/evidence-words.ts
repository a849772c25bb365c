/** What is said of a bundle that was written or checked. */
import type { Manifest } from '../../evidence/bundle-format.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import { canvasOf, labelledLines } from '../answer-lines.ts';
import type { ExportedEvidence } from './export-evidence.ts';
import type { VerifiedEvidence } from './verify-evidence.ts';

export function exportedLines(target: string, { manifest, sha256 }: ExportedEvidence): string[] {
  return [
    `Written: ${visibleText(target)}`,
    ...labelledLines('sha256', sha256, canvasOf({})),
    ...factLines(manifest),
  ];
}

export function verifiedLines(
  path: string,
  { faults, manifest, sha256, signer }: VerifiedEvidence,
): string[] {
  const verdict = faults.length === 0 ? 'VERIFIED' : 'NOT AS IT WAS WRITTEN';
  const canvas = canvasOf({});
  return [
    `${verdict}: ${visibleText(path)}`,
    ...faults.flatMap((fault) => labelledLines('fault', fault, canvas)),
    ...labelledLines('sha256', sha256, canvas),
    ...labelledLines('signature', signer ?? '', canvas),
    ...(manifest && faults.length === 0 ? factLines(manifest) : []),
  ];
}

function factLines({ run, findings, files, complete, keyId }: Manifest): string[] {
  const canvas = canvasOf({});
  const levels = Object.entries(findings).flatMap(([level, count]) =>
    count > 0 ? [`${count} ${level}`] : [],
  );
  const linesOf = (name: string): number => files.find((file) => file.name === name)?.lines ?? 0;
  const end = run.finishedAt ?? 'not ended';
  const facts: Record<string, string> = {
    run: `${run.number} of ${run.target}, ${run.startedAt} to ${end}`,
    tool: `bitsieve ${run.tool.version}, detectors ${run.tool.detectorDigest.slice(0, 16)}`,
    key: keyId ?? 'not known',
    repositories: `${linesOf('repositories.jsonl')}, ${linesOf('refs.jsonl')} refs`,
    findings: `${linesOf('findings.jsonl')}${levels.length > 0 ? `: ${levels.join(', ')}` : ''}`,
    complete: complete ? 'yes' : `no: ${linesOf('problems.jsonl')} problems`,
  };
  return Object.entries(facts).flatMap(([label, text]) => labelledLines(label, text, canvas));
}
