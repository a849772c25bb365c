/** What a command is: a line of help, and a function from its arguments to an exit code. */

export interface Command {
  readonly summary: string;
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
