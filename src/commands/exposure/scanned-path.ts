/** `exposure --path`: a repository on disk is scanned, and told as an audit of it alone would be, from a store in memory. */
import { basename, resolve } from 'node:path';
import { hiderFor } from '../../audit/hide-names.ts';
import { visitOf } from '../../audit/scan-mirror.ts';
import { detectorDigest } from '../../catalogue/digest.ts';
import { isComplete } from '../../core/problem.ts';
import type { Zone } from '../../exposure/zone.ts';
import { type CloneName, cloneName } from '../../git/clone-name.ts';
import { listRefs } from '../../git/list-refs.ts';
import { openRepository, type Repository } from '../../git/open-repository.ts';
import type { AuditReader, Place, RunRequest } from '../../store/audit/audit-store.ts';
import { openMemoryStore } from '../../store/audit/open-audit-store.ts';
import { type PerformedScan, performScan } from '../perform-scan.ts';
import type { ExposureOptions } from './exposure-options.ts';
import { scanFlagsIn } from './path-options.ts';

export interface ScannedPath {
  readonly reader: AuditReader;
  /** Of the configuration in force for the scan, and the file that it comes from. */
  readonly zones: readonly Zone[];
  readonly config: string | null;
}

/** @throws {ScannerError} what keeps a scan from starting; what goes wrong in it is a problem of the answer */
export async function scannedPath(path: string, options: ExposureOptions): Promise<ScannedPath> {
  const repository = await openRepository(path);
  const scan = await performScan({ options: scanFlagsIn(options), positionals: [path] });
  const reader = await storeOf(scan, repository);
  return { reader, zones: scan.config.zones, config: scan.config.path };
}

async function storeOf(scan: PerformedScan, repository: Repository): Promise<AuditReader> {
  const { result, plan, catalogue } = scan;
  const refs = await listRefs(repository.place);
  const named = await cloneName(repository.place);
  const visit = visitOf(result, refs, { catalogue: catalogue.detectors, plan });
  let now = new Date(result.scan.startedAt);
  const store = await openMemoryStore(() => now);
  try {
    const hide = hiderFor([named?.written ?? ''], catalogue.detectors, plan);
    const place = placeOf(repository, named && withoutSecrets(named, hide));
    const { number } = await store.beginRun(requestOf(scan, visit.summary.target));
    await store.savePlaces(number, [place]);
    await store.saveVisit(number, place, visit);
    now = new Date(now.getTime() + result.scan.durationMs);
    await store.finishRun(number, { complete: isComplete(result.problems), problems: [] });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function requestOf({ result, plan }: PerformedScan, target: string): RunRequest {
  const detectors = plan.detectors.map((detector) => [detector.id, detectorDigest(detector)]);
  return { target, optionsDigest: '', tool: result.tool, detectors: Object.fromEntries(detectors) };
}

/** A token may stand in any part of an address. It is looked for as it was written: in upper case it is none. */
function withoutSecrets(named: CloneName, hide: (text: string) => string): CloneName {
  const shown = hide(named.written);
  if (shown === named.written) return named;
  return { ...named, fullName: shown, project: named.project && (shown.split('/')[0] ?? null) };
}

/** Of no forge; where it was cloned from gives it a name, else its folder. */
function placeOf({ workTree, gitDir }: Repository, named: CloneName | null): Place {
  const top = resolve(workTree ?? gitDir);
  return {
    forge: '',
    id: top,
    fullName: named?.fullName ?? (basename(top).replace(/\.git$/, '') || top),
    project: named?.project ?? null,
    visibility: 'private',
    archived: false,
    personal: false,
    mainBranch: null,
    sizeBytes: null,
    family: top,
    forkOf: null,
    cloneAddresses: [],
    webUrl: null,
  };
}
