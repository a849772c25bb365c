/** argv -> typed options, in two steps: what was typed (tokens), and what is meant (checked values). */
import { parseArgs } from 'node:util';
import { quote } from '../core/quote.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { nearest } from './nearest.ts';
import { OPTIONS } from './options.ts';
import type { OptionSpec, ScanOptions } from './scan-options.ts';
import { readValue } from './read-value.ts';
import { verifyMistakes } from './verify-options.ts';

export interface ParsedFlags {
  /** Only what was typed. */
  readonly options: Partial<ScanOptions>;
  /** What is no flag: the place to scan. */
  readonly positionals: readonly string[];
}

/** One flag as it was typed: `name` is the word after the dashes, `text` its value if it has one. */
interface TypedFlag {
  readonly name: string;
  readonly rawName: string;
  readonly text: string | undefined;
  readonly isInline: boolean;
}

/** What a command takes: its options by the name of their value. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Flags that ask for different things to scan: no two of them go together, unless a pair is named below. */
const SOURCES = ['staged', 'range', 'branch', 'sinceCommit', 'files'] as const;

/** For a command that scans for another end than a report. @throws {ScannerError} `usage` */
export function parseFlagsOffline(argv: readonly string[]): ParsedFlags {
  const flags = parseFlags(argv);
  if (flags.options.verify !== true) return flags;
  throw new ScannerError('usage', '--verify goes with scan and audit alone');
}

/** @throws {ScannerError} `usage`, naming everything that is wrong at once */
export function parseFlags(argv: readonly string[]): ParsedFlags {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('scan', OPTIONS, argv, conflictsOf);
  return { options: options satisfies Partial<ScanOptions>, positionals };
}

/**
 * The same for a command with options of its own.
 *
 * @param conflicts what is wrong with the options together
 * @throws {ScannerError} `usage`, naming everything that is wrong at once
 */
export function parseFor(
  command: string,
  table: OptionTable,
  argv: readonly string[],
  conflicts: (options: Readonly<Record<string, unknown>>) => readonly string[] = () => [],
): { readonly options: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  const { flags, positionals } = tokensOf(argv, table);
  const mistakes: string[] = [];
  const options: Record<string, unknown> = {};
  for (const flag of flags) {
    const mistake = take(flag, table, options);
    if (mistake !== undefined) mistakes.push(mistake);
  }
  mistakes.push(...conflicts(options));
  if (mistakes.length > 0) {
    const hint = `Run bitsieve ${command} --help for all options.`;
    throw new ScannerError('usage', mistakes.join('\n'), { hint });
  }
  return { options, positionals };
}

function tokensOf(
  argv: readonly string[],
  table: OptionTable,
): { flags: TypedFlag[]; positionals: string[] } {
  const known = Object.values(table).flatMap((spec) =>
    namesOf(spec).map((name, index) => [
      name,
      {
        type: takesText(spec) ? 'string' : 'boolean',
        ...(spec.short && index === 0 && { short: spec.short }),
      },
    ]),
  );
  // Not strict: parseArgs would stop at the first mistake, and knows nothing of `--redact` with and without a number.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(known),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const flags: TypedFlag[] = [];
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    flags.push({ name, rawName, text: value, isInline: inlineValue === true });
  }
  return { flags, positionals };
}

/** Puts one typed flag among the options, or says what is wrong with it. */
function take(flag: TypedFlag, table: OptionTable, options: Record<string, unknown>): string | undefined {
  const found = specOf(flag.name, table);
  if (!found) return unknownFlag(flag, table);
  const [key, spec] = found;
  if (takesText(spec)) {
    if (flag.text === undefined) return `${flag.rawName}: a value is missing`;
    // `--branch --staged` is a forgotten value far more often than a branch of that name.
    if (!flag.isInline && /^-./.test(flag.text)) {
      return `${flag.rawName}: a value is missing before ${quote(flag.text)} (if that is the value, write --${spec.flag}=${flag.text})`;
    }
  }
  const read = readValue(flag.text ?? true, spec);
  if ('mistake' in read) return `${flag.rawName}: ${read.mistake}`;
  const earlier = options[key];
  options[key] =
    Array.isArray(earlier) && Array.isArray(read.value) ? [...earlier, ...read.value] : read.value;
  return undefined;
}

function specOf(name: string, table: OptionTable): [string, OptionSpec] | undefined {
  return Object.entries(table).find(([, spec]) => spec.flag === name || spec.aliases?.includes(name));
}

function unknownFlag({ rawName, name }: TypedFlag, table: OptionTable): string {
  const guess = nearest(name, Object.values(table).flatMap(namesOf));
  return `${quote(rawName).slice(1, -1)}: there is no such option${guess === undefined ? '' : `; did you mean --${guess}?`}`;
}

function namesOf(spec: OptionSpec): string[] {
  return [spec.flag, ...(spec.aliases ?? [])];
}

/** A boolean takes text only after `=`, and `--redact` takes its number there too: the word after them is the place. */
function takesText({ type }: OptionSpec): boolean {
  return type !== 'boolean' && type !== 'percent';
}

function conflictsOf(options: Readonly<Record<string, unknown>>): string[] {
  const given = SOURCES.filter((key) => options[key] !== undefined && options[key] !== false);
  const isBranchSince = given.length === 2 && given[0] === 'branch' && given[1] === 'sinceCommit';
  const mistakes: string[] = [];
  if (given.length > 1 && !isBranchSince) {
    const names = given.map((key) => `--${OPTIONS[key].flag}`);
    mistakes.push(`${names.join(' and ')} cannot go together: each says what to scan`);
  }
  const [first] = given;
  if (first !== undefined && options['state'] !== undefined) {
    mistakes.push(`--state and --${OPTIONS[first].flag} cannot go together: it is for whole histories`);
  }
  if (options['showSecrets'] === true && options['redact'] !== undefined) {
    mistakes.push('--show-secrets and --redact cannot go together');
  }
  return [...mistakes, ...verifyMistakes(options)];
}
