/** What a merge in progress merges: its further parents, one a line of MERGE_HEAD. https://git-scm.com/docs/gitrevisions */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectName } from '../core/object-name.ts';

/** @param gitDir that of the work tree. Empty where no merge is in progress. */
export function mergeHeads(gitDir: string): string[] {
  try {
    const lines = readFileSync(join(gitDir, 'MERGE_HEAD'), 'latin1').split('\n');
    return lines.filter(isObjectName);
  } catch {
    return [];
  }
}
