/** One finding as a row of the page. */
import { CONFIDENCES, LEVELS, SEVERITIES } from '../../core/severity.ts';
import type { ExposureInterval } from '../../core/finding.ts';
import type { Verification } from '../../core/verification.ts';
import type { ExposedFinding } from '../measure-exposure.ts';
import { FINDING_COLUMNS, PAGE_REACHES, type PageFinding, type PageInterval } from './page-data.ts';
import type { PageTableMaker } from './page-tables.ts';

/** More are counted. */
const MOST_PATHS = 5;

/** Cells in the order of `FINDING_COLUMNS`. */
export function pageRow(exposed: ExposedFinding, tables: PageTableMaker): readonly unknown[] {
  const finding = pageFinding(exposed, tables);
  return FINDING_COLUMNS.map((column) => finding[column]);
}

function pageFinding({ place, finding, at, isGone }: ExposedFinding, tables: PageTableMaker): PageFinding {
  const { path, inside, line, column, masked, count, encoding, kind, commit, date, notes } = finding;
  const { tips, furtherIntervals, versions, fingerprint, linked, otherPaths } = finding;
  return {
    repository: tables.repository(place),
    detector: tables.detector(finding),
    label: tables.label(finding.label),
    level: LEVELS.indexOf(finding.level),
    severity: SEVERITIES.indexOf(finding.severity),
    confidence: CONFIDENCES.indexOf(finding.confidence),
    reach: PAGE_REACHES.indexOf(finding.reach ?? 'unknown'),
    author: tables.author(finding.author),
    at,
    isGone,
    path,
    inside,
    line,
    column,
    masked,
    count,
    encoding,
    kind,
    commit,
    date,
    tips,
    intervals: finding.exposure.map(pageInterval),
    furtherIntervals,
    notes,
    linked: linked.map((other) => [other.title, other.line]),
    otherPaths: otherPaths.slice(0, MOST_PATHS).map((other) => [other.path, other.commit]),
    furtherPaths: Math.max(0, otherPaths.length - MOST_PATHS),
    versions,
    verified: finding.verification ? verifiedWords(finding.verification) : null,
    fingerprint,
  };
}

/** `active: accepted, api.example.com, 2026-11-22T12:00:00Z`. */
function verifiedWords({ result, reason, host, at }: Verification): string {
  return `${result}: ${reason.replaceAll('-', ' ')}, ${host}, ${at}`;
}

function pageInterval({ branch, cameIn, left }: ExposureInterval): PageInterval {
  return [branch, cameIn.date, cameIn.commit, left?.date ?? null, left?.commit ?? null];
}
