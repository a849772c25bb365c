/** The table `[scan]` of a `.scannerrc` -> options. */
import { resolve } from 'node:path';
import { type Mistake, unknownWord } from './mistake.ts';
import { OPTIONS } from './options.ts';
import type { OptionSpec, ScanOptions } from './scan-options.ts';
import { MAX_KEYS } from './parse-table.ts';
import { readValue } from './read-value.ts';

interface CheckedOptions {
  readonly options: Partial<ScanOptions>;
  readonly mistakes: readonly Mistake[];
}

/** @param folder relative paths start there. @param detectors ids that the lists of detectors may name */
export function checkScanTable(
  table: Readonly<Record<string, unknown>>,
  folder: string,
  detectors: readonly string[],
): CheckedOptions {
  const specs = new Map(Object.entries<OptionSpec>(OPTIONS).map(([key, spec]) => [spec.flag, { key, spec }]));
  const allowed = [...specs.values()].filter(({ spec }) => spec.inFile).map(({ spec }) => spec.flag);
  const options: Record<string, unknown> = {};
  const mistakes: Mistake[] = [];
  for (const [name, given] of Object.entries(table).slice(0, MAX_KEYS)) {
    const at = `scan.${name}`;
    const found = specs.get(name);
    if (!found) {
      mistakes.push(unknownWord(at, name, 'option', allowed));
      continue;
    }
    if (!found.spec.inFile) {
      mistakes.push({ at, message: `can only be given as a flag, --${name}` });
      continue;
    }
    const read = readValue(given, found.spec);
    if ('mistake' in read) mistakes.push({ at, message: read.mistake });
    else options[found.key] = resolved(read.value, found.spec, folder);
    mistakes.push(...unknownDetectors(at, found.spec, given, detectors));
  }
  return { options, mistakes };
}

function resolved(value: unknown, { type }: OptionSpec, folder: string): unknown {
  return type === 'path' && typeof value === 'string' ? resolve(folder, value) : value;
}

/** Both lists that there are hold ids of detectors. */
function unknownDetectors(
  at: string,
  { type }: OptionSpec,
  given: unknown,
  known: readonly string[],
): Mistake[] {
  if (type !== 'list' || !Array.isArray(given)) return [];
  return given
    .slice(0, MAX_KEYS)
    .flatMap((id: unknown, index) =>
      typeof id === 'string' && !known.includes(id)
        ? [unknownWord(`${at}[${index}]`, id, 'detector', known)]
        : [],
    );
}
