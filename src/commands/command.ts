/** What a command is: a line of help, what it takes, and a function from its arguments to an exit code. */

import type { OptionTable } from '../config/parse-flags.ts';

/** What a command, or a word behind one, takes. Completion and the manual are made from it; `--help` shows the same tables. */
export interface Taken {
  /** A line, without a full stop. */
  readonly summary: string;
  readonly options: OptionTable;
  /** What stands behind it besides options; left out: nothing. */
  readonly operand?: Operand;
  /** Words behind it, each with options of its own. */
  readonly words?: Readonly<Record<string, () => Promise<Taken>>>;
}

export interface Operand {
  /** As help writes it, e.g. `[PATH | -]`. */
  readonly text: string;
  /** What may stand there: files, folders, ids of detectors, one of these words; left out: free text. */
  readonly of?: 'file' | 'folder' | 'detector' | readonly string[];
}

export interface Command extends Taken {
  /** @param argv the call that asked for it, for commands of several words */
  readonly help: (argv?: readonly string[]) => string | Promise<string>;
  /** @throws {ScannerError} when it cannot start */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** What an exit code says. "Found" and "broke" never share one. */
export const EXIT = {
  clean: 0,
  findings: 1,
  usage: 2,
  incomplete: 3,
  remote: 4,
  bug: 70,
} as const;
