/** `bitsieve detectors list`: one line a detector, or one object in JSON. */
import type { Detector } from '../../catalogue/detector.ts';
import { nearest } from '../../config/nearest.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { displayWidth } from '../../report/console/display-width.ts';
import { largest } from '../../report/console/largest.ts';
import { countOf } from '../../report/console/quantities.ts';
import { jsonArray } from '../../report/text/json-array.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import { type DetectorOptions, isMeant } from './detector-options.ts';
import type { KnownDetectors } from './known-detectors.ts';

const HEADER = ['id', 'severity', 'confidence', 'label', 'issuer', 'title'] as const;

/** @throws {ScannerError} `usage` when a label or issuer is asked for that there is not */
export function* listDetectors(known: KnownDetectors, options: DetectorOptions): Generator<string> {
  const all = [...known.all.values()];
  mustBeKnown('label', options.label, [...known.labels.keys(), ...all.map(({ label }) => label)]);
  mustBeKnown(
    'issuer',
    options.issuer,
    all.map(({ issuer }) => issuer),
  );
  const chosen = all.filter((detector) => isWanted(detector, options));
  const listed = chosen
    .filter(({ id }) => options.all === true || known.used.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (options.reportFormat === 'json') {
    yield* jsonArray(
      listed.map((detector) => recordOf(detector, known)),
      1,
      0,
    );
    yield '\n';
    return;
  }
  yield* table([HEADER, ...listed.map((detector) => rowOf(detector, known))]);
  yield `\n${summaryOf(listed, chosen.length - listed.length)}\n`;
}

function isWanted(
  { label, issuer, severity }: Detector,
  { label: labels, issuer: issuers, severity: wanted }: DetectorOptions,
): boolean {
  return isMeant(label, labels) && isMeant(issuer, issuers) && (wanted === undefined || severity === wanted);
}

/** A filter that cannot let anything through is a mistake of typing, not an empty answer. */
function mustBeKnown(what: string, asked: string | null | undefined, names: readonly string[]): void {
  if (typeof asked !== 'string' || names.some((name) => isMeant(name, asked))) return;
  const guess = nearest(asked, new Set(names));
  throw new ScannerError('usage', `--${what}: there is no ${what} "${asked}"`, {
    hint: guess === undefined ? `Run bitsieve detectors list to see them all.` : `Did you mean "${guess}"?`,
  });
}

/** The fields of a pattern file, and whether a scan here uses it. */
function recordOf(detector: Detector, { used, own, labels }: KnownDetectors): object {
  const { id, title, issuer, label, severity, confidence, matcher, keywords } = detector;
  return {
    id,
    title,
    issuer,
    label,
    level: labels.get(label)?.level ?? null,
    severity,
    confidence,
    matcher,
    keywords,
    own: own.has(id),
    used: used.has(id),
    exposes: detector.exposes,
    revoke: detector.revoke,
    references: detector.references,
  };
}

function rowOf(detector: Detector, { used, own }: KnownDetectors): string[] {
  const { id, severity, confidence, label, issuer, title } = detector;
  const notes = [own.has(id) ? 'own' : '', used.has(id) ? '' : 'not used'].filter((note) => note !== '');
  const shown = notes.length === 0 ? title : `${title} (${notes.join(', ')})`;
  return [id, severity, confidence, label, issuer, shown].map((text) => visibleText(text));
}

function* table(rows: ReadonlyArray<readonly string[]>): Generator<string> {
  const widths = HEADER.map((_, column) => largest(rows.map((row) => displayWidth(row[column] ?? ''))));
  for (const row of rows) {
    const cells = row.map((text, column) => text + ' '.repeat((widths[column] ?? 0) - displayWidth(text)));
    yield `${cells.join('  ').trimEnd()}\n`;
  }
}

function summaryOf(listed: readonly Detector[], left: number): string {
  const issuers = new Set(listed.map(({ issuer }) => issuer)).size;
  const found = `${countOf(listed.length, 'detector')} of ${countOf(issuers, 'issuer')}`;
  return left === 0 ? found : `${found}; ${left} more that a scan here does not use (--all lists them)`;
}
