/** Every text that a report repeats though nobody scanned it, and that the repository or its user has chosen. */
import type { Finding, Introduction } from '../core/finding.ts';
import type { ScanResult } from '../core/scan-result.ts';

export function shownTexts({ scan, findings, problems }: Omit<ScanResult, 'mentioned'>): Set<string> {
  const texts = new Set([scan.target, scan.revisions ?? '', scan.config ?? '']);
  for (const finding of findings) for (const text of textsOf(finding)) texts.add(text);
  for (const { message, path = '' } of problems) texts.add(message).add(path);
  return texts;
}

function textsOf({ path, tips, exposure, introduced, otherPaths }: Finding): string[] {
  return [
    path,
    ...tips,
    ...exposure.map(({ branch }) => branch),
    ...personOf(introduced),
    ...otherPaths.flatMap((other) => [other.path, ...personOf(other.introduced)]),
  ];
}

function personOf(introduced: Introduction | null): string[] {
  return introduced === null ? [] : [introduced.author.name, introduced.author.email];
}
