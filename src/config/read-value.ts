/** One value of an option, as text from a flag or as it stands in TOML -> the checked value, or what is wrong with it. */
import { nearest } from './nearest.ts';
import type { OptionType } from './option-type.ts';
import type { OptionSpec } from './scan-options.ts';
import { quote } from '../core/quote.ts';

export type ValueRead = { readonly value: unknown } | { readonly mistake: string };
type Reader = (given: unknown, spec: OptionSpec) => ValueRead;

/** Powers of 1024, as `128MB` is meant by everybody who limits a file. */
const BYTE_UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['B', 1],
  ['KB', 1024],
  ['MB', 1024 ** 2],
  ['GB', 1024 ** 3],
]);
const MS_UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['', 1000],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

const READERS: Readonly<Record<OptionType, Reader>> = {
  boolean: readBoolean,
  integer: readInteger,
  bytes: readBytes,
  duration: readDuration,
  string: readString,
  path: readString,
  list: readList,
  choice: readChoice,
  percent: (given, spec) => (given === true ? { value: 100 } : readInteger(given, spec)),
};

/** The mistake quotes the wrong value and names the right ones; it reads on after the option's name and a colon. */
export function readValue(given: unknown, spec: OptionSpec): ValueRead {
  return READERS[spec.type](given, spec);
}

function readBoolean(given: unknown): ValueRead {
  if (given === true || given === 'true') return { value: true };
  if (given === false || given === 'false') return { value: false };
  return { mistake: `${quote(given)} is neither true nor false` };
}

function readInteger(given: unknown, spec: OptionSpec): ValueRead {
  const number = typeof given === 'string' && /^-?\d{1,15}$/.test(given.trim()) ? Number(given) : given;
  if (typeof number === 'number' && Number.isInteger(number) && isWithin(number, spec)) {
    return { value: number };
  }
  return { mistake: `${quote(given)} is not a whole number from ${spec.min} to ${spec.max}` };
}

function readBytes(given: unknown, spec: OptionSpec): ValueRead {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([KMG]?)I?(B?)$/i.exec(String(given).trim());
  const unit = BYTE_UNITS.get(match?.[2] ? `${match[2].toUpperCase()}B` : '');
  const value = isTextOrNumber(given) && match && unit ? Math.floor(Number(match[1]) * unit) : Number.NaN;
  if (isWithin(value, spec)) return { value };
  return { mistake: `${quote(given)} is no size from 1 to 2GB (write bytes, or e.g. 500KB, 128MB, 1GB)` };
}

/** A bare number counts seconds, as gitleaks has it. `1h30m` adds up. */
function readDuration(given: unknown, spec: OptionSpec): ValueRead {
  const value = isTextOrNumber(given) ? sumOfParts(String(given).trim()) : Number.NaN;
  if (isWithin(value, spec)) return { value };
  return { mistake: `${quote(given)} is no time up to 24 days (write seconds, or e.g. 90s, 10m, 1h30m)` };
}

function sumOfParts(text: string): number {
  if (!/^(?:\d{1,10}(?:ms|s|m|h)){1,4}$|^\d{1,10}(?:\.\d{1,3})?$/.test(text)) return Number.NaN;
  let sum = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smh]?)/g)) {
    sum += Number(amount) * (MS_UNITS.get(unit ?? '') ?? Number.NaN);
  }
  return Math.round(sum);
}

/** Empty means "none": an example file can then show an option that has no default. */
function readString(given: unknown): ValueRead {
  if (typeof given !== 'string') return { mistake: `${quote(given)} is no text` };
  if (given.includes('\0')) return { mistake: `${quote(given)} holds a NUL character` };
  return { value: given === '' ? null : given };
}

function readList(given: unknown): ValueRead {
  const parts = typeof given === 'string' ? given.split(',') : given;
  if (!Array.isArray(parts)) return { mistake: `${quote(given)} is no list of names` };
  const wrong = parts.find((part) => typeof part !== 'string');
  if (wrong !== undefined) return { mistake: `${quote(wrong)} in the list is no text` };
  return { value: parts.map((part) => String(part).trim()).filter((part) => part !== '') };
}

function readChoice(given: unknown, spec: OptionSpec): ValueRead {
  const choices = spec.choices ?? [];
  if (typeof given === 'string' && choices.includes(given)) return { value: given };
  const guess = typeof given === 'string' ? nearest(given, choices) : undefined;
  const question = guess === undefined ? '' : `; did you mean ${quote(guess)}?`;
  return { mistake: `${quote(given)} is none of ${choices.join(', ')}${question}` };
}

/** False for what is no number. */
function isWithin(value: number, { min = -Infinity, max = Infinity }: OptionSpec): boolean {
  return value >= min && value <= max;
}

function isTextOrNumber(given: unknown): given is string | number {
  return typeof given === 'string' || typeof given === 'number';
}
