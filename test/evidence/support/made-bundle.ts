/** Bundles of made-up stores, written by the parts of the program without starting it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedResult } from '../../../src/audit/stored-result.ts';
import { BundleFile } from '../../../src/evidence/bundle-file.ts';
import { exportBundle } from '../../../src/evidence/export-bundle.ts';
import { NewFile } from '../../../src/evidence/new-file.ts';
import { verifyBundle } from '../../../src/evidence/verify-bundle.ts';
import { readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Of the last run. @param zip64From as if files had 4 GiB already from this size on */
export async function bundleOf(store: string, zip64From?: number): Promise<string> {
  const path = join(tempFolder(), 'evidence.zip');
  const reader = await readAuditStore(store, 'held');
  const file = await NewFile.begin(path);
  try {
    const runs = await reader.runs();
    const [run] = runs;
    if (!run) throw new Error('no run');
    const isWanted = (): boolean => true;
    const all = { run, since: null, isWanted, minSeverity: 'info', minConfidence: 'low' } as const;
    const covered = await storedResult(reader, all);
    const asked = { run, runs, covered, projects: [], repositories: [], isWanted, window: null };
    await exportBundle(reader, asked, file, zip64From);
    await file.appear(false);
    return path;
  } finally {
    await file.vanish();
    await reader.close();
  }
}

/** What is wrong with it. */
export function faultsIn(path: string, zip64From?: number): readonly string[] {
  const file = BundleFile.open(path);
  try {
    return verifyBundle(file, zip64From).faults;
  } finally {
    file.close();
  }
}

/** The same file with other bytes. */
export function altered(path: string, change: (bytes: Buffer) => Buffer): string {
  const other = join(tempFolder(), 'altered.zip');
  writeFileSync(other, change(readFileSync(path)));
  return other;
}
