/** The options of a command as lines of help, made from the one table that also parses them. */
import { OPTIONS } from '../config/options.ts';
import type { OptionSpec } from '../config/scan-options.ts';
import { placeholderOf } from './described-command.ts';
import type { OptionTable } from '../config/parse-flags.ts';

const COLUMN = 34;

export function optionHelp(table: OptionTable = OPTIONS): string {
  return Object.values(table)
    .map((spec) => `  ${flagOf(spec).padEnd(COLUMN)}${spec.description}${defaultOf(spec)}`)
    .join('\n');
}

function flagOf(spec: OptionSpec): string {
  const short = spec.short ? `-${spec.short}, ` : '    ';
  if (spec.type === 'boolean') return `${short}--${spec.flag}`;
  const value = placeholderOf(spec);
  return `${short}--${spec.flag}${spec.type === 'percent' ? `[=${value}]` : ` ${value}`}`;
}

function defaultOf({ choices, default: value }: OptionSpec): string {
  const names = choices ? ` (${choices.join(', ')})` : '';
  const isTold = (typeof value === 'string' || typeof value === 'number') && value !== 0;
  return isTold ? `${names} [${value}]` : names;
}
