/** Checks the configuration of a scan: our own `.scannerrc`, or the `.gitleaks.toml` of people who come from there. */
import { dirname } from 'node:path';
import type { AllowEntry } from '../allow/allow-entry.ts';
import { readGitleaksConfig } from '../allow/read-gitleaks-config.ts';
import type { CredentialReference } from '../bitbucket/credential/read-credential.ts';
import type { Detector } from '../catalogue/detector.ts';
import type { PatternDetector } from '../catalogue/pattern-file.ts';
import { parseToml } from '../catalogue/parse-toml.ts';
import type { Problem } from '../core/problem.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { OwnRegime } from '../exposure/notify/listed-regime.ts';
import type { Partner } from '../exposure/notify/partner.ts';
import type { Zone } from '../exposure/zone.ts';
import type { OwnLabel } from './check-labels.ts';
import type { LabelMap } from './check-map.ts';
import { checkScannerrc, type Vocabulary } from './check-scannerrc.ts';
import type { ConfigText } from './find-config.ts';
import { locateToml } from './locate-toml.ts';
import type { Mistake } from './mistake.ts';
import { NO_CONFIG } from './no-config.ts';
import type { ScanOptions } from './scan-options.ts';

export interface Config {
  /** The file in force, or null when there is none. */
  readonly path: string | null;
  readonly options: Partial<ScanOptions>;
  readonly allow: readonly AllowEntry[];
  /** Own detectors; one with the id of a built-in detector takes its place. */
  readonly detectors: readonly Detector[];
  /** Those of a `.scannerrc` as they are written there. */
  readonly patterns: readonly PatternDetector[];
  /** Own labels, and what is changed of built-in ones. */
  readonly labels: readonly OwnLabel[];
  /** Where an audit finds its credential. */
  readonly credential: CredentialReference | null;
  /** Which label what lies at some paths bears. */
  readonly maps: readonly LabelMap[];
  /** What may live where. */
  readonly zones: readonly Zone[];
  /** For `--verify`: own addresses in place of the hosts that detectors declare. Only of a file that was asked for may they count. */
  readonly verifyHosts: ReadonlyMap<string, string>;
  /** Named by `--config` or BITSIEVE_CONFIG, not found beside what is scanned. */
  readonly isAsked: boolean;
  /** Whom one works with. */
  readonly partners: readonly Partner[];
  /** Own regimes, and what is changed of built-in ones. */
  readonly regimes: readonly OwnRegime[];
  /** Ids of built-in detectors that the file turns off by other means than `disable-detector`. */
  readonly disabled: readonly string[];
  /** What could not be taken over from `.gitleaks.toml`. */
  readonly problems: readonly Problem[];
}

const OUR_TABLES: ReadonlySet<string> = new Set([
  'scan',
  'allow',
  'detector',
  'label',
  'map',
  'zone',
  'partner',
  'regime',
  'issuer',
  'credential',
  'verify',
]);
const GITLEAKS_TABLES: ReadonlySet<string> = new Set([
  'rules',
  'extend',
  'allowlist',
  'allowlists',
  'title',
  'minversion',
]);
/** More than this nobody corrects in one go. */
const MAX_MISTAKES = 50;

/** @throws {ScannerError} `config`, with every mistake in the file, each with its line */
export function checkConfig(found: ConfigText, vocabulary: Vocabulary): Config {
  const document = parseToml(found.text, found.path);
  if (isOfGitleaks(document)) {
    const read = readGitleaksConfig(found.path, vocabulary.detectors);
    return { ...NO_CONFIG, path: found.path, isAsked: found.isAsked, ...read };
  }
  const checked = checkScannerrc(document, dirname(found.path), vocabulary);
  if (!('options' in checked)) throw configError(found, checked);
  return { path: found.path, isAsked: found.isAsked, ...checked, disabled: [], problems: [] };
}

/** By what stands in it: `--config` may name either under any name. */
function isOfGitleaks(document: object): boolean {
  const keys = Object.keys(document).map((key) => key.toLowerCase());
  return keys.some((key) => GITLEAKS_TABLES.has(key)) && !keys.some((key) => OUR_TABLES.has(key));
}

function configError({ path, text }: ConfigText, mistakes: readonly Mistake[]): ScannerError {
  const places = locateToml(text);
  const lines = mistakes
    .map(({ at, message }) => ({ line: lineOf(at, places), text: `${at}: ${message}` }))
    .toSorted((a, b) => a.line - b.line)
    .map((mistake) => `${path}:${mistake.line}: ${mistake.text}`);
  const shown = lines.slice(0, MAX_MISTAKES);
  if (shown.length < lines.length) shown.push(`${path}: and ${lines.length - shown.length} more mistakes`);
  return new ScannerError('config', shown.join('\n'), {
    hint: 'See .scannerrc.example for all that may stand there.',
  });
}

/** The line of the place itself, or of the nearest that surrounds it: a key that is missing has none. */
function lineOf(at: string, places: ReadonlyMap<string, number>): number {
  for (let path = at; path !== ''; path = path.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$/, '')) {
    const line = places.get(path);
    if (line !== undefined) return line;
  }
  return 1;
}
