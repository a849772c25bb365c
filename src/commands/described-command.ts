/** Every command, word and option in one list: what completion and the manual are made from, so that nothing has to be told twice. */
import type { OptionTable } from '../config/parse-flags.ts';
import type { OptionSpec } from '../config/scan-options.ts';
import type { Operand, Taken } from './command.ts';

export interface DescribedCommand {
  /** `['evidence', 'export']`. */
  readonly name: readonly string[];
  readonly summary: string;
  readonly options: readonly DescribedOption[];
  readonly operand: Operand | null;
  readonly words: readonly DescribedCommand[];
}

export interface DescribedOption {
  readonly flag: string;
  readonly aliases: readonly string[];
  readonly short: string | null;
  /** One or more sentences. */
  readonly description: string;
  /** `none`: a switch. `inline`: may follow `=`, and nothing else. */
  readonly value: 'none' | 'inline' | 'text' | 'file' | 'detector' | readonly string[];
  /** What stands for the value in help, e.g. `NAME`; empty for a switch. */
  readonly placeholder: string;
  /** Null where there is none, or where it depends on the machine. */
  readonly default: string | number | null;
}

/** In the order of the table. Loads every command. */
export function describeCommands(
  commands: Readonly<Record<string, () => Promise<Taken>>>,
  behind: readonly string[] = [],
): Promise<readonly DescribedCommand[]> {
  return Promise.all(
    Object.entries(commands).map(async ([word, load]) => {
      const { summary, options, operand = null, words = {} } = await load();
      const name = [...behind, word];
      return {
        name,
        summary,
        operand,
        options: describeOptions(options),
        words: await describeCommands(words, name),
      };
    }),
  );
}

function describeOptions(table: OptionTable): DescribedOption[] {
  return Object.values(table).map((spec) => ({
    flag: spec.flag,
    aliases: spec.aliases ?? [],
    short: spec.short ?? null,
    description: spec.description,
    value: valueOf(spec),
    placeholder: placeholderOf(spec),
    default:
      isTold(spec) && (typeof spec.default === 'string' || typeof spec.default === 'number')
        ? spec.default
        : null,
  }));
}

function valueOf({ type, choices, flag }: OptionSpec): DescribedOption['value'] {
  if (choices) return choices;
  if (type === 'boolean') return 'none';
  if (type === 'percent') return 'inline';
  if (type === 'path') return 'file';
  return /^(?:enable|disable)-detector$/.test(flag) ? 'detector' : 'text';
}

export function placeholderOf({ type, choices }: OptionSpec): string {
  if (type === 'boolean') return '';
  if (type === 'percent') return 'PERCENT';
  return choices ? 'NAME' : type.toUpperCase();
}

/** 0 stands for "no limit" or "none", which the description says. */
function isTold({ default: value, flag }: OptionSpec): boolean {
  return value !== 0 && flag !== 'jobs';
}
