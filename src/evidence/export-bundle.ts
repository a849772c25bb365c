/** The store at the end of a run -> one file of evidence, the same bytes whenever and wherever it is made. */
import { canonicalJson } from '../core/canonical-json.ts';
import type { Level } from '../core/severity.ts';
import { VERSION } from '../core/version.ts';
import { isoOf } from '../exposure/introduced-at.ts';
import { WindowTally } from '../exposure/window.ts';
import type { AuditReader } from '../store/audit/audit-store.ts';
import {
  FORMAT_VERSION,
  LINE_FILE_NAMES,
  type LineFile,
  MANIFEST,
  type Manifest,
  type NamedFile,
  README,
  SUMS,
  sumsText,
} from './bundle-format.ts';
import { EVIDENCE_LINES, plainRun } from './evidence-lines.ts';
import { evidenceScope, type EvidenceRequest, type EvidenceScope } from './evidence-scope.ts';
import { LevelCounts } from './level-counts.ts';
import type { NewFile } from './new-file.ts';
import { README_TEXT } from './readme-text.ts';
import { ZIP64_FROM } from './zip-layout.ts';
import { ZipWriter } from './zip-writer.ts';

/** @param file gets all of it, and is flushed; it is for the caller to let it appear @throws {ScannerError} `store`, `report` */
export async function exportBundle(
  reader: AuditReader,
  request: EvidenceRequest,
  file: NewFile,
  zip64From: number = ZIP64_FROM,
): Promise<Manifest> {
  const scope = await evidenceScope(reader, request);
  const zip = new ZipWriter(file, zip64From);
  const counts = new LevelCounts();
  const files: NamedFile[] = [{ ...(await zip.add(README, () => [README_TEXT.trimEnd()])), lines: null }];
  for (const name of LINE_FILE_NAMES) {
    const lines = (): AsyncIterable<string> => linesOf(name, scope, counts);
    files.push(await zip.add(name, lines));
  }
  const manifest = await manifestOf(scope, counts.sums(), files);
  const written = await zip.add(MANIFEST, () => [canonicalJson(manifest)]);
  await zip.add(SUMS, () => [sumsText([...files, written]).trimEnd()]);
  await zip.finish();
  await file.settle();
  return manifest;
}

async function* linesOf(name: LineFile, scope: EvidenceScope, counts: LevelCounts): AsyncGenerator<string> {
  if (name === 'findings.jsonl') counts.clear();
  for await (const line of EVIDENCE_LINES[name](scope)) {
    if (name === 'findings.jsonl') counts.add(line);
    yield canonicalJson(line);
  }
}

async function manifestOf(
  { reader, request }: EvidenceScope,
  findings: Readonly<Record<Level, number>>,
  files: readonly NamedFile[],
): Promise<Manifest> {
  const { run, covered, projects, repositories, window } = request;
  return {
    format: 'bitsieve-evidence',
    formatVersion: FORMAT_VERSION,
    writtenBy: { name: 'bitsieve', version: VERSION },
    run: plainRun(run),
    keyId: (await reader.keyId()) ?? null,
    asked: {
      projects,
      repositories,
      window: window && { from: isoOf(window.from) ?? '', to: isoOf(window.to) ?? '' },
    },
    clock: clockOf(request),
    complete: covered.scan.complete,
    findings,
    files,
  };
}

const CLOCKS = [
  'Of a finding, pushed is by the clock of the forge; all other dates are committer dates, which their author can forge and a rebase makes later.',
  'With a window, a finding counts from the push on, where one is known, else from its oldest committer date, and never later than from the end of the run that saw it first.',
];

/** Without a window, of all the time that the store knows. */
function clockOf({ run, runs, window }: EvidenceRequest): readonly string[] {
  const begun = Date.parse(run.startedAt);
  const whole = { from: Number.POSITIVE_INFINITY, to: begun };
  const { clock } = new WindowTally(window ?? whole).answer(run, runs.at(-1));
  return [...CLOCKS, ...clock, 'Times of runs are those of the clock of the machine that audited, in UTC.'];
}
