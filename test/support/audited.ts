/** What an audit of made-up repositories saves: the same for the same numbers, without any scan. */
import { createHash } from 'node:crypto';
import type { ScanSummary } from '../../src/core/scan-result.ts';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import type { AuditStore, Place, Run, RunRequest, Visit } from '../../src/store/audit/audit-store.ts';

export const FORGE = 'https://bitbucket.example.org';
export const KEY: Buffer = Buffer.alloc(32, 7);
export const NOW = (): Date => new Date('2026-11-22T12:00:00Z');

export const REQUEST: RunRequest = {
  target: 'workspace example',
  optionsDigest: 'a'.repeat(64),
  tool: { name: 'bitsieve', version: '0.1.0', detectors: 2, detectorDigest: 'b'.repeat(64) },
  detectors: { 'example-token': 'c'.repeat(64), 'example-password': 'd'.repeat(64) },
};

export function placeOf(index: number): Place {
  return {
    forge: FORGE,
    id: `{${index}}`,
    fullName: `example/repository-${index}`,
    project: 'PRJ',
    visibility: 'private',
    archived: index % 7 === 0,
    personal: false,
    mainBranch: 'main',
    sizeBytes: 1000 * index,
    family: `family-${Math.floor(index / 3)}`,
    forkOf: null,
    cloneAddresses: [{ protocol: 'https', url: `${FORGE}/scm/prj/repository-${index}.git` }],
    webUrl: `${FORGE}/projects/PRJ/repos/repository-${index}`,
  };
}

function summaryOf(index: number): ScanSummary {
  return {
    source: 'history',
    target: `example/repository-${index}`,
    revisions: null,
    startedAt: '2026-11-22T12:00:00.000Z',
    durationMs: 12,
    complete: true,
    reader: 'engine',
    fallback: null,
    carried: 0,
    reused: 0,
    commits: 10,
    blobs: 20,
    bytes: 3000,
    refs: 1,
    workers: 1,
    config: null,
    leftOut: { inline: 0, allowlist: 0, baseline: 0, lowConfidence: 0 },
  };
}

function hex(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** The how-manieth finding of a repository. */
export function findingOf(index: number, nth: number, changed: Partial<StoredFinding> = {}): StoredFinding {
  const name = `${index}/${nth}`;
  const commit = hex(`commit ${name}`, 40);
  const date = '2021-03-04T05:06:07+01:00';
  return {
    path: `src/settings-${nth}.yml`,
    line: 10 + nth,
    endLine: 10 + nth,
    column: 8,
    endColumn: 48,
    detector: nth % 2 === 0 ? 'example-token' : 'example-password',
    title: 'Example API token',
    issuer: 'Example Corp',
    label: 'credential/saas',
    level: 'RESTRICTED',
    severity: 'high',
    confidence: 'high',
    notes: [],
    fingerprint: hex(`fingerprint ${name}`, 32),
    secretId: hex(`secret ${name}`, 32),
    masked: 'exmp********9f',
    count: 1,
    encoding: [],
    inside: [],
    linked: [],
    kind: 'blob',
    blob: hex(`blob ${name}`, 40),
    commit,
    author: { name: 'Ada Author', email: 'ada@example.org' },
    date,
    otherPaths: [],
    atTip: true,
    tips: ['main'],
    reach: 'tip',
    exposure: [{ branch: 'main', cameIn: { commit, date }, left: null }],
    furtherIntervals: 0,
    versions: 3,
    entropy: 4.2,
    exposes: 'Read and write to every project of the account that made it.',
    revoke: 'Settings > Developer > Tokens > Revoke',
    references: ['https://docs.example.com/tokens'],
    ...changed,
  };
}

export function scanOf(index: number, findings: readonly StoredFinding[]): Visit {
  return {
    outcome: 'scanned',
    problems: [{ code: 'shallow-clone', severity: 'warning', message: `repository ${index} is shallow` }],
    summary: summaryOf(index),
    refs: [
      { name: 'HEAD', oid: hex(`head ${index}`, 40) },
      { name: 'refs/heads/main', oid: hex(`head ${index}`, 40) },
    ],
    findings,
    inventory: [
      {
        label: 'artefact/terraform',
        title: 'Terraform',
        level: 'CONFIDENTIAL',
        contents: index,
        bytes: 10,
        since: null,
        atTip: true,
      },
    ],
  };
}

export function someFindings(index: number, count: number): StoredFinding[] {
  return Array.from({ length: count }, (_, nth) => findingOf(index, nth));
}

/** A whole audit, as a command does one: what an earlier, killed one did is left out. */
export async function audit(store: AuditStore, size: { places: number; findings: number }): Promise<Run> {
  const run = await store.beginRun(REQUEST);
  const places = Array.from({ length: size.places }, (_, index) => placeOf(index));
  await store.savePlaces(run.number, places);
  const done = await store.visited(run.number, FORGE);
  for (const [index, place] of places.entries()) {
    if (done.has(place.id)) continue;
    store.openState(place).write(Buffer.from(`state of ${index}`));
    // Before the visit, because that says that the place is done.
    await store.saveReaders(
      run.number,
      FORGE,
      { kind: 'repository', id: place.id },
      { grants: [{ subject: 'user', id: 'ada', name: 'Ada', level: 'read' }], asked: ['users'], hidden: [] },
    );
    await store.saveVisit(run.number, place, scanOf(index, someFindings(index, size.findings)));
  }
  await store.finishRun(run.number, { complete: true, problems: [] });
  return run;
}
