/** A request -> the options that a command line would have given. Callers in JavaScript make mistakes that no compiler sees. */
import { Readable } from 'node:stream';
import { nearest } from '../config/nearest.ts';
import { OPTIONS } from '../config/options.ts';
import type { ParsedFlags } from '../config/parse-flags.ts';
import { readValue } from '../config/read-value.ts';
import type { OptionSpec, ScanOptions } from '../config/scan-options.ts';
import { quote } from '../core/quote.ts';
import { ScannerError } from '../core/scanner-error.ts';
import type { InputSource } from './scan-request.ts';

/** Options of the command that mean the same here, under the same key. */
const SHARED = [
  'staged',
  'range',
  'branch',
  'sinceCommit',
  'unreachable',
  'state',
  'noIgnore',
  'config',
  'noRepositoryConfig',
  'baselinePath',
  'gitleaksIgnorePath',
  'noInlineAllow',
  'jobs',
  'maxBlobBytes',
  'maxArchiveDepth',
  'maxDecodeDepth',
  'timeoutMs',
  'minConfidence',
  'minSeverity',
  'enableDetector',
  'disableDetector',
  'showSecrets',
] as const satisfies ReadonlyArray<keyof ScanOptions>;
const SOURCES = ['repository', 'files', 'input'] as const;
const KNOWN: readonly string[] = [...SHARED, ...SOURCES, 'fingerprintKey', 'signal', 'onProgress'];
/** Parts of a history: one of these groups may be asked for. */
const PARTS = [['staged'], ['range'], ['branch', 'sinceCommit']] as const;
/** What goes with one kind of source alone. */
const BELONGS: Readonly<Record<string, string>> = {
  staged: 'repository',
  range: 'repository',
  branch: 'repository',
  sinceCommit: 'repository',
  unreachable: 'repository',
  state: 'repository',
  noIgnore: 'files',
};

type Given = Readonly<Record<string, unknown>>;

export interface AskedScan {
  readonly flags: ParsedFlags;
  /** What is read in place of standard input. */
  readonly input: Readable | undefined;
}

/** @throws {ScannerError} `usage`, naming everything that is wrong at once */
export function checkRequest(request: object): AskedScan {
  const given: Given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const options: Record<string, unknown> = 'files' in given ? { files: true } : {};
  const mistakes = [...sourceMistakes(given), ...unknownOptions(given), ...ownMistakes(given)];
  for (const key of SHARED) {
    if (given[key] === undefined) continue;
    const read = readValue(asMeant(given[key], OPTIONS[key]), OPTIONS[key]);
    if ('mistake' in read) mistakes.push(`${key}: ${read.mistake}`);
    else options[key] = read.value;
  }
  if (mistakes.length > 0) throw new ScannerError('usage', mistakes.join('\n'), { hint: 'See docs/api.md.' });
  // Every value was read by the table's own type, under the table's own key.
  const flags = { options: options satisfies Partial<ScanOptions>, positionals: [placeIn(given)] };
  return { flags, input: isInput(given['input']) ? streamOf(given['input']) : undefined };
}

function sourceMistakes(given: Given): string[] {
  const sources = SOURCES.filter((name) => name in given);
  const [source] = sources;
  if (source === undefined || sources.length > 1) {
    return [`say what to scan by one of ${SOURCES.join(', ')}, not ${sources.join(' and ') || 'none'}`];
  }
  const stray = Object.keys(given).filter((key) => (BELONGS[key] ?? source) !== source);
  const parts = PARTS.filter((names) => names.some((name) => Boolean(given[name]))).flat();
  const asked = parts.filter((name) => Boolean(given[name]));
  const isOne = PARTS.some((names) => asked.every((name) => names.some((other) => other === name)));
  return [
    ...stray.map((key) => `${key} goes with ${BELONGS[key]}, not with ${source}`),
    ...(isOne ? [] : [`${asked.join(' and ')} cannot go together: each says what to scan`]),
    ...(asked.length > 0 && 'state' in given ? ['state is for whole histories'] : []),
  ];
}

function unknownOptions(given: Given): string[] {
  const unknown = Object.keys(given).filter((key) => !KNOWN.includes(key));
  return unknown.map((key) => {
    const guess = nearest(key, KNOWN);
    return `${quote(key)}: there is no such option${guess === undefined ? '' : `; did you mean ${guess}?`}`;
  });
}

/** What is no option of the command: what it has to be, and how that is told. */
const OWN: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  repository: [isText, 'is no path'],
  files: [isText, 'is no path'],
  input: [isInput, 'is neither text, bytes nor a stream'],
  fingerprintKey: [isText, 'is no text'],
  signal: [isSignal, 'is no AbortSignal'],
  onProgress: [(value) => typeof value === 'function', 'is no function'],
};

function ownMistakes(given: Given): string[] {
  return Object.entries(OWN).flatMap(([key, [fits, complaint]]) =>
    given[key] === undefined || fits(given[key]) ? [] : [`${key}: ${complaint}`],
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('\0');
}

function isInput(value: unknown): value is InputSource['input'] {
  if (typeof value === 'string' || value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** A bare number of time counts seconds on the command line; here the name says milliseconds. */
function asMeant(value: unknown, { type }: OptionSpec): unknown {
  return type === 'duration' && typeof value === 'number' ? `${value}ms` : value;
}

/** A folder may be called `-`. */
function placeIn({ repository, files }: Given): string {
  const path = repository ?? files;
  if (typeof path !== 'string') return '-';
  return path === '-' ? './-' : path;
}

function streamOf(input: InputSource['input']): Readable {
  return Readable.from(
    typeof input === 'string' || input instanceof Uint8Array ? [Buffer.from(input)] : input,
  );
}
