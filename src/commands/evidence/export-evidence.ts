/** `bitsieve evidence export`: from the store into a file. */
import { resolve } from 'node:path';
import { storedResult } from '../../audit/stored-result.ts';
import type { Manifest } from '../../evidence/bundle-format.ts';
import type { EvidenceRequest } from '../../evidence/evidence-scope.ts';
import { exportBundle } from '../../evidence/export-bundle.ts';
import { NewFile, refuseThere } from '../../evidence/new-file.ts';
import { signatureOf } from '../../evidence/ssh-keygen.ts';
import { windowOf } from '../../exposure/window.ts';
import type { AuditReader } from '../../store/audit/audit-store.ts';
import { readAuditStore } from '../../store/audit/open-audit-store.ts';
import { DEFAULT_STORE } from '../audit/audit-options.ts';
import { meantRun } from '../report/meant-run.ts';
import { wantedIn } from '../report/wanted-places.ts';
import { type ExportOptions, keyFileIn } from './evidence-options.ts';

export interface ExportedEvidence {
  readonly manifest: Manifest;
  /** Of the file. */
  readonly sha256: string;
}

/** @param target the file @throws {ScannerError} `usage`, `store`, `not-found`, `report` */
export async function exportEvidence(target: string, options: ExportOptions): Promise<ExportedEvidence> {
  const isForced = options.force === true;
  const names = options.sign ? [target, signatureBeside(target)] : [target];
  if (!isForced) for (const name of names) await refuseThere(name);
  const reader = await readAuditStore(resolve(options.store ?? DEFAULT_STORE), 'held');
  try {
    const request = await requestFor(reader, options);
    const file = await NewFile.begin(target);
    try {
      const manifest = await exportBundle(reader, request, file);
      const sha256 = await file.sha256();
      const signature = options.sign ? await signatureOf(file.draft, keyFileIn(options.sign)) : null;
      await file.appear(isForced);
      if (signature !== null) await writeSignature(signature, target, isForced);
      return { manifest, sha256 };
    } finally {
      await file.vanish();
    }
  } finally {
    await reader.close();
  }
}

export function signatureBeside(target: string): string {
  return `${target}.sig`;
}

async function writeSignature(signature: Buffer, target: string, isForced: boolean): Promise<void> {
  const file = await NewFile.begin(signatureBeside(target));
  try {
    await file.write(signature);
    await file.appear(isForced);
  } finally {
    await file.vanish();
  }
}

async function requestFor(reader: AuditReader, options: ExportOptions): Promise<EvidenceRequest> {
  const { from, to, project = [], repo = [] } = options;
  const window = from && to ? windowOf(from, to) : null;
  const runs = await reader.runs();
  const run = meantRun(runs, options.run ?? null);
  const isWanted = await wantedIn(reader, [run.number], options);
  const everything = { since: null, minSeverity: 'info', minConfidence: 'low' } as const;
  const covered = await storedResult(reader, { ...everything, run, isWanted });
  return { run, runs, covered, projects: project, repositories: repo, isWanted, window };
}
