/** The document of a `.scannerrc` -> options, allow entries, labels and detectors, or every mistake in it. */
import * as v from 'valibot';
import type { AllowEntry } from '../allow/allow-entry.ts';
import { shortList } from '../catalogue/short-list.ts';
import type { Detector } from '../catalogue/detector.ts';
import type { PatternDetector } from '../catalogue/pattern-file.ts';
import type { OwnRegime } from '../exposure/notify/listed-regime.ts';
import type { Partner } from '../exposure/notify/partner.ts';
import type { Zone } from '../exposure/zone.ts';
import type { CredentialReference } from '../bitbucket/credential/read-credential.ts';
import { checkAllow } from './check-allow.ts';
import { checkCredential } from './check-credential.ts';
import { checkDetectors } from './check-detectors.ts';
import { checkLabels, type OwnLabel } from './check-labels.ts';
import { checkMap, type LabelMap } from './check-map.ts';
import { checkPartners } from './check-partners.ts';
import { checkRegimes } from './check-regimes.ts';
import { checkScanTable } from './check-scan-table.ts';
import { checkVerify } from './check-verify.ts';
import { checkZones } from './check-zones.ts';
import type { Mistake } from './mistake.ts';
import type { ScanOptions } from './scan-options.ts';
import { parseTable } from './parse-table.ts';

export interface ScannerrcContents {
  readonly options: Partial<ScanOptions>;
  readonly allow: readonly AllowEntry[];
  readonly detectors: readonly Detector[];
  readonly patterns: readonly PatternDetector[];
  readonly labels: readonly OwnLabel[];
  readonly credential: CredentialReference | null;
  readonly maps: readonly LabelMap[];
  readonly zones: readonly Zone[];
  /** For `--verify`: own addresses in place of declared hosts. */
  readonly verifyHosts: ReadonlyMap<string, string>;
  readonly partners: readonly Partner[];
  readonly regimes: readonly OwnRegime[];
}

/** What the catalogue knows, for names that must be known. */
export interface Vocabulary {
  readonly detectors: readonly string[];
  readonly labels: readonly string[];
  readonly regimes?: readonly string[];
}

const table = v.record(v.string(), v.unknown(), 'is no table');
const topEntries = {
  issuer: v.optional(v.pipe(v.string('is no text'), v.nonEmpty('is empty')), 'Own detectors'),
  scan: v.optional(table, {}),
  credential: v.optional(table),
  verify: v.optional(table),
  allow: v.optional(shortList(table, 'is no list of tables: write [[allow]]'), []),
  label: v.optional(shortList(table, 'is no list of tables: write [[label]]'), []),
  map: v.optional(shortList(table, 'is no list of tables: write [[map]]'), []),
  zone: v.optional(shortList(table, 'is no list of tables: write [[zone]]'), []),
  partner: v.optional(shortList(table, 'is no list of tables: write [[partner]]'), []),
  regime: v.optional(shortList(table, 'is no list of tables: write [[regime]]'), []),
  detector: v.optional(shortList(table, 'is no list of tables: write [[detector]]'), []),
};

/** @param folder relative paths in the file start there */
export function checkScannerrc(
  document: object,
  folder: string,
  vocabulary: Vocabulary,
): ScannerrcContents | readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const top = parseTable(document, { entries: topEntries, at: '', noun: 'table' }, mistakes);
  const { issuer, detector, label, allow, map, zone, partner, regime, scan } = top;
  const access = checkCredential(top.credential, folder);
  const labels = checkLabels(label, vocabulary.labels);
  const allLabels = [...vocabulary.labels, ...labels.labels.map(({ id }) => id)];
  const own = checkDetectors(detector, issuer, allLabels);
  const names = [
    ...vocabulary.detectors,
    ...detector.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])),
  ];
  const options = checkScanTable(scan, folder, names);
  const entries = checkAllow(allow, names);
  const mapped = checkMap(map, { labels: allLabels, detectors: names });
  const zoned = checkZones(zone);
  const verified = checkVerify(top.verify);
  const partners = checkPartners(partner);
  const regimes = checkRegimes(regime, { regimes: [], ...vocabulary, labels: allLabels, detectors: names });
  const parts = [options, entries, labels, own, mapped, zoned, verified, partners, regimes, access];
  for (const part of parts) mistakes.push(...part.mistakes);
  if (mistakes.length > 0) return mistakes;
  return {
    options: options.options,
    allow: entries.allow,
    detectors: own.detectors,
    patterns: own.patterns,
    labels: labels.labels,
    maps: mapped.maps,
    zones: zoned.zones,
    verifyHosts: verified.hosts,
    partners: partners.partners,
    regimes: regimes.regimes,
    credential: access.credential,
  };
}
