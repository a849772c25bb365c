/**
 * What becomes of a push, told to whoever started the program and waits: a thread that ends its process cannot choose the exit code,
 * and a program that was ended has none. `BITSIEVE_VERDICT_FD` names a descriptor; to it go git's lines, a dot, and at last `verdict 0`.
 */
import { writeAll } from './server-streams.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Names the descriptor. */
export const VERDICT_FD = 'BITSIEVE_VERDICT_FD';
/** Set for a program that has to answer for one that ended without an answer: its input is what that one wrote. */
export const UNANSWERED = 'BITSIEVE_UNANSWERED';

/** More is not handed on: such a push, should its scan end the program, is not known to whoever answers then. */
const MOST_HANDED_ON = 1024 * 1024;
const VERDICT = /(?:^|\n)verdict (\d{1,3})\n$/;
const WHOLE = '.\n';

export class VerdictPipe {
  readonly #fd: number | null;

  constructor(env: Environment) {
    const named = env[VERDICT_FD] ?? '';
    this.#fd = /^\d{1,4}$/.test(named) && Number(named) > 2 ? Number(named) : null;
  }

  /** Is there somebody who waits for it? */
  get isThere(): boolean {
    return this.#fd !== null;
  }

  /** @param input git's lines */
  handOn(input: Buffer): void {
    if (this.#fd !== null && input.length <= MOST_HANDED_ON)
      writeAll(this.#fd, Buffer.concat([input, Buffer.from(input.at(-1) === 0x0a ? WHOLE : `\n${WHOLE}`)]));
  }

  /** The last that the program does. @param code what it exits with, if it still can */
  tell(code: number): void {
    if (this.#fd !== null) writeAll(this.#fd, Buffer.from(`verdict ${code}\n`));
  }
}

/** What a program that had no answer handed on. @returns git's lines; null when not all of them are there */
export function handedOn(input: Buffer): string | null {
  const text = input.toString('latin1');
  return text.endsWith(`\n${WHOLE}`) ? text.slice(0, -WHOLE.length) : null;
}

/** @param text all that was written to the descriptor. @returns the exit code; null without a verdict */
export function verdictIn(text: string): number | null {
  const [, code] = VERDICT.exec(text) ?? [];
  return code === undefined ? null : Number(code);
}
